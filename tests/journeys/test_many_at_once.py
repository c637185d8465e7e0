"""Rows picked and changed at once, taken back, and a cell edited in place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter, add_field

pytestmark = pytest.mark.journey
LIST = "/people/?view=mine&f=&sort=name&col=title&col=tags"


def test_a_rep_tags_a_stretch_of_rows_and_takes_it_back(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    boxes = page.locator("input[name=pick]")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text("3")
    page.select_option("#bulk-way", "tag")
    page.locator("#bulk .button:not(.button--quiet)").click()
    page.locator("input[name=value]").fill("spring fair")
    page.keyboard.press("Enter")
    toast = page.locator(".toast", has_text="3")
    expect(toast).to_be_visible()
    expect(page.locator("td[data-edit=tags]", has_text="spring fair")).to_have_count(3)
    page.locator(".toast__undo").click()
    expect(page.locator("td[data-edit=tags]", has_text="spring fair")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/people/\?view=mine"))


def test_a_rep_picks_on_a_phone(enter: Enter) -> None:
    page = enter("anna", width=360, height=740)
    page.goto("/people/?view=mine")
    expect(page.locator("#bulk")).to_be_hidden()
    page.locator(".table__pick label").first.click()
    expect(page.locator("#bulk")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_two_edit_one_cell_and_both_see_the_other(enter: Enter) -> None:
    first, second = enter("anna"), enter("anna")
    for page in (first, second):
        page.goto(LIST)
        page.locator("td[data-edit=title]").nth(5).dblclick()
        expect(page.locator("form.cell-form [name=value]")).to_be_focused()
    first.keyboard.type("Head of supply")
    first.keyboard.press("Tab")
    expect(first.locator("td[data-edit=tags] form.cell-form")).to_be_visible()
    first.keyboard.press("Escape")
    expect(first.locator("td[data-edit=title]").nth(5)).to_have_text("Head of supply")
    second.keyboard.type("Buyer for the north")
    second.keyboard.press("Enter")
    expect(second.locator(".cell-form .field__error")).to_contain_text("Head of supply")
    expect(second.locator("form.cell-form [name=value]")).to_have_value("Buyer for the north")
    second.keyboard.press("Enter")
    expect(second.locator("form.cell-form")).to_have_count(0)
    expect(second.locator("td[data-edit=title]").nth(5)).to_have_text("Buyer for the north")


def test_a_name_a_phone_and_an_owner_are_edited_by_keys_and_taken_back(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/people/?view=mine&f=&sort=name&col=phone&col=owner&col=missing")
    row = page.locator("tbody tr[data-cells]").nth(2)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(row.locator("form.cell-form [name=value]")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.type("Zed")
    page.keyboard.press("Tab")
    phone = row.locator("td[data-edit=phone]")
    expect(phone.locator("form.cell-form [name=value]")).to_be_focused()
    expect(row.locator("a.name")).to_contain_text("Zed")
    page.keyboard.press("Escape")
    before = phone.inner_text()
    page.keyboard.press("e")
    expect(phone.locator("form.cell-form [name=value]")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(row.locator("td[data-label=Missing]")).to_contain_text("phone")
    page.locator(".toast__undo").click()
    expect(phone).to_have_text(before, use_inner_text=True)

    row.locator("td[data-edit=owner]").dblclick()
    choice = row.locator("form.cell-form select")
    expect(choice).to_be_focused()
    mine = choice.locator("option:checked").inner_text()
    choice.select_option(index=0 if choice.evaluate("one => one.selectedIndex") else 1)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Given to")
    page.locator(".toast__undo").click()
    expect(row.locator("td[data-edit=owner]")).to_have_text(mine)


def test_a_finger_edits_a_cell_on_a_phone(enter: Enter) -> None:
    page = enter("anna", width=360, height=740, has_touch=True)
    page.goto("/people/?view=mine")
    company = page.locator("td[data-edit=company]").first
    company.tap()
    box = company.locator("form.cell-form [name=value]")
    expect(box).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box.fill("Baltic Optics")
    company.get_by_role("button", name="Save").tap()
    expect(company).to_have_text("Baltic Optics")


def test_all_that_match_is_told_as_all_and_ends_with_a_row_let_go(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    boxes, every = page.locator("input[name=pick]"), page.locator("#bulk input[name=all]")
    count = page.locator("[data-count]")
    boxes.nth(2).click()
    every.check()
    total = re.search(r"\d+", page.locator("#bulk label.check").inner_text())
    assert total
    expect(count).to_have_text(total.group())
    shown = boxes.count()
    assert page.locator("input[name=pick]:checked").count() == shown
    boxes.nth(4).click()
    expect(every).not_to_be_checked()
    expect(boxes.nth(4)).not_to_be_checked()
    expect(page.locator("tbody tr[aria-selected=true]")).to_have_count(shown - 1)
    expect(count).to_have_text(str(shown - 1))


def test_who_comes_back_finds_their_rows_counted(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    for row in (0, 2):
        page.locator("input[name=pick]").nth(row).click()
    page.select_option("#bulk-way", "tag")
    page.locator("#bulk .button:not(.button--quiet)").click()
    expect(page.locator("input[name=value]")).to_be_visible()
    page.go_back()
    expect(page.locator("input[name=pick]:checked")).to_have_count(2)
    expect(page.locator("[data-count]")).to_have_text("2")
    expect(page.locator("tbody tr[aria-selected=true]")).to_have_count(2)


def test_a_custom_field_of_a_stretch_of_rows_is_changed_and_taken_back(enter: Enter) -> None:
    admin, page = enter("oleg"), enter("anna")
    add_field(admin, "person", "Fair of the year", Choices="Spring\nAutumn")
    page.goto("/people/?view=mine")
    slug = page.locator("#bulk-way option", has_text="Fair of the year").get_attribute("value")
    page.goto(f"/people/?view=mine&f=&sort=name&col=title&col={slug}")
    boxes, cells = page.locator("input[name=pick]"), page.locator(f"td[data-edit={slug}]")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    page.select_option("#bulk-way", slug)
    page.locator("#bulk .button:not(.button--quiet)").click()
    page.get_by_label("Fair of the year").select_option(label="Autumn")
    page.get_by_role("button", name="Change “Fair of the year”").click()
    expect(page.locator(".toast")).to_contain_text("3 changed.")
    expect(cells.filter(has_text="Autumn")).to_have_count(3)
    page.locator(".toast__undo").click()
    expect(cells.filter(has_text="Autumn")).to_have_count(0)
    boxes.nth(1).click()
    page.select_option("#bulk-way", slug)
    page.locator("#bulk .button:not(.button--quiet)").click()
    page.get_by_label("Fair of the year").select_option(label="Spring")
    admin.get_by_role("link", name="Fair of the year").click()
    admin.get_by_role("link", name="Remove the field").click()
    admin.get_by_role("button", name="Remove").click()
    ended = admin.locator(".setting--plain").filter(has_text="Fair of the year")
    expect(ended.get_by_role("button", name="Restore")).to_be_visible()
    page.get_by_role("button", name="Change “Fair of the year”").click()
    expect(page.locator("main")).to_contain_text("Nothing was changed. What you typed: Spring")
