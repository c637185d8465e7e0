"""What is sold in a deal and who has a part in it: written in place, also on a phone, and seen by another at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, at_rest

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}


def add_line(page: Page, name: str, price: str, quantity: str = "1") -> None:
    more = page.locator("#deal-lines details")
    if more.get_attribute("open") is None:
        more.locator("summary").click()
    page.locator("#line-product").fill(name)
    page.locator("#line-price").fill(price)
    page.locator("#line-quantity").fill(quantity)
    more.scroll_into_view_if_needed()
    taken = page.get_by_role("button", name=f"Remove: {name}")
    before = taken.count()
    page.locator(".sold--new").get_by_role("button", name="Add").click()
    expect(taken).to_have_count(before + 1)


def test_writes_what_is_sold_and_who_decides(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    rep.goto("/deals/new/")
    rep.get_by_label("What is it about").fill("Frames for autumn")
    rep.get_by_role("button", name="Save").click()
    expect(rep.get_by_role("heading", name="Frames for autumn")).to_be_visible()
    leader.goto(rep.url)
    add_line(rep, "Frames", "1000", "1.5")
    add_line(rep, "Lenses", "300")
    expect(rep.locator("#lines-sum")).to_contain_text("₩1,800")
    expect(leader.locator("#deal-facts")).to_contain_text("₩1,800")

    first = rep.locator("form.sold").first
    first.get_by_label("Quantity").fill("3")
    expect(rep.locator("#lines-sum")).to_contain_text("₩3,300")
    expect(rep.locator("#deal-facts")).to_contain_text("₩1,800")
    first.get_by_label("Quantity").press("Enter")
    expect(rep.locator("#deal-facts")).to_contain_text("₩3,300")
    expect(leader.locator("#deal-facts")).to_contain_text("₩3,300")

    first.get_by_label("Quantity").fill("none")
    first.get_by_label("Quantity").press("Enter")
    expect(first.locator(".field__error")).to_be_visible()
    expect(first.get_by_label("Quantity")).to_have_value("none")
    first.get_by_label("Quantity").fill("3")
    first.get_by_label("Quantity").press("Enter")
    expect(first.locator(".field__error")).to_have_count(0)

    rep.set_viewport_size(PHONE)
    rep.get_by_role("button", name="Remove: Lenses").click()
    expect(rep.locator("#deal-facts")).to_contain_text("₩3,000")
    rep.locator(".toast").get_by_role("button", name="Undo").last.click()
    expect(rep.locator("#deal-facts")).to_contain_text("₩3,300")
    assert rep.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    people = rep.locator("#deal-stakeholders")
    people.locator("summary").click()
    rep.locator("#stakeholder-person").press_sequentially("김민")
    rep.locator("#stakeholder-person-list [role=option]").first.click()
    people.get_by_role("button", name="Add").click()
    expect(people.locator(".stakeholder")).to_have_count(1)
    expect(people.get_by_role("button", name="Save")).to_be_hidden()
    expect(leader.locator("#deal-stakeholders")).to_contain_text("Decision maker")
    people.get_by_label("Part of").select_option(label="User of it")
    expect(leader.locator("#deal-stakeholders [name=part] option:checked").first).to_have_text("User of it")
    for page in (rep, leader):
        page.reload()
        chosen = page.locator("#deal-stakeholders").get_by_label("Part of").first
        expect(chosen.locator("option:checked")).to_have_text("User of it")


def test_a_line_that_could_not_be_sent_is_sent_when_it_is_left_again(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/deals/new/")
    page.get_by_label("What is it about").fill("Frames on the train")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Frames on the train")).to_be_visible()
    add_line(page, "Frames", "1000")
    line = page.locator("form.sold").first
    quantity, save = line.get_by_label("Quantity"), line.get_by_role("button", name="Save")
    expect(save).to_be_hidden()
    page.context.route("**/lines/*/", lambda route: route.abort())
    quantity.fill("7")
    page.get_by_role("heading", name="Frames on the train").click()
    expect(page.locator(".toast", has_text="no connection")).to_be_visible()
    expect(save).to_be_visible()
    page.context.unroute("**/lines/*/")
    quantity.click()
    page.get_by_role("heading", name="Frames on the train").click()
    expect(page.locator("#deal-facts")).to_contain_text("₩7,000")
    expect(save).to_be_hidden()

    page.wait_for_timeout(1_000)  # what the hint of the line that was kept fetches, a moment later, has come
    at_rest(page)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    quantity.fill("9")
    expect(page.locator("#log-in input[name=login]")).to_be_visible()
    at_rest(page)
    page.locator("#log-in").get_by_role("button", name="Not now").click()
    page.context.add_cookies(cookies)  # type: ignore[arg-type] - what was read is what is written
    expect(quantity).to_have_value("9")
    save.click()
    expect(page.locator("#deal-facts")).to_contain_text("₩9,000")
