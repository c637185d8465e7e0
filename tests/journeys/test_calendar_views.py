"""What the calendar's views show of a day, on a desk, a tablet and a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter, at_rest, ready, until
from tests.journeys.test_calendar import compose

pytestmark = pytest.mark.journey
BEGINS_WITH_TODAY = """() => {
  const place = (sign) => document.querySelector(sign).getBoundingClientRect();
  const [today, axis] = [place('.cal__column--today'), place('.cal__hours')];
  return today.left > axis.right - 2 && today.right <= innerWidth;
}"""

SEEN = """() => {
  const box = [...document.querySelectorAll('.cal__whole .box')].find((one) => one.textContent.includes('All of the day'));
  const { left, top } = box?.getBoundingClientRect() ?? {};
  return Boolean(box?.contains(document.elementFromPoint(left + 8, top + 8)));
}"""


def test_what_fills_a_day_stays_above_its_hours_and_gets_an_hour_by_mouse(enter: Enter) -> None:
    page = enter("anna")
    compose(page, "Task", "2031-03-06", {"topic": "All of the day"}, "Plan the task")
    for view in ("day", "week"):
        page.goto(f"/calendar/?view={view}&on=2031-03-06")
        box = page.locator(".cal__whole .box").filter(has_text="All of the day")
        expect(box).to_be_in_viewport()
        until(page, SEEN)  # it comes anew by the hint of its own planning, under whoever looks at that moment
    at_rest(page)
    place, hours = box.bounding_box(), page.locator(".cal__scroll").bounding_box()
    assert place
    assert hours
    page.mouse.move(place["x"] + 20, place["y"] + 8)
    page.mouse.down()
    page.mouse.move(place["x"] + 20, hours["y"] + 200, steps=4)
    page.mouse.up()
    expect(page.locator(".cal__column .box").filter(has_text="All of the day")).to_have_count(1)
    expect(page.locator(".toast").last).to_contain_text("Moved to")
    page.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(box).to_have_count(1)


def test_a_phone_has_the_agenda_and_no_view_runs_over(enter: Enter) -> None:
    page = enter("anna", width=360, height=740)
    for view in ("agenda", "day", "week", "month"):
        page.goto(f"/calendar/?view={view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
    page.goto("/calendar/?view=week")
    until(page, BEGINS_WITH_TODAY)
    page.goto("/calendar/?view=agenda")
    row = page.locator(".cal__agenda .row").first
    row.get_by_role("link").first.click()
    expect(page.locator("#peek").get_by_role("link", name="Open")).to_be_visible()


def test_a_month_of_several_on_a_tablet_says_what_each_one_is(enter: Enter) -> None:
    page = enter("vera", width=768)
    page.goto("/calendar/?view=month")
    boxes = page.locator(".cal__cell .box--line")
    expect(boxes.first).to_be_visible()
    begins = boxes.evaluate_all("""all => all.map((box) =>
        box.querySelector("b").getBoundingClientRect().left - box.getBoundingClientRect().left)""")
    assert max(begins) < 16
    assert page.locator(".cal__cell .box__who:visible").count() == 0
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".cal__cell .box__who").first).to_be_visible()


def test_free_time_stands_in_the_address_with_whom_it_was_asked_for(enter: Enter) -> None:
    page = enter("vera")
    page.goto("/calendar/slots/")
    tick = page.locator("label").filter(has_text="Борис Морозов").get_by_role("checkbox")
    assert not tick.is_checked()
    with page.expect_response(lambda answer: "/calendar/slots/" in answer.url):
        tick.check()
    expect(page).to_have_url(re.compile("with="))
    page.reload()
    ready(page)
    expect(tick).to_be_checked()


def test_many_words_in_a_row_leave_the_page_to_be_seen_and_who_goes_to_them_has_all(enter: Enter) -> None:
    page = enter("vera")
    page.goto("/calendar/?view=day&on=2031-04-07")
    ready(page)
    page.evaluate("""() => { for (const said of ["one", "two", "three", "four", "five"]) {
        const word = document.createElement("div"), button = document.createElement("button");
        word.className = "toast";
        button.textContent = said;
        word.append(button);
        document.getElementById("toasts").append(word);
    } }""")
    words = page.locator("#toasts .toast:visible")
    expect(words).to_have_text(["three", "four", "five"])
    words.last.hover()
    expect(words).to_have_text(["one", "two", "three", "four", "five"])
    page.mouse.move(5, 5)
    expect(words).to_have_count(3)
    words.last.get_by_role("button").focus()
    expect(words).to_have_count(5)
