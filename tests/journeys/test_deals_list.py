"""Deals in their list: moved at once and taken back, a cell in place, and a colleague's change that throws nobody back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter, at_rest, ready

pytestmark = pytest.mark.journey


def test_a_leader_moves_picked_deals_and_stays_on_the_page_when_another_changes_one(enter: Enter) -> None:
    page, other = enter("vera"), enter("vera")
    page.goto("/deals/list/?view=all")
    rows = page.locator("#deal-list tr[data-row]")
    shown = rows.count()
    while page.locator(".table__more a").count() and shown < 80:
        page.locator(".table__more a").scroll_into_view_if_needed()
        expect(rows).not_to_have_count(shown)
        at_rest(page)
        shown = rows.count()
    page.locator("#deal-list input[name=pick]").nth(1).click()
    page.keyboard.press("j")

    other.goto("/deals/list/?view=all")
    deal = other.locator("#deal-list tr[data-row] a.name").nth(2).get_attribute("href")
    close = other.locator(f"#deal-list tr:has(a.name[href='{deal}']) td[data-edit=close]")
    year = datetime.now(UTC).year + 2  # later than any other deal is expected to close
    close.dblclick()
    other.locator("form.cell-form [name=value]").fill(f"{year}-05-17")
    other.keyboard.press("Enter")
    expect(close).to_contain_text(f"17 May {year}")
    expect(page.locator("#deal-list td[data-edit=close]", has_text=f"17 May {year}")).to_have_count(1)
    expect(rows).to_have_count(shown)
    expect(page.locator("#deal-list input[name=pick]:checked")).to_have_count(1)
    expect(page.locator("#deal-list tr.is-here")).to_have_count(1)

    row = page.locator("tr[data-row]", has=page.locator("input[name=pick]:checked"))
    was = row.locator("td[data-edit=stage]").inner_text()
    page.select_option("#bulk-way", "stage")
    page.locator("#bulk .button:not(.button--quiet)").click()
    choice = page.locator("select[name=value]")
    expect(choice).to_be_visible()
    ready(page)
    options = [one for one in choice.locator("option").all_inner_texts() if one.strip() and one != was]
    choice.select_option(label=options[-1])
    page.locator(".form__foot .button").first.click()
    expect(page.locator(".toast")).to_contain_text("1")
    page.locator(".toast__undo").click()
    expect(page).to_have_url(re.compile(r"/deals/list/\?view=all"))


def test_a_leader_loses_picked_deals_and_an_open_page_shows_the_closure_and_its_undo(enter: Enter) -> None:
    page, other = enter("vera"), enter("vera")
    page.goto("/deals/list/?view=all")
    row = page.locator("#deal-list tr[data-row]").first
    other.goto(row.locator("a.name").get_attribute("href") or "")
    expect(other.locator(".stages")).to_be_visible()
    title = row.locator("a.name").inner_text()
    row.get_by_role("checkbox", name=f"Select {title}", exact=True).click()
    page.select_option("#bulk-way", "lost")
    page.locator("#bulk .button:not(.button--quiet)").click()
    page.locator(".form__foot .button").first.click()
    expect(page.locator("#f-value-error")).to_contain_text("Say why.")
    page.locator("select[name=value]").select_option(label="Price")
    page.locator(".form__foot .button").first.click()
    expect(page.locator(".toast")).to_contain_text("1 changed")
    expect(other.locator("#deal-closures .given").first).to_contain_text("Lost")
    expect(other.locator("#deal-closures")).to_contain_text("Price")
    page.locator(".toast__undo").click()
    expect(other.locator("#deal-closures .given").first).to_contain_text("Reopened")
    expect(other.locator(".stages")).to_be_visible()


def test_the_list_fits_a_phone_and_its_filter_is_kept_in_the_address(enter: Enter) -> None:
    page = enter("anna", width=360, height=740)
    page.goto("/deals/list/?close=this&sort=-amount")
    expect(page.locator(".list__chips")).to_be_visible()
    expect(page.locator("#deal-sum")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
