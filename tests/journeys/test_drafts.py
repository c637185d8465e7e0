"""What is typed stays: through a reload, behind another tab, until it is sent or thrown away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter, until

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
