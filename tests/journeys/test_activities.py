"""Work with a company alone, named later; and all work as one list, filtered, kept and looked at on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, at_rest, ready, until

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
    expect(page.locator(".list__chips")).to_contain_text("Kind: Meeting")
    for row in range(5):
        expect(rows.nth(row)).to_contain_text("Meeting")
    page.get_by_role("link", name="Save as a view").click()
    page.get_by_label("Name").fill("Meetings")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".list__tabs [aria-current]")).to_have_text("Meetings")
    ready(page)
    page.set_viewport_size(PHONE)
    expect(rows.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    rows.first.locator("a.name").click()
    expect(page.locator("#peek")).to_contain_text("Owner")


def test_picked_work_is_moved_and_taken_back(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/activities/?view=open&g=0&f=kind&o=is&v=task&sort=when&col=kind&col=when&col=owner")
    rows = page.locator("#activity-list tr[data-row]")
    was = rows.nth(1).locator("td[data-edit=when]").inner_text()
    name = rows.nth(1).locator("a.name").inner_text()
    for place in (0, 1):
        rows.nth(place).locator("input[name=pick]").check()
    page.select_option("#bulk-way", "postpone")
    page.locator("#bulk").get_by_role("button", name="Go on").click()
    page.get_by_label("By how many days").fill("400")
    page.locator(".form__foot button").click()
    assert page.get_by_label("By how many days").evaluate("box => !box.validity.valid")
    page.get_by_label("By how many days").fill("300")
    page.locator(".form__foot button").click()
    expect(page.locator(".toast")).to_contain_text("2 changed.")
    page.locator(".toast__undo").click()
    expect(page.locator(".toast")).to_contain_text("2 restored.")
    expect(page).to_have_url(re.compile(r"/activities/\?view=open"))
    row = page.locator("#activity-list tr[data-row]", has_text=name).filter(has_text=was)
    expect(row.first).to_be_visible()


def test_a_cell_is_edited_by_keys_and_a_colleague_sees_it_at_once(enter: Enter) -> None:
    address = "/activities/?view=mine&g=0&f=kind&o=is&v=meeting&col=place&col=when&col=result"
    page, other = enter("anna"), enter("anna")
    for each in (page, other):
        each.goto(address)
    places = page.locator("#activity-list td[data-edit=place]")
    places.nth(0).focus()
    page.keyboard.press("e")
    box = page.locator("form.cell-form [name=value]")
    box.fill("not here")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(page.locator("#activity-list")).not_to_contain_text("not here")

    typed = other.locator("#activity-list td[data-edit=result]").nth(3)
    typed.dblclick()
    other.locator("form.cell-form textarea").fill("half a sent")
    places.nth(0).focus()
    page.keyboard.press("Enter")
    box.fill("Gate 7")
    at_rest(other)
    page.evaluate("window.row = document.querySelector('#activity-list tr[data-row]')")
    with other.expect_response(lambda answer: "count=1" in answer.url):  # the other page has heard of it
        page.keyboard.press("Enter")
    expect(places.nth(0)).to_have_text("Gate 7")
    until(page, "!row.isConnected")  # the list came anew, and the keyboard stands where it stood
    expect(places.nth(0)).to_be_focused()
    expect(other.locator("form.cell-form textarea")).to_have_value("half a sent")
    other.keyboard.press("Escape")
    expect(other.locator("#activity-list td[data-edit=place]").nth(0)).to_have_text("Gate 7")


def test_work_is_picked_and_edited_on_a_phone(enter: Enter) -> None:
    page = enter("anna", width=360, height=740, has_touch=True)
    page.goto("/activities/?view=open&g=0&f=kind&o=is&v=task&sort=when&col=when&col=owner")
    row = page.locator("#activity-list tr[data-row]").first
    row.locator("td[data-edit=when]").tap()
    expect(page.locator("form.cell-form [name=value]")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("[data-give-up]").tap()
    row.locator("input[name=pick]").tap()
    page.select_option("#bulk-way", "complete")
    page.locator("#bulk").get_by_role("button", name="Go on").tap()
    expect(page.locator(".form")).to_contain_text("Only tasks are done this way")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".form__foot button").tap()
    expect(page.locator(".toast")).to_contain_text("1 changed.")
    page.locator(".toast__undo").tap()
    expect(page.locator(".toast")).to_contain_text("1 restored.")
