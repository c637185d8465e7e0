"""Someone looks: a field is tried and asked for, a rep gives it, the leader sees it live and checks, the scorecard moves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, at_rest, ready, stop_asking, until
from tests.journeys.test_checks import said, turn_to

pytestmark = pytest.mark.journey
NAME, WHO, WHY, ANSWER = "Topic agreed", "김안나", "there was no such talk", "There was, by phone in the evening."


def ask_for_it(admin: Page) -> int:
    """A text of meetings, asked for once one is held; how many records would owe it was told before."""
    admin.goto("/settings/fields/?kind=activity")
    form = admin.locator("form.settings__form").last
    expect(form.get_by_label("Meeting")).to_be_checked()
    form.get_by_label("New field").fill(NAME)
    form.get_by_label("Type").select_option("text")
    form.get_by_role("button", name="Add").click()
    expect(admin.get_by_role("link", name=NAME)).to_contain_text("Meeting")
    admin.goto("/settings/minimum-sets/meeting/")
    form = admin.locator("form", has=admin.locator("#field-new"))
    form.locator("#field-new").select_option(label=NAME)
    form.locator("select[name=stage]").select_option("held")
    form.get_by_role("button", name="See who would owe it").click()
    told = admin.get_by_text(re.compile(r"[\d,]+ of [\d,]+ records would owe it\."))
    expect(told).to_be_visible()
    expect(admin.locator("#trial").get_by_text(WHO).first).to_be_visible()
    many = int(told.inner_text().split()[0].replace(",", ""))
    admin.get_by_label("Yes, more than half").check()
    admin.get_by_role("button", name="Ask for it from now on").click()
    expect(admin.locator(".setting__what").get_by_text(NAME)).to_be_visible()
    return many


def owed(leader: Page) -> Locator:
    """The cell of what the rep owes."""
    heads = leader.locator("main thead th").all_inner_texts()
    place = next(n for n, head in enumerate(heads) if head.strip() == "Owed")
    return leader.locator("main tbody tr", has_text=WHO).locator("td, th").nth(place)


def number(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found, text
    return int(found[0])


def wait_until_owed(rep: Page) -> None:
    """Until all records are judged anew: what is owed stays the same between two looks."""
    seen = [""]
    while len(seen) < 3 or seen[-1] != seen[-2] or not rep.get_by_text(f"Meeting: {NAME}").count():
        assert len(seen) < 60, f"{NAME} is owed nowhere"
        rep.wait_for_timeout(500)
        rep.goto("/debts/")
        ready(rep)
        seen.append(rep.locator("#debts-list .block__head").first.inner_text())


def close_three(rep: Page) -> int:
    """Three of them, each where it stands; how many of their records owe nothing else."""
    lines = rep.locator(".owed").filter(has_text=f"{NAME} is missing")
    while lines.count() < 3 and rep.locator("main .pager").count():  # what is due last stands on a later page
        shown = rep.locator(".owed").count()
        rep.locator("main .pager").scroll_into_view_if_needed()
        until(rep, "shown => document.querySelectorAll('.owed').length > shown", shown)
    whole = 0
    for _one in range(3):
        line = lines.first
        place = line.get_attribute("id")
        whole += "more field" not in line.inner_text()
        line.locator("input[name=value]").fill("Frames for spring")
        line.locator("input[name=value]").press("Enter")
        expect(rep.locator(f"#{place}")).to_have_count(0)
        at_rest(rep)
    return whole


def test_who_fills_is_looked_at_and_sees_by_whom_and_what_came_of_it(enter: Enter) -> None:
    admin, rep, leader = enter("oleg"), enter("anna"), enter("vera")
    assert ask_for_it(admin) >= 5
    wait_until_owed(rep)
    leader.goto("/team/")
    ready(leader)
    before = number(owed(leader).inner_text())
    whole = close_three(rep)
    expect(owed(leader)).to_have_text(re.compile(rf"\b{before - whole}\b"))  # it came by itself

    rep.goto("/card/")
    quality = rep.locator("#line-quality")
    old = quality.inner_text()
    turn_to(leader, WHO)
    leader.keyboard.press("3")
    expect(leader.get_by_label("Why")).to_be_focused()
    leader.keyboard.type(WHY)
    leader.keyboard.press("Enter")
    said(leader, "Wrong")
    for _one in range(4):
        ready(leader)
        here = leader.locator(".spot__card").inner_text()
        leader.keyboard.press("1")
        until(leader, "here => document.querySelector('.spot__card')?.innerText !== here", here)
        at_rest(leader)
    rep.goto("/checks/mine/")
    line = rep.locator("tr").filter(has_text=WHY)
    line.get_by_role("link", name="Answer").click()
    rep.get_by_label("Your answer").fill(ANSWER)
    rep.get_by_role("button", name="Answer").click()
    expect(rep.get_by_text(ANSWER)).to_be_visible()

    rep.goto("/card/")
    expect(quality).not_to_have_text(old)
    expect(quality).to_contain_text("checks")
    quality.get_by_role("heading").get_by_role("link").click()
    rep.locator("main").get_by_role("link", name="Spot checks").click()
    row = rep.locator("tr").filter(has_text=WHY)
    expect(row).to_contain_text(ANSWER)
    row.get_by_role("link").first.click()
    expect(rep.get_by_role("heading", name="What the record says")).to_be_visible()
    stop_asking(admin, "meeting", NAME, rep)


def test_the_team_fits_its_page_and_reasons_have_room(enter: Enter) -> None:
    """On a small laptop the page doesn't scroll sideways, the table does; and why stands under each name with room."""
    leader = enter("vera", width=1024)
    leader.goto("/team/")
    ready(leader)
    assert leader.evaluate("document.documentElement.scrollWidth") <= 1024
    assert leader.evaluate("Math.min(...[...document.querySelectorAll('#reps .why')].map(one => one.clientWidth))") >= 200
