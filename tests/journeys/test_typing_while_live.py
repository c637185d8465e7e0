"""What somebody types is never replaced by another's change, also when it comes while they begin."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Enter, until

pytestmark = pytest.mark.journey


def new_deal(page: Page, title: str) -> str:
    page.goto("/deals/new/")
    page.get_by_label("What is it about").fill(title)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return page.url


def test_keeps_what_is_typed_while_an_answer_is_on_its_way(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    leader.goto(new_deal(rep, "Typed while it moves"))
    held: list[Route] = []
    rep.route("**/stakeholders/", lambda route: held.append(route) if route.request.method == "GET" else route.continue_())
    block = rep.locator("#deal-stakeholders")
    block.locator("summary").click()

    # Another's change: the block is asked for, and its answer takes its time.
    with rep.expect_request(lambda request: request.method == "GET" and "stakeholders" in request.url):
        leader.locator("#deal-lines summary").click()
        leader.locator("#line-product").fill("Frames")
        leader.locator("#line-price").fill("1000")
        leader.locator(".sold--new").get_by_role("button", name="Add").click()
    name = rep.locator("#stakeholder-person")
    name.press_sequentially("김")
    with rep.expect_response("**/stakeholders/"):
        for route in held:
            route.continue_()
        rep.unroute("**/stakeholders/")
    expect(name).to_have_value("김")
    expect(name).to_be_focused()
    name.press_sequentially("민")
    rep.locator("#stakeholder-person-list [role=option]").first.click()
    block.get_by_role("button", name="Add").click()
    expect(block.locator(".stakeholder")).to_have_count(1)


def test_what_was_unfolded_stays_so(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    leader.goto(new_deal(rep, "Unfolded while it moves"))
    fold = rep.locator("#deal-stakeholders summary")
    fold.click()
    rep.evaluate("window.first = document.getElementById('deal-stakeholders')")
    with rep.expect_response(lambda answer: answer.request.method == "GET" and "stakeholders" in answer.url):
        leader.locator("#deal-lines summary").click()
        leader.locator("#line-product").fill("Frames")
        leader.locator("#line-price").fill("1000")
        leader.locator(".sold--new").get_by_role("button", name="Add").click()
    until(rep, "!first.isConnected")
    expect(rep.locator("#stakeholder-person")).to_be_visible()
    expect(fold).to_be_focused()
