"""The calendar without a network: what was moved and not sent."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter, at_rest
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
