"""Lists: a filter is made by choosing, kept as a view, and leaves as a file; on a phone too."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, at_rest, ready

pytestmark = pytest.mark.journey


def choose(page: Page, field: str, op: str, value: str) -> None:
    """Fill the filter's last line."""
    form = page.locator("#filters")
    for name, label in (("f", field), ("o", op)):
        with page.expect_response(lambda answer: "f=" in answer.url):
            form.locator(f"select[name={name}]").last.select_option(label=label)
        at_rest(page)
    expect(form.locator("[name=v]:not([type=hidden])").last).to_be_visible()
    form.locator("[name=v]:not([type=hidden])").last.fill(value)


def test_what_is_typed_while_a_line_is_fetched_stays(enter: Enter) -> None:
    page = enter("vera")
    page.goto("/people/?view=all")
    page.locator("summary", has_text="Filter").click()
    choose(page, "Company's address", "contains", "a")
    with page.expect_response(lambda answer: "f=" in answer.url):
        page.evaluate("""() => {
            const [how, value] = ["o", "v"].map((name) => document.querySelector(`#filters [name=${name}]`));
            how.selectedIndex = 1 - how.selectedIndex % 2;
            how.dispatchEvent(new Event("change", { bubbles: true }));
            value.focus();
            value.value = "typed on";
        }""")
    at_rest(page)
    value = page.locator("#filters [name=v]").first
    expect(value).to_have_value("typed on")
    expect(value).to_be_focused()


def grow(page: Page, word: str) -> None:
    """Ask for another line by the last button of that word."""
    with page.expect_response(lambda answer: "f=" in answer.url):
        page.locator("#filters .filter__more").last.get_by_role("button", name=word).click()
    at_rest(page)


def test_groups_within_groups_are_made_by_choosing_and_taken_apart_again(enter: Enter) -> None:
    page = enter("vera", width=768)
    page.goto("/people/?view=all")
    page.locator("summary", has_text="Filter").click()
    choose(page, "Name", "contains", "김")
    grow(page, "or …")
    choose(page, "Name", "contains", "이")
    grow(page, "and …")
    choose(page, "Company's address", "contains", "부산")
    page.locator("#filters").get_by_role("button", name="Show").first.press("Enter")
    chips = page.locator(".list__chips")
    expect(chips).to_contain_text(
        re.compile(r"Name: contains “김”\s*or\s*\(\s*Name: contains “이”\s*and\s*Company's address: contains “부산”\s*\)")
    )
    ready(page)
    rows = page.locator("main tbody tr[data-row]")
    narrow = rows.count()
    assert narrow
    for row in range(narrow):
        expect(rows.nth(row).locator("td, th").nth(1)).to_contain_text(re.compile("김|이"))
    chips.get_by_role("link", name="Remove the condition").last.click()
    expect(chips).not_to_contain_text("부산")
    expect(chips).to_contain_text("Name: contains “이”")
    ready(page)
    assert rows.count() > narrow


def test_a_filter_is_made_kept_and_taken_out(enter: Enter, tmp_path: Path) -> None:
    page = enter("vera")
    page.goto("/people/?view=all")
    page.locator("summary", has_text="Filter").click()
    choose(page, "Company's address", "contains", "부산")
    page.locator("#filters").get_by_role("button", name="Show").click()
    expect(page.locator(".list__chips")).to_contain_text("Company's address: contains “부산”")
    ready(page)
    rows = page.locator("main tbody tr[data-row]")
    some = rows.count()
    assert some

    page.locator("summary", has_text="Columns").click()
    page.locator("#columns").get_by_label("Company's address").check()
    page.locator("#columns").get_by_role("button", name="Show").click()
    expect(page.locator("thead")).to_contain_text("Company's address")
    ready(page)
    for row in range(rows.count()):
        expect(rows.nth(row)).to_contain_text("부산")

    page.get_by_role("link", name="Save as a view").click()
    page.get_by_label("Name").fill("Busan")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".list__tabs [aria-current]")).to_have_text("Busan")
    expect(rows).to_have_count(some)

    page.get_by_role("link", name="Export").click()
    page.get_by_label("What for").fill("Letter to Busan")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the file").click()
    taken.value.save_as(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == some
    assert all("부산" in row["Company's address"] for row in found)


def test_columns_are_dragged_while_the_focus_is_among_them(enter: Enter) -> None:
    page = enter("vera")
    page.goto("/people/?view=all")
    page.locator(".list__columns > summary").click()
    columns = page.locator("#columns [data-column]")
    phone, missing = (columns.filter(has=page.get_by_role("checkbox", name=name)) for name in ("Phone", "Missing"))
    missing.get_by_role("checkbox").focus()
    missing.drag_to(phone, source_position={"x": 150, "y": 10})
    expect(page.locator("#columns")).to_be_visible()
    page.locator("#columns").get_by_role("button", name="Show").click()
    ready(page)
    heads = page.locator("thead th").all_inner_texts()
    assert heads.index("Missing") < heads.index("E-mail")


def test_a_column_gets_its_width_by_keys_and_keeps_it(enter: Enter) -> None:
    page = enter("vera")
    page.goto("/people/?view=all")
    ready(page)
    head = page.locator("thead th").filter(has_text="Name")

    def width() -> float:
        place = head.bounding_box()
        assert place
        return place["width"]

    before = width()
    page.locator("tbody a.name").first.focus()
    for _press in range(4):
        page.keyboard.press("Alt+Shift+ArrowRight")
    wide = width()
    assert wide > before + 50
    page.reload()
    ready(page)
    assert abs(width() - wide) < 2
    head.get_by_role("link").focus()
    page.keyboard.press("Alt+Shift+ArrowLeft")
    assert width() < wide - 10


def test_a_phone_filters_and_sorts(enter: Enter) -> None:
    page = enter("anna", width=360, height=740)
    page.goto("/people/")
    page.locator("summary", has_text="Filter").click()
    choose(page, "Quality", "at most", "99")
    page.locator("#filters").get_by_role("button", name="Show").click()
    expect(page.locator(".list__chips")).to_contain_text("Quality: at most 99")
    ready(page)
    page.locator("#list-sort").select_option("score")
    expect(page).to_have_url(re.compile("sort=score"))
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    scores = [int(text) for text in page.locator('td[data-label="Quality"] .quality').evaluate_all(
        "all => all.map(one => one.firstChild.textContent)")]  # fmt: skip
    assert scores
    assert scores == sorted(scores)


def test_a_list_goes_by_the_keyboard(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/people/?view=all&sort=-score")
    page.keyboard.press("f")
    field = page.locator("#filters select[name=f]").first
    expect(field).to_be_visible()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    field.select_option(label="Title")
    expect(page.locator("#filters select[name=o]")).to_be_visible()
    expect(page.locator("#filters select[name=f]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".list__filter > summary")).to_be_focused()
    page.locator(".list__columns > summary").press("Enter")
    expect(page.get_by_role("checkbox", name="Phone")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("checkbox", name="Phone")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr.is-here")).to_have_count(1)
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#peek")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#peek")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_contain_text("Open the filter of a list")
