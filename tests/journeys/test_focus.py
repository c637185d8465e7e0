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
    expect(page.locator("#line-product")).to_be_focused()  # for the next one

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
    page.locator(".toast").get_by_role("button", name="Undo").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove: Frames")).to_have_count(1)
    has_focus(page, "#deal-lines")
    at_rest(page)
    page.get_by_role("button", name="Won", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    has_focus(page, "#deal-state")


def test_the_line_gives_the_focus_back(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/people/")
    ready(page)
    for _step in range(2):
        page.keyboard.press("j")
    row = page.evaluate("document.activeElement.getAttribute('href')")
    assert row
    for typed in ("", "a"):
        page.keyboard.press("Control+k")
        expect(page.locator("#line")).to_be_focused()
        page.keyboard.type(typed)
        if typed:
            expect(page.locator("#line-found [role=option]").first).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator("#line-found [role=option]")).to_have_count(0)
        page.keyboard.press("Escape")
        until(page, "row => document.activeElement.getAttribute('href') === row", row)


def test_who_undoes_by_keys_is_led_back(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/people/")
    page.goto(page.locator("main tr[data-row] a").first.get_attribute("href") or "")
    ready(page)
    given = {"name": "undone.txt", "mimeType": "text/plain", "buffer": b"undone"}
    with page.expect_response(lambda answer: answer.request.method == "GET" and answer.url.endswith("/files/")):
        page.locator("input[name=files]").set_input_files([given])  # once it is there, its hint fetches the list anew
    at_rest(page)
    page.get_by_role("button", name="Remove undone.txt").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="undone.txt", exact=True)).to_have_count(0)
    at_rest(page)
    has_focus(page, ".files")
    page.locator(".toast").get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="undone.txt", exact=True)).to_be_visible()
    at_rest(page)
    has_focus(page, ".files")
    page.locator("#line").focus()
    page.locator(".toast").last.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#line")).to_be_focused()
