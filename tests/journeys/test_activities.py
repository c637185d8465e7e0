"""Work with a company alone, named later; and all work as one list, filtered, kept and looked at on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}


def first_company(page: Page) -> None:
    """Open a company that has people."""
    page.goto("/companies/?view=mine&f=people&g=0&o=at_least&v=2&sort=name")
    page.locator("main tbody a.name").first.click()
    page.locator("#peek").get_by_role("link", name="Open").click()
    expect(page.locator("#composer")).to_be_visible()


def test_a_call_with_a_company_gets_its_name_later(enter: Enter) -> None:
    page = enter("anna")
    first_company(page)
    page.locator("#composer-call").get_by_label("Result").fill("Asked for purchasing")
    page.locator("#composer-call").get_by_role("button", name="Talked").click()
    entry = page.locator("#timeline li", has_text="Asked for purchasing")
    expect(entry).to_contain_text("Missing: person")
    page.set_viewport_size(PHONE)
    entry.locator(".entry__head a").first.click()
    chosen = page.get_by_label("Person")
    chosen.select_option(index=1)
    name = chosen.locator("option:checked").inner_text()
    page.locator("form", has=chosen).get_by_role("button", name="Save").click()
    expect(page.locator(".dl")).to_contain_text(name)
    expect(page.locator("main")).not_to_contain_text("Missing:")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_all_work_is_one_list(enter: Enter) -> None:
    page = enter("vera")
    page.goto("/activities/?view=all")
    rows = page.locator("main tbody tr[data-row]")
    expect(rows).to_have_count(40)
    page.locator("summary", has_text="Filter").click()
    form = page.locator("#filters")
    form.locator("select[name=f]").last.select_option(label="Kind")
    expect(form.locator("select[name=v]").last).to_be_visible()
    form.locator("select[name=v]").last.select_option(label="Meeting")
    form.get_by_role("button", name="Show").click()
    expect(page.locator(".list__chips")).to_contain_text("Kind: is Meeting")
    for row in range(5):
        expect(rows.nth(row)).to_contain_text("Meeting")
    page.get_by_role("link", name="Save as a view").click()
    page.get_by_label("Name").fill("Meetings")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".list__tabs [aria-current]")).to_have_text("Meetings")
    page.set_viewport_size(PHONE)
    expect(rows.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    rows.first.locator("a.name").click()
    expect(page.locator("#peek")).to_contain_text("Owner")
