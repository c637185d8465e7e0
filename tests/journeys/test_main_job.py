"""The main job, as a newcomer does it: bring a base in, work it, watch the counters move."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, until
from tests.journeys.test_drafts import KEPT

pytestmark = pytest.mark.journey

SEOUL = ZoneInfo("Asia/Seoul")
ROWS = """사업장명,영업상태명,폐업일자,전화번호,소재지전체주소,도로명전체주소
맑은눈안경원,영업/정상,,551-5623,충청남도 천안시 서북구 차암동 436번지,충청남도 천안시 서북구 3공단6로 58-5
=밝은안경,영업/정상,,02-735-7942,,서울특별시 종로구 종로 77
닫은안경원,폐업,2021.5.13,031-245-0081,,경기도 수원시 팔달구 중부대로7번길 2
,영업/정상,,02-111-2222,,서울특별시 중구 명동2길 49
"""


class Count(TypedDict):
    """A counter as its element says it."""

    done: int
    pending: int


def count_of(page: Page, label: str) -> Count:
    card = page.locator(".counter", has=page.get_by_role("link", name=label, exact=True)).first
    waits = card.locator("a.counter__wait", has_text="wait")
    found = re.search(r"\d+", waits.inner_text()) if waits.count() else None
    return {"done": int(card.get_attribute("data-figure") or 0), "pending": int(found[0]) if found else 0}


def test_brings_a_real_base_in(enter: Enter, tmp_path: Path) -> None:
    page = enter("anna")
    page.get_by_role("link", name="People", exact=True).first.click()
    page.get_by_role("link", name="Import", exact=True).click()
    file = tmp_path / "opticians.csv"
    file.write_bytes(ROWS.replace("\n", "\r\n").encode("cp949"))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()

    understood = page.locator("#mapping")
    expect(understood).to_contain_text(re.compile("CP949", re.IGNORECASE))
    expect(understood).to_contain_text("comma")
    expect(page.locator("select[name=column-0]")).to_have_value("company")
    expect(understood.locator("tbody tr")).to_have_count(4)
    expect(understood.locator("tr.is-refused")).to_have_count(1)

    understood.get_by_role("button", name="Import", exact=True).click()
    result = page.locator("#import-result")
    expect(result).to_contain_text("All rows are settled")
    expect(result.locator("dl.sums")).to_contain_text(re.compile(r"Refused\s*1"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Refused rows with their reasons").click()
    kept = Path(download.value.path()).read_text("utf-8-sig")
    assert "02-111-2222" in kept
    assert "no name" in kept.lower()

    result.locator("dl.sums div", has_text="New companies").get_by_role("link", name="3").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("tbody")).to_contain_text("맑은눈안경원")

    page.goto("/search/?q=맑은눈")
    expect(page.locator("main")).to_contain_text("맑은눈안경원")
    page.get_by_role("link", name="맑은눈안경원").click()
    expect(page.locator("main")).to_contain_text("41-551-5623")


def test_works_a_person_and_moves_the_counters_of_two_screens(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    leader.goto("/team/")
    expect(leader.locator("#live")).to_have_attribute("data-state", "live")
    before = count_of(rep, "Meetings held")
    team_before = count_of(leader, "Meetings held")

    # Finds a person by three letters of the name, opens the page.
    line = rep.locator("#line")
    line.click()
    line.press_sequentially("Cantw", delay=30)
    rep.locator("#line-found [role=option]", has_text="Maria Cantwell").first.click()
    expect(rep.locator("h1")).to_have_text("Maria Cantwell")

    # Logs a call with one click on its outcome; undo is at hand.
    rep.locator("#composer").get_by_role("button", name="No answer").click()
    expect(rep.locator("#timeline li", has_text="No answer").first).to_be_visible()
    expect(rep.locator("#toasts")).to_contain_text("Call logged")

    # Plans a meeting an hour ago and says that it was held, without a result: the counter shows it hatched.
    now = datetime.now(SEOUL)
    begun = max(now - timedelta(minutes=61), now.replace(day=1, hour=0, minute=0))  # the counter counts this month
    rep.locator("#composer").get_by_role("tab", name="Meeting").click()
    rep.locator("#meeting-day").fill(begun.date().isoformat())
    rep.locator("#meeting-clock").fill(begun.strftime("%H:%M"))
    rep.locator("#meeting-topic").fill("Prices for spring")
    rep.get_by_role("button", name="Plan the meeting").click()
    entry = rep.locator("#timeline li", has_text="Prices for spring").first
    entry.get_by_role("button", name="Held", exact=True).click()
    expect(entry).to_contain_text("Missing: result")

    rep.goto("/today/")
    after = count_of(rep, "Meetings held")
    assert after == {"done": before["done"], "pending": before["pending"] + 1}
    owed = rep.locator("#owed-block .owed", has_text="Cantwell").filter(has_text="Result")
    expect(owed).to_have_count(1)

    # The result typed in place turns the counter solid, here and on the leader's screen, without a reload.
    leader.evaluate("window.stillHere = true")
    owed.locator("input[name=value]").fill("Wants an offer for 500 pieces")
    owed.locator("input[name=value]").press("Enter")
    expect(owed).to_have_count(0)
    expect(rep.locator(".counter", has_text="Meetings held")).to_have_attribute(
        "data-figure", str(before["done"] + 1)
    )
    expect(leader.locator(".counter", has_text="Meetings held").first).to_have_attribute(
        "data-figure", str(team_before["done"] + 1), timeout=2_000
    )
    assert leader.evaluate("window.stillHere") is True

    # The number is a door: as many records as it says.
    leader.get_by_role("link", name="Meetings held", exact=True).first.click()
    expect(leader.locator("main")).to_contain_text("Maria Cantwell")
    counted = leader.locator(".chips a", has_text="Counted")
    expect(counted).to_contain_text(str(team_before["done"] + 1))


def test_keeps_what_was_typed_through_a_reload(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/people/new/")
    page.locator("input[name=family_name]").fill("Чайковская")
    page.locator("textarea[name=note]").fill("Half a note")
    until(page, KEPT, "Half a note")
    page.reload()
    expect(page.locator("input[name=family_name]")).to_have_value("Чайковская")
    expect(page.locator("textarea[name=note]")).to_have_value("Half a note")


def test_works_by_keyboard_alone(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/people/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#peek")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#peek")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#line")).to_be_focused()


@pytest.mark.parametrize(
    "path", ["/today/", "/people/", "/companies/", "/plans/", "/open/", "/debts/", "/people/new/"]
)
def test_fits_a_phone(enter: Enter, path: str) -> None:
    page = enter("anna", width=320, height=700)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
