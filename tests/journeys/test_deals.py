"""Deals: a rep moves one over the board by mouse, keyboard and on a phone, wins it, and two screens' counters follow."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, at_rest

pytestmark = pytest.mark.journey


def column(page: Page, name: str) -> Locator:
    return page.locator(".board__column").filter(has=page.get_by_role("heading", name=re.compile(f"^{name}")))


def drag(page: Page, card: Locator, to: Locator) -> None:
    carry(page, card, to)
    at_rest(page)  # the board shows a move before it is kept


def carry(page: Page, card: Locator, to: Locator) -> None:
    card.hover(position={"x": 60, "y": 12})
    page.mouse.down()
    for down in (110, 100, 90):
        to.hover(position={"x": 60, "y": down}, force=True)
    page.mouse.up()


def work_on_it(page: Page) -> None:
    line = page.locator("#deal-timeline")
    page.locator("#composer").get_by_role("button", name="Talked").click()
    expect(line.get_by_role("listitem").filter(has_text="Talked")).to_be_visible()
    line.get_by_role("link", name="Plan a meeting").click()
    page.locator("#meeting-topic").fill("Go through the offer")
    page.get_by_role("button", name="Plan the meeting").click()
    expect(line.get_by_role("listitem").filter(has_text="Go through the offer")).to_be_visible()
    expect(line.get_by_role("link", name="Plan a meeting")).to_have_count(0)


def bring(page: Page, line: Locator) -> None:
    """Scroll on until a debt is there: it stands in the order of days, maybe not among the first fifty."""
    rows = page.locator("form.owed")
    while not line.count():
        shown = rows.count()
        page.keyboard.press("End")
        expect(rows).not_to_have_count(shown)


def win(page: Page, title: str) -> None:
    """In the panel over the board, which the card leaves then."""
    page.goto("/deals/")
    page.locator(".deal").filter(has_text=title).get_by_role("link").click()
    panel = page.locator("#peek")
    panel.get_by_role("button", name="Won").click()
    expect(panel.locator(".tag", has_text="Won")).to_be_visible()
    expect(page.locator(".deal").filter(has_text=title)).to_have_count(0)


def test_brings_a_deal_over_the_board_and_wins_it(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    rep.goto("/deals/new/")
    rep.get_by_label("What is it about").fill("Lenses for spring")
    rep.locator("#f-person").press_sequentially("김민")
    rep.locator("#f-person-list [role=option]").first.click()
    rep.get_by_label("Amount").fill("lots")
    rep.get_by_role("button", name="Save").click()
    expect(rep.locator("#f-amount-error")).to_be_visible()
    expect(rep.get_by_label("What is it about")).to_have_value("Lenses for spring")
    rep.get_by_label("Amount").fill("1,200,000")
    rep.get_by_role("button", name="Save").click()
    expect(rep.get_by_role("heading", name="Lenses for spring")).to_be_visible()
    expect(rep.locator("main").get_by_text("₩1,200,000")).to_be_visible()

    work_on_it(rep)

    rep.goto("/deals/")
    leader.goto("/deals/?of=all")
    card = rep.locator(".deal").filter(has_text="Lenses for spring")
    expect(column(rep, "Interest").locator(".deal").filter(has_text="Lenses for spring")).to_have_count(1)
    drag(rep, card, column(rep, "Offer made"))
    expect(column(rep, "Offer made").locator(".deal").filter(has_text="Lenses for spring")).to_have_count(1)
    expect(column(leader, "Offer made").locator(".deal").filter(has_text="Lenses for spring")).to_have_count(
        1
    )
    expect(column(rep, "Offer made").get_by_text("Missing: expected close")).to_be_visible()
    card.get_by_role("link").focus()
    rep.keyboard.press("]")
    at_rest(rep)
    expect(column(rep, "Negotiation").locator(".deal").filter(has_text="Lenses for spring")).to_have_count(1)
    rep.reload()
    expect(column(rep, "Negotiation").locator(".deal").filter(has_text="Lenses for spring")).to_have_count(1)

    line = rep.locator("form.owed").filter(has_text="Lenses for spring")
    rep.goto("/debts/")
    bring(rep, line)
    line.locator("input[name=value]").fill((datetime.now(UTC) + timedelta(days=21)).date().isoformat())
    line.get_by_role("button", name="Save: ").click()
    expect(line).to_have_count(0)

    counter = rep.locator("section.counter", has_text="Deals won")
    rep.goto("/today/")
    before = int(counter.get_attribute("data-figure") or "0")
    win(rep, "Lenses for spring")
    rep.goto("/today/")
    expect(counter).to_have_attribute("data-figure", str(before + 1))
    counter.get_by_role("link").first.click()
    expect(rep.get_by_role("link", name="Lenses for spring")).to_be_visible()


def test_a_win_waits_for_whom_it_is_with_and_for_no_expected_close(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/deals/new/")
    page.get_by_label("What is it about").fill("Cases for summer")
    page.get_by_label("Amount").fill("900000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Cases for summer")).to_be_visible()
    own, counter = page.url, page.locator("section.counter", has_text="Deals won")
    page.goto("/today/")
    before = int(counter.get_attribute("data-figure") or "0")
    win(page, "Cases for summer")
    state = page.locator("#peek #deal-state")
    expect(state).to_contain_text("Missing: person or company")
    expect(state).not_to_contain_text("expected close")
    page.goto("/today/")
    expect(counter.locator(".counter__wait")).to_contain_text("wait")
    expect(counter).to_have_attribute("data-figure", str(before))
    page.goto(own)
    page.get_by_role("link", name="Complete it").click()
    page.locator("#f-person").press_sequentially("김민")
    page.locator("#f-person-list [role=option]").first.click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Cases for summer")).to_be_visible()
    page.goto("/today/")
    expect(counter).to_have_attribute("data-figure", str(before + 1))


def test_moves_a_deal_on_a_phone(enter: Enter) -> None:
    page = enter("anna", width=360, height=740)
    page.goto("/deals/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    card = page.locator(".deal").first
    title = card.get_by_role("link").inner_text()
    card.scroll_into_view_if_needed()
    card.get_by_role("link").click()
    panel = page.locator("#peek")
    stage = panel.locator("button.stages__one").last
    name = stage.inner_text().split("\n")[0]
    stage.click()
    expect(panel.locator("[aria-current=step]")).to_contain_text(name)
    page.goto("/deals/")
    expect(column(page, name).locator(".deal").filter(has_text=title).first).to_be_attached()
