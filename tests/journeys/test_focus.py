"""By keys alone: what is done on a page leaves the focus there, also where the page comes anew by it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, at_rest, ready, until
from tests.journeys.test_deal_lines import add_line

pytestmark = pytest.mark.journey


def has_focus(page: Page, block: str) -> None:
    until(page, "block => document.querySelector(block).contains(document.activeElement)", block)


def test_a_deal_is_worked_by_keys_and_the_focus_stays(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/deals/new/")
    page.get_by_label("What is it about").fill("Frames by keys")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Frames by keys")).to_be_visible()
    ready(page)
    add_line(page, "Frames", "1000")
    add_line(page, "Lenses", "300")

    page.locator("#deal-state .stages__one").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#deal-state .stages__one").nth(1)).to_have_attribute("aria-current", "step")
    has_focus(page, "#deal-state")
    at_rest(page)
    page.get_by_role("button", name="Down: Frames").focus()
    page.keyboard.press("Enter")
    expect(page.locator("form.sold [name=name]").last).to_have_value("Frames")
    has_focus(page, "#deal-lines")
    at_rest(page)
    page.get_by_role("button", name="Remove: Frames").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove: Frames")).to_have_count(0)
    has_focus(page, "#deal-lines")
    at_rest(page)
    page.get_by_role("button", name="Won", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    has_focus(page, "#deal-state")
