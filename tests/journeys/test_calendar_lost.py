"""The calendar without a network, and one that comes anew under a panel: what was done there isn't lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter, at_rest, ready
from tests.journeys.test_calendar import box_of, drag, plan

pytestmark = pytest.mark.journey


def test_what_could_not_be_moved_stands_as_it_stood(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/calendar/?view=day&on=2031-06-11")
    plan(page, "On the train", 10)
    page.get_by_role("button", name="Plan the meeting").click()
    box = box_of(page, "On the train")
    expect(box).to_have_attribute("data-at", "10:00")
    at_rest(page)
    for address in ("**/activities/*/time/", "**/calendar/**"):
        page.context.route(address, lambda route: route.abort())
    box.get_by_role("link").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(box.locator(".box__when")).to_have_text("+00:15")
    expect(page.locator(".toast", has_text="no connection").first).to_be_visible()
    expect(box.locator(".box__when")).to_have_text("10:00")
    expect(box).not_to_have_class(re.compile("is-moved"))
    drag(page, box, 96)
    expect(box).not_to_have_class(re.compile("is-moved"))
    for address in ("**/activities/*/time/", "**/calendar/**"):
        page.context.unroute(address)
    box.get_by_role("link").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(box).to_have_attribute("data-at", "10:15")


SHUT_AND_GO_ON = """() => {
  document.getElementById("peek").close();
  const focused = document.activeElement;
  focused.dispatchEvent(new KeyboardEvent("keydown", { key: "w", bubbles: true, cancelable: true }));
  return Boolean(focused.closest("#peek"));
}"""


def test_the_calendar_that_comes_anew_under_a_panel_keeps_keys_and_focus(enter: Enter) -> None:
    rep = enter("anna")
    rep.goto("/calendar/new/?day=2031-04-02&clock=10:00")
    rep.locator("#new-topic").fill("Under a panel")
    rep.get_by_role("button", name="Plan the meeting").click()
    expect(rep.locator(".toast").filter(has_text="Meeting planned.")).to_be_visible()
    rep.goto("/calendar/?view=day&on=2031-04-02")
    link = box_of(rep, "Under a panel").get_by_role("link")
    peek = rep.locator("#peek")

    def open_while_it_comes_anew() -> None:
        ready(rep)
        link.focus()
        rep.keyboard.press("Enter")
        expect(peek.get_by_role("heading", name="Under a panel")).to_be_visible()
        rep.evaluate("for (const box of document.querySelectorAll('#calendar .box')) box.replaceWith(box.cloneNode(true))")

    open_while_it_comes_anew()
    rep.keyboard.press("Escape")
    expect(peek).to_be_hidden()
    expect(link).to_be_focused()

    open_while_it_comes_anew()
    assert rep.evaluate(SHUT_AND_GO_ON), "the panel that was just shut holds the focus for a frame"
    rep.wait_for_url(re.compile("view=week"))
