"""What is typed stays: through a reload, behind another tab, until it is sent or thrown away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter, ready, until

pytestmark = pytest.mark.journey
KEPT = "text => Object.values(localStorage).some((kept) => kept.includes(text))"


def test_a_note_behind_another_tab_is_kept_and_announced(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/search/?q=김민수")
    page.locator("main").get_by_role("link", name="김민수").first.click()
    composer = page.locator("#composer")
    tab = composer.get_by_role("tab", name="Note")
    tab.click()
    text = composer.locator("textarea:visible").first
    text.fill("Prefers to be called after six")
    until(page, KEPT, "Prefers to be called after six")
    page.reload()
    expect(composer.get_by_role("tab", name="Call")).to_have_attribute("aria-selected", "true")
    expect(tab).to_have_class("tab tab--kept")
    expect(tab).to_have_attribute("aria-description", "What you had typed is back.")
    tab.click()
    expect(text).to_have_value("Prefers to be called after six")
    composer.get_by_role("button", name="Discard it").locator("visible=true").click()
    expect(text).to_have_value("")
    expect(tab).to_have_class("tab")
    text.fill("Prefers mornings")
    until(page, KEPT, "Prefers mornings")
    page.reload()
    tab.click()
    composer.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#timeline li", has_text="Prefers mornings")).to_be_visible()
    page.reload()
    expect(tab).to_have_class("tab")


def test_a_log_in_that_cannot_be_asked_for_says_so_and_asks_again(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/deals/list/")
    ready(page)
    cookies = page.context.cookies()
    cell = page.locator("td[data-edit=amount]").first
    cell.dblclick()
    text = page.locator("form.cell-form .input").first
    text.fill("770000")
    page.context.clear_cookies()
    for broken in (None, 503):
        if broken:
            page.context.route("**/log-in/", lambda route: route.fulfill(status=503, body="<h1>Starting</h1>"))
        else:
            page.context.route("**/log-in/", lambda route: route.abort())
        text.press("Enter")
        expect(page.locator(".toast", has_text="try again" if broken else "no connection")).to_be_visible()
        expect(page.locator("#log-in")).to_be_hidden()
        expect(text).to_have_value("770000")
        page.context.unroute("**/log-in/")
    text.press("Enter")
    expect(page.locator("#log-in input[name=login]")).to_be_visible()
    page.context.add_cookies(cookies)  # type: ignore[arg-type] - what was read is what is written


def test_a_meeting_that_could_not_be_moved_stands_where_it_stood(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/calendar/")
    ready(page)
    box = page.locator("[data-move][data-minutes]").first
    day, clock = box.get_attribute("data-on"), box.get_attribute("data-at")
    page.context.route("**/time/", lambda route: route.abort())
    box.locator("a").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".toast", has_text="no connection")).to_be_visible()
    expect(page.locator(".is-moved")).to_have_count(0)
    expect(page.locator(f'[data-id="{box.get_attribute("data-id")}"]').first).to_have_attribute("data-at", str(clock))
    assert day
    assert page.evaluate("document.activeElement.closest('[data-id]') !== null")


def test_a_refused_form_shows_the_first_field_that_is_wrong(enter: Enter) -> None:
    page = enter("anna", width=360, height=420)
    page.goto("/deals/new/")
    page.get_by_label("What is it about").fill("Frames below the fold")
    amount = page.get_by_label("Amount")
    amount.fill("1e999")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write an amount")).to_be_in_viewport()
    expect(amount).to_be_focused()
    expect(amount).to_be_in_viewport()
    amount.fill("1000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Frames below the fold")).to_be_visible()

    ready(page)
    page.locator("summary", has_text="Add a product").click()
    page.locator("#line-product").fill("Frames")
    page.locator("#line-price").fill("a lot")
    page.locator(".sold--new").get_by_role("button", name="Add").click()
    expect(page.locator("#line-price-error")).to_be_visible()
    expect(page.locator("#line-price")).to_be_focused()
