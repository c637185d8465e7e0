"""Boards by hand: next steps put off by mouse and keys and seen by another at once, and both boards by touch on a phone."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, at_rest, ready, until
from tests.journeys.test_deals import drag

pytestmark = pytest.mark.journey
WIDTH, HEIGHT = 360, 740
SIDE = """(to) => {
  const { left, right } = document.querySelector(to).getBoundingClientRect();
  return left > innerWidth / 2 - 40 ? 1 : right < innerWidth / 2 + 40 ? -1 : 0;
}"""


def column(page: Page, slug: str) -> Locator:
    return page.locator(f"[data-column={slug}]")


def count(of: Locator) -> int:
    return int(of.locator(".chip__count").inner_text())


def register(page: Page, title: str) -> None:
    page.goto("/deals/new/")
    page.get_by_label("What is it about").fill(title)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_puts_off_the_next_step_of_a_deal(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    register(rep, "Lenses by time")
    rep.goto("/deals/by-time/")
    leader.goto("/deals/by-time/?of=all")
    card = rep.locator(".deal").filter(has_text="Lenses by time")
    seen = leader.locator(".deal").filter(has_text="Lenses by time")
    expect(column(rep, "none").locator(card)).to_have_count(1)
    later, before = column(rep, "later"), count(column(rep, "later"))

    card.evaluate("(one) => one.scrollIntoView({ block: 'center', inline: 'center' })")
    drag(rep, card, later)
    panel = rep.locator("#peek")
    expect(panel.get_by_label("Day")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
    panel.get_by_role("button", name="Plan it").click()
    expect(panel.locator("#step-topic-error")).to_be_visible()
    panel.get_by_label("What is to be done").fill("Send the offer")
    panel.get_by_role("button", name="Plan it").click()
    expect(later.locator(card)).to_contain_text("Send the offer")
    expect(column(leader, "later").locator(seen)).to_contain_text("Send the offer")
    expect(later.locator(".chip__count")).to_have_text(str(before + 1))

    drag(rep, card, column(rep, "next-week"))
    expect(column(rep, "next-week").locator(card)).to_have_count(1)
    expect(column(leader, "next-week").locator(seen)).to_have_count(1)
    expect(later.locator(".chip__count")).to_have_text(str(before))
    rep.locator(".toast").get_by_role("button", name="Undo").last.click()
    expect(later.locator(card)).to_have_count(1)
    expect(column(leader, "later").locator(seen)).to_have_count(1)

    card.get_by_role("link").first.focus()
    rep.keyboard.press("[")
    at_rest(rep)
    expect(column(rep, "next-week").locator(card)).to_have_count(1)
    expect(card.get_by_role("link").first).to_be_focused()
    drag(rep, card, column(rep, "overdue"))
    expect(column(rep, "next-week").locator(card)).to_have_count(1)
    expect(column(rep, "overdue").locator(card)).to_have_count(0)


@pytest.mark.parametrize("by", ["hand", "key"])
def test_a_card_that_could_not_be_sent_goes_back_and_keeps_the_focus(enter: Enter, by: str) -> None:
    page = enter("anna")
    register(page, f"Lenses by {by}, offline")
    page.goto("/deals/")
    ready(page)
    card = page.locator(".deal").filter(has_text=f"Lenses by {by}, offline")
    columns = page.locator("[data-column]")
    page.context.set_offline(True)
    card.get_by_role("link").first.focus()
    if by == "hand":
        drag(page, card, columns.nth(2))
    else:
        page.keyboard.press("]")
    expect(page.locator(".toast").filter(has_text="no connection")).to_be_visible()
    expect(columns.nth(0).locator(card)).to_have_count(1)
    expect(card.get_by_role("link").first).to_be_focused()
    page.context.set_offline(False)
    page.keyboard.press("]")
    expect(columns.nth(1).locator(card)).to_have_count(1)


def test_two_keys_behind_each_other_carry_a_card_two_columns(enter: Enter) -> None:
    page = enter("anna")
    register(page, "Lenses by two keys")
    page.goto("/deals/")
    ready(page)
    card = page.locator(".deal").filter(has_text="Lenses by two keys")
    card.get_by_role("link").first.focus()
    page.evaluate("""() => {
        const key = () => new KeyboardEvent("keydown", { key: "]", code: "BracketRight", bubbles: true });
        for (const _time of "12") document.activeElement.dispatchEvent(key());
    }""")
    expect(page.locator("[data-column]").nth(2).locator(card)).to_have_count(1)
    expect(card.get_by_role("link").first).to_be_focused()
    page.reload()
    expect(page.locator("[data-column]").nth(2).locator(card)).to_have_count(1)


class Finger:
    """One finger on the page, as the browser gets it from the screen."""

    def __init__(self, page: Page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)

    def touch(self, kind: str, x: float = 0, y: float = 0, *, rest: int = 25) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y, "id": 1}]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        self.page.wait_for_timeout(rest)

    def carry(self, card: Locator, to: str) -> None:
        """Hold the card, bring it to the right edge until the column is in the middle, and let go there."""
        card.evaluate("(one) => one.scrollIntoView({ block: 'center', inline: 'center' })")
        box = card.bounding_box()
        assert box is not None
        x, y = box["x"] + 80, box["y"] + box["height"] / 2
        self.touch("touchStart", x, y)
        until(self.page, "document.body.classList.contains('is-dragging')")
        for step in range(1, 9):
            self.touch("touchMove", x + (WIDTH - 16 - x) * step / 8, y)
        end = time.monotonic() + 30
        while side := self.page.evaluate(SIDE, to):  # near an edge the board scrolls along
            assert time.monotonic() < end
            self.touch("touchMove", WIDTH - 16 if side > 0 else 16, y, rest=60)
            self.touch("touchMove", WIDTH / 2, y)
        self.touch("touchEnd")
        at_rest(self.page)

    def swipe(self, y: float, by: float) -> None:
        self.touch("touchStart", WIDTH / 2, y)
        for step in range(1, 9):
            self.touch("touchMove", WIDTH / 2, y + by * step / 8)
        self.touch("touchEnd")


@pytest.mark.parametrize("path", ["/deals/", "/deals/by-time/"])
def test_a_finger_carries_a_card_over_the_board(enter: Enter, path: str) -> None:
    page = enter("james", width=WIDTH, height=HEIGHT, has_touch=True, is_mobile=True)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    columns = page.locator("[data-column]")
    at = next(n for n in range(columns.count() - 3) if columns.nth(n).locator("[data-move]").count())
    names = [columns.nth(n).get_attribute("data-column") for n in range(columns.count())]
    to = next(n for n in range(at + 1, len(names)) if columns.nth(n).get_attribute("data-shut") is None)
    card = page.locator(f"#{columns.nth(at).locator('[data-move]').first.get_attribute('id')}")
    finger = Finger(page)
    finger.carry(card, f'[data-column="{names[to]}"]')
    expect(page.locator(f'[data-column="{names[to]}"]').locator(card)).to_have_count(1)
    page.reload()
    expect(page.locator(f'[data-column="{names[to]}"]').locator(card)).to_have_count(1)

    page.evaluate("scrollTo(0, 0)")
    finger.swipe(HEIGHT - 200, -150)  # a finger that doesn't hold scrolls, and moves nothing
    until(page, "scrollY > 20 || document.documentElement.scrollHeight <= innerHeight + 20")
    expect(page.locator(".deal--ghost")).to_have_count(0)


def test_on_a_phone_the_switch_goes_from_column_to_column(enter: Enter) -> None:
    page = enter("anna", width=WIDTH, height=HEIGHT, has_touch=True)
    page.goto("/deals/by-time/")
    page.locator(".board__switch").get_by_role("link", name="Next week").tap()
    until(
        page, "Math.abs(document.getElementById('column-next-week').getBoundingClientRect().left - 16) < 12"
    )
    expect(page.get_by_role("heading", name="Next week")).to_be_in_viewport()


def test_a_finger_at_the_lower_and_the_upper_edge_takes_the_board_along(enter: Enter) -> None:
    page = enter("vera", width=WIDTH, height=HEIGHT, has_touch=True, is_mobile=True)
    page.goto("/deals/?of=all")
    ready(page)
    lists = page.locator("[data-column] [data-cards]")
    longest = max(range(lists.count()), key=lambda n: lists.nth(n).locator("[data-move]").count())
    card = lists.nth(longest).locator("[data-move]").first
    card.evaluate("(one) => one.scrollIntoView({ block: 'start', inline: 'center' })")
    page.evaluate("scrollBy(0, -120)")
    until(page, "document.documentElement.scrollHeight > scrollY + innerHeight + 200")
    at_rest(page)
    box, finger = card.bounding_box(), Finger(page)
    assert box
    x, y = box["x"] + 80, box["y"] + 20
    begun = page.evaluate("scrollY")
    finger.touch("touchStart", x, y)
    until(page, "document.body.classList.contains('is-dragging')")
    for goal, moved in ((HEIGHT - 75, "scrollY > begun + 150"), (65, "scrollY <= begun")):
        for step in range(1, 9):
            finger.touch("touchMove", x, y + (goal - y) * step / 8)
        until(page, f"(begun) => {moved}", begun)
        y = goal
    page.keyboard.press("Escape")
    finger.touch("touchEnd")
    expect(page.locator(".deal--ghost")).to_have_count(0)
    expect(lists.nth(longest).locator("[data-move]").first).to_have_id(card.get_attribute("id") or "")
