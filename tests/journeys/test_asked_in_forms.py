"""A rep writes a person down by the keyboard alone and says what was asked and not told; nothing of it is owed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, ready, until

pytestmark = pytest.mark.journey


def tab_to(page: Page, name: str) -> None:
    """On by Tab until the element of that name and value has the focus."""
    for _stop in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("name => document.activeElement.matches(name)", name):
            return
    raise AssertionError(f"Tab doesn't come to {name}.")


def write_down(page: Page, family: str) -> None:
    """Everything but the e-mail is typed, and that was asked for."""
    page.goto("/people/new/")
    ready(page)
    until(page, "document.activeElement.name === 'family_name'")
    expect(page.locator("[data-draft-notice]")).to_be_hidden()  # what was saved before isn't offered again
    page.keyboard.type(family)
    for name, value in (("company", "Sejong Asked"), ("phone", "+82 10-8273-4655")):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(value)
    tab_to(page, "[name=asked][value=email]")
    page.keyboard.press("Space")
    expect(page.locator("[name=asked][value=email]")).to_be_checked()
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    sure = page.get_by_role("button", name="It is another one: save")
    sure.or_(page.locator("#composer")).first.wait_for()
    if sure.count():  # the second one has the company and the number of the first
        expect(page.locator("[name=asked][value=email]")).to_be_checked()
        sure.press("Enter")
    expect(page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/$"))


def test_what_was_asked_and_not_told_is_said_in_the_form(enter: Enter) -> None:
    rep = enter("anna")
    for width, family in ((1440, "Askable"), (360, "Phoneable")):
        rep.set_viewport_size({"width": width, "height": 800})
        write_down(rep, family)
        expect(rep.locator("main")).to_contain_text(re.compile(r"E-mail.*asked on .*not told", re.IGNORECASE | re.DOTALL))
        assert rep.evaluate("document.documentElement.scrollWidth") <= width
        expect(rep.get_by_text("Missing:")).to_have_count(0)
