"""The calendar on a phone: a finger that holds a box takes it up, and what lies out of sight comes along at the edges."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, at_rest, until
from tests.journeys.test_board import HEIGHT, WIDTH, Finger

pytestmark = pytest.mark.journey
IN_SIGHT = """(hour) => {
  const row = document.querySelector(`.cal__hours li[data-hour="${hour}"]`).getBoundingClientRect();
  const box = document.querySelector("[data-scroll]").getBoundingClientRect();
  return row.top > box.top + 140 && row.bottom < box.bottom - 110 ? row.top : 0;
}"""


def planned(enter: Enter, topic: str, day: str, view: str) -> tuple[Page, Locator]:
    page = enter("anna", width=WIDTH, height=HEIGHT, has_touch=True, is_mobile=True)
    page.goto(f"/calendar/new/?day={day}&clock=10:00")
    page.locator("#new-topic").fill(topic)
    page.get_by_role("button", name="Plan the meeting").click()
    expect(page.locator(".toast").filter(has_text="Meeting planned.")).to_be_visible()
    page.goto(f"/calendar/?view={view}&on={day}")
    page.wait_for_selector('html[data-script="on"]')
    return page, page.locator("#calendar .box[data-move]").filter(has_text=topic)


def take_up(finger: Finger, box: Locator) -> tuple[float, float]:
    """Hold the box until it is in the hand, 20 pixels below its upper edge."""
    box.evaluate("(one) => one.scrollIntoView({ block: 'center', inline: 'center' })")
    at_rest(finger.page)
    place = box.bounding_box()
    assert place
    x, y = place["x"] + 40, place["y"] + 20
    finger.touch("touchStart", x, y)
    until(finger.page, "document.body.classList.contains('is-dragging')")
    return x, y


def bring(finger: Finger, start: tuple[float, float], to: tuple[float, float]) -> None:
    for step in range(1, 9):
        finger.touch("touchMove", *(a + (b - a) * step / 8 for a, b in zip(start, to, strict=True)))


def carry_to(finger: Finger, box: Locator, hour: int, edge: str) -> None:
    """Hold the box at the edge until the hour is in sight, and let it go there."""
    x, y = take_up(finger, box)
    scroll = finger.page.locator("[data-scroll]").bounding_box()
    assert scroll
    wait = (x, scroll["y"] + (scroll["height"] - 12 if edge == "bottom" else 70))
    bring(finger, (x, y), wait)
    end = time.monotonic() + 30
    while not (top := finger.page.evaluate(IN_SIGHT, hour)):
        assert time.monotonic() < end, f"{hour} o'clock doesn't come into sight"
        finger.touch("touchMove", *wait)
    bring(finger, wait, (x, top + 22))
    bring(finger, (x, top + 22), (x, finger.page.evaluate(IN_SIGHT, hour) + 22))
    finger.touch("touchEnd")
    at_rest(finger.page)


def test_a_finger_that_holds_a_box_moves_it_to_another_hour(enter: Enter) -> None:
    page, box = planned(enter, "By a finger", "2031-06-11", "day")
    finger = Finger(page)
    x, y = take_up(finger, box)
    bring(finger, (x, y), (x, y + 120))
    finger.touch("touchEnd")
    expect(box).to_have_attribute("data-at", "12:00")
    expect(page.locator(".toast").last).to_be_visible()

    carry_to(finger, box, 21, "bottom")
    expect(box).to_have_attribute("data-at", "21:00")
    carry_to(finger, box, 3, "top")
    expect(box).to_have_attribute("data-at", "03:00")
    page.reload()
    expect(box).to_have_attribute("data-at", "03:00")

    before = page.evaluate("document.querySelector('[data-scroll]').scrollTop")
    finger.swipe(HEIGHT - 250, -150)  # a finger that doesn't hold scrolls, and moves nothing
    until(page, "(before) => document.querySelector('[data-scroll]').scrollTop !== before || scrollY > 20", before)
    expect(page.locator(".box--ghost")).to_have_count(0)
    expect(box).to_have_attribute("data-at", "03:00")


def test_a_finger_lets_a_box_go_where_a_toast_lies(enter: Enter) -> None:
    page, box = planned(enter, "Under a toast", "2031-06-18", "day")
    finger = Finger(page)
    x, y = take_up(finger, box)
    bring(finger, (x, y), (x, y + 60))
    finger.touch("touchEnd")
    expect(box).to_have_attribute("data-at", "11:00")
    toast = page.locator(".toast").last.bounding_box()
    assert toast
    x, y = take_up(finger, box)
    bring(finger, (x, y), (x, toast["y"] + 6))
    finger.touch("touchEnd")
    expect(box).not_to_have_attribute("data-at", "11:00")


def test_a_finger_carries_a_box_to_a_day_out_of_sight(enter: Enter) -> None:
    page, box = planned(enter, "Over the week", "2031-06-23", "week")
    finger, friday = Finger(page), page.locator('.cal__column[data-day="2031-06-27"]')
    x, y = take_up(finger, box)
    bring(finger, (x, y), (WIDTH - 20, y))
    end = time.monotonic() + 30
    while friday.evaluate("(day) => day.getBoundingClientRect().right") > WIDTH - 60:
        assert time.monotonic() < end
        finger.touch("touchMove", WIDTH - 20, y)
    place = friday.bounding_box()
    assert place
    bring(finger, (WIDTH - 20, y), (place["x"] + 40, y))
    finger.touch("touchEnd")
    expect(friday.locator(".box").filter(has_text="Over the week")).to_have_attribute("data-at", "10:00")


def test_the_end_of_a_box_goes_on_below_what_is_in_sight(enter: Enter) -> None:
    page, box = planned(enter, "Till late", "2031-06-25", "day")
    finger = Finger(page)
    box.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    place, scroll = box.bounding_box(), page.locator("[data-scroll]").bounding_box()
    assert place
    assert scroll
    x, y = place["x"] + 40, place["y"] + place["height"] - 3
    finger.touch("touchStart", x, y)
    until(page, "document.body.classList.contains('is-dragging')")
    before = page.evaluate("document.querySelector('[data-scroll]').scrollTop")
    wait = (x, scroll["y"] + scroll["height"] - 12)
    bring(finger, (x, y), wait)
    end = time.monotonic() + 30
    while page.evaluate("document.querySelector('[data-scroll]').scrollTop") < before + 240:
        assert time.monotonic() < end
        finger.touch("touchMove", *wait)
    bring(finger, wait, (x, wait[1] - 80))
    moved = page.evaluate("document.querySelector('[data-scroll]').scrollTop") - before
    finger.touch("touchEnd")
    minutes = 60 + round((wait[1] - 80 - y + moved) / 15) * 15
    expect(box).to_have_attribute("data-minutes", str(minutes))
