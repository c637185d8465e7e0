"""A custom field from Settings to a file: made and required, filled on a phone, filtered by, exported."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Page, Response, expect

from tests.journeys.conftest import Enter, add_field, at_rest, ready, remove_field, stop_asking, until

pytestmark = pytest.mark.journey
NAME = "Channel of choice"


def make_field(admin: Page) -> None:
    admin.goto("/settings/")
    admin.get_by_role("link", name=re.compile("^Custom fields")).click()
    form = admin.locator("form.settings__form").last
    expect(form.get_by_label("Choices")).to_be_hidden()
    form.get_by_label("New field").fill(NAME)
    form.get_by_label("Type").select_option("choice")
    form.get_by_label("Choices").fill("Phone first\nMail first")
    form.get_by_role("button", name="Add").click()
    expect(admin.get_by_role("link", name=NAME)).to_be_visible()


def is_kept(answer: Response) -> bool:
    """The list shows an order before it is kept."""
    return answer.request.method == "POST"


def put_in_order(admin: Page) -> None:
    """A second field is dragged above the first by its grip, and goes back by Alt and an arrow."""
    form, names = admin.locator("form.settings__form").last, admin.locator("[data-item] b")
    form.get_by_label("New field").fill("Second of all")
    form.get_by_role("button", name="Add").click()
    expect(names.last).to_have_text("Second of all")
    grips = admin.locator("[data-item] [data-grip]")
    expect(grips.last).to_be_visible()
    grip, goal = grips.last.bounding_box(), grips.first.bounding_box()
    assert grip
    assert goal
    admin.mouse.move(grip["x"] + 8, grip["y"] + 8)
    admin.mouse.down()
    admin.mouse.move(goal["x"] + 8, goal["y"] + 4, steps=8)
    with admin.expect_response(is_kept):
        admin.mouse.up()
    expect(names.first).to_have_text("Second of all")
    admin.reload()
    expect(names.first).to_have_text("Second of all")
    admin.get_by_role("link", name="Second of all").focus()
    with admin.expect_response(is_kept):
        admin.keyboard.press("Alt+ArrowDown")
    expect(names.last).to_have_text("Second of all")
    expect(admin.get_by_role("link", name="Second of all")).to_be_focused()


def require_it(admin: Page) -> None:
    admin.goto("/settings/minimum-sets/person/")
    admin.locator("#field-new").select_option(label=NAME)
    admin.get_by_role("button", name="See who would owe it").click()
    expect(admin.get_by_text(re.compile(r"^\d+ of \d+ records would owe it"))).to_be_visible()
    admin.get_by_role("button", name="Ask for it from now on").click()
    expect(admin.get_by_text("Say that this is meant")).to_be_visible()
    admin.get_by_label("Yes, more than half").check()
    admin.get_by_role("button", name="Ask for it from now on").click()
    expect(admin.locator(".setting__what").get_by_text(NAME)).to_be_visible()


def fill_it(rep: Page, name: str, choice: str) -> None:
    card, missing = rep.locator("#person-card"), re.compile(NAME, re.IGNORECASE)
    rep.goto("/people/new/")
    rep.get_by_label("Family name").fill(name)
    rep.get_by_label("Given name").fill("Sol")
    rep.get_by_role("button", name="Save").click()
    expect(card.locator(".missing")).to_have_text(missing)
    rep.get_by_role("link", name="Edit").click()
    rep.get_by_label(NAME).select_option(label=choice)
    rep.get_by_role("button", name="Save").click()
    expect(card.locator("dd", has_text=choice)).to_be_visible()
    expect(card.locator(".missing", has_text=missing)).to_have_count(0)


def ask_for_it(page: Page, choice: str) -> None:
    page.goto("/people/?view=all")
    page.locator("summary", has_text="Filter").click()
    form = page.locator("#filters")
    with page.expect_response(lambda answer: "f=" in answer.url):
        form.locator("select[name=f]").last.select_option(label=NAME)
    at_rest(page)
    form.locator("select[name=v]").last.select_option(label=choice)
    form.get_by_role("button", name="Show").click()
    expect(page.locator(".list__chips")).to_contain_text(f"{NAME}: {choice}")


def edit_cell(page: Page) -> None:
    """By mouse and by keyboard alone; Esc leaves all as it was."""
    cell = page.locator(f"main tbody td[data-label='{NAME}']")
    ready(page)
    cell.dblclick()
    cell.locator("select").select_option(label="Phone first")
    page.keyboard.press("Enter")
    expect(cell).to_have_text("Phone first")
    until(page, "document.activeElement.matches('td[data-edit]')")
    page.keyboard.press("e")
    expect(cell.locator("select")).to_be_focused()
    cell.locator("select").select_option(label="—")
    page.keyboard.press("Escape")
    expect(cell).to_have_text("Phone first")
    page.keyboard.press("Enter")
    cell.locator("select").select_option(label="Mail first")
    page.keyboard.press("Enter")
    expect(cell).to_have_text("Mail first")


def test_an_administrators_choice_is_required_filled_asked_for_and_exported(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("anna", width=360, height=740)
    make_field(admin)
    put_in_order(admin)
    require_it(admin)
    fill_it(rep, "Fieldling", "Mail first")
    ask_for_it(rep, "Mail first")
    rows = rep.locator("main tbody tr[data-row]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Fieldling")
    assert rep.evaluate("document.documentElement.scrollWidth <= innerWidth")

    leader = enter("vera")
    ask_for_it(leader, "Mail first")
    leader.locator("summary", has_text="Columns").click()
    leader.locator("#columns").get_by_label(NAME).check()
    leader.locator("#columns").get_by_role("button", name="Show").click()
    leader.locator("thead").get_by_role("link", name=NAME).click()
    expect(leader.locator("th", has_text=NAME)).to_have_attribute("aria-sort", "ascending")
    edit_cell(leader)
    leader.get_by_role("link", name="Export").click()
    leader.get_by_label("What for").fill("For the spring mailing")
    with leader.expect_download() as taken:
        leader.get_by_role("button", name="Take the file").click()
    lines = list(csv.DictReader(taken.value.path().read_text("utf-8-sig").splitlines()))
    assert [(line["Family name"], line[NAME]) for line in lines] == [("Fieldling", "Mail first")]
    stop_asking(admin, "person", NAME, rep)


def test_a_field_removed_under_an_open_form_is_said_above_the_whole_of_it(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("anna")
    add_field(admin, "person", "Short-lived")
    rep.goto("/people/new/")
    rep.get_by_label("Family name").fill("Open")
    rep.get_by_label("Short-lived").fill("typed for nothing")
    remove_field(admin, "person", "Short-lived")
    rep.get_by_role("button", name="Save").click()
    said = rep.get_by_role("alert").filter(has_text="typed for nothing")
    expect(said).to_be_visible()
    whole, foot = said.bounding_box(), rep.locator("main .form__foot").bounding_box()
    assert whole
    assert foot
    assert abs(whole["width"] - foot["width"]) < 1
    expect(rep.get_by_label("Family name")).to_have_value("Open")
