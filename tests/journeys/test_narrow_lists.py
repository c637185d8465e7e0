"""Lists on a tablet and in half a window: a table of the columns that fit; on a phone cards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, ready

pytestmark = pytest.mark.journey
LISTS = ("/people/?view=all", "/companies/?view=all", "/deals/list/", "/activities/")
ASIDE = """() => Math.max(...[document.documentElement, ...document.querySelectorAll('.table__scroll')]
    .map((one) => one.scrollWidth - one.clientWidth))"""


def heads_of(page: Page) -> int:
    return page.locator("main thead th:visible").count()


@pytest.mark.parametrize("width", [600, 768, 900, 1024])
def test_a_list_beside_the_rail_is_a_table_of_the_columns_that_fit(enter: Enter, width: int) -> None:
    page = enter("vera", width=width, height=900)
    for address in LISTS:
        page.goto(address)
        row = page.locator("main tbody tr[data-row]").first
        expect(row).to_have_css("display", "table-row")
        assert page.evaluate(ASIDE) == 0, address
        assert page.evaluate("document.documentElement.scrollHeight") < 3_000, address
        assert heads_of(page) >= 5, address


def test_what_is_folded_is_a_click_away_and_what_is_shown_is_edited_by_keys(enter: Enter) -> None:
    page = enter("anna", width=768, height=900)
    page.goto("/people/?view=all")
    ready(page)
    shown = heads_of(page)
    page.get_by_label("All columns").check()
    assert heads_of(page) > shown
    assert page.evaluate("document.documentElement.scrollWidth") == 768  # the table scrolls, the page doesn't
    page.get_by_label("All columns").uncheck()
    assert heads_of(page) == shown

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".bulk__count")).to_contain_text("1")
    page.keyboard.press("x")
    page.keyboard.press("e")
    for _ in range(shown):  # Tab goes on over what is shown, never into what is folded away
        expect(page.locator("form.cell-form .input").first).to_be_visible()
        assert page.evaluate(ASIDE) == 0
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")


def test_a_width_that_was_set_holds_where_it_fits(enter: Enter) -> None:
    page = enter("vera", width=1440, height=900)
    page.goto("/people/?view=all")
    ready(page)
    page.evaluate("localStorage.setItem('width:person:Company', '330')")
    page.reload()
    ready(page)
    head = page.locator("main thead th", has_text="Company").first
    assert head.evaluate("(one) => one.offsetWidth") == 330
    page.set_viewport_size({"width": 768, "height": 900})
    assert page.evaluate(ASIDE) == 0
    page.set_viewport_size({"width": 1440, "height": 900})
    assert head.evaluate("(one) => one.offsetWidth") == 330


def test_a_phone_shows_cards_five_of_them_in_its_height(enter: Enter) -> None:
    page = enter("vera", width=360, height=740)
    page.goto("/people/?view=all")
    rows = page.locator("main tbody tr[data-row]")
    expect(rows.first).to_have_css("display", "grid")
    assert page.evaluate(ASIDE) == 0
    assert rows.nth(5).evaluate("(row) => row.offsetTop") - rows.first.evaluate("(row) => row.offsetTop") <= 740


CUT = """() => [...document.querySelectorAll('main tbody td[data-label]:not(.cut, :has(.point))')]
    .filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.dataset.label + ': ' + cell.textContent)"""


def test_a_phone_cuts_no_day_and_no_number_behind_a_long_label(enter: Enter) -> None:
    page = enter("anna", width=360, height=740)
    speak(page, "ru")
    try:
        for address in ("/people/?view=all", "/companies/?view=all", "/deals/list/", "/activities/"):
            page.goto(address)
            ready(page)
            assert page.locator("main tbody td[data-label]:visible").count() > 5
            assert page.evaluate(CUT) == [], address
            assert page.evaluate(ASIDE) == 0, address
    finally:
        speak(page, "en")


@pytest.mark.parametrize("language", ["en", "ko", "ru"])
def test_a_phone_says_why_a_rep_needs_help_and_keeps_quality_apart_from_its_parts(enter: Enter, language: str) -> None:
    page = enter("vera", width=360, height=740)
    speak(page, language)
    try:
        page.goto("/team/")
        ready(page)
        assert page.locator("#reps .why:visible").count() > 2
        assert page.evaluate(UNWHOLE) == []
        assert page.evaluate(ASIDE) == 0
    finally:
        speak(page, "en")


UNWHOLE = """() => [...document.querySelectorAll('#reps tbody tr')].flatMap((row) => {
    const name = row.cells[0], parts = row.querySelector('.worth'), end = (one) => one.getBoundingClientRect().bottom;
    const cut = name.scrollWidth > name.clientWidth ? [name.innerText] : [];
    const beside = parts.getBoundingClientRect().top < end(parts.parentElement.querySelector('.cell')) - 4;
    return beside ? [...cut, parts.innerText] : cut;
})"""


def speak(page: Page, language: str) -> None:
    page.goto("/profile/")
    ready(page)
    page.locator("main select[name=language]").select_option(language)
    page.locator("main form:has(select[name=language]) button[type=submit]").last.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("width", [768, 1024])
def test_the_doors_to_debts_stand_in_sight_beside_the_rail(enter: Enter, width: int) -> None:
    """They are the last columns of adoption's tables."""
    page = enter("jimin", width=width, height=900)
    page.goto("/adoption/")
    ready(page)
    expect(page.locator("main a[href*='/adoption/debts/']").first).to_be_in_viewport()
    assert page.evaluate(ASIDE) == 0
