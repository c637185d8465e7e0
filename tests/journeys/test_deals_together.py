"""Two people on one board, a stage that is taken away under them, and a currency that has no rate."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.conftest import Enter, at_rest
from tests.journeys.test_deals import carry, column, drag

pytestmark = pytest.mark.journey


def register(page: Page, title: str, **more: str) -> str:
    """A new deal, and the address of its page."""
    page.goto("/deals/new/")
    page.get_by_label("What is it about").fill(title)
    for name, value in more.items():
        field = page.locator(f"[name={name}]")
        field.select_option(value) if name in ("currency", "stage") else field.fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return page.url


def in_column(page: Page, name: str, title: str) -> Locator:
    return column(page, name).locator(".deal").filter(has_text=title)


def add_stage(page: Page, name: str) -> Locator:
    """A stage at the end of the first pipeline, as the settings show it."""
    page.goto("/settings/pipelines/")
    page.locator("a.setting__door").first.click()
    page.locator("#probability-new").fill("30")
    page.locator("#name-new").fill(name)
    page.locator("form.settings__form").last.get_by_role("button", name="Add").click()
    stage = page.locator(".setting--stage", has=page.locator(f"input[value='{name}']"))
    expect(stage).to_have_count(1)
    return stage


def cut_off(page: Page) -> None:
    """From here on the page hears nothing of what others do."""
    page.route(re.compile(r"/live"), lambda route: route.abort())


def test_the_second_who_drags_a_card_is_told_and_sees_the_board_as_it_is(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    register(rep, "Lenses for two")
    cut_off(leader)
    leader.goto("/deals/?of=all")
    rep.goto("/deals/")
    drag(rep, in_column(rep, "Interest", "Lenses for two"), column(rep, "Offer made"))
    expect(in_column(rep, "Offer made", "Lenses for two")).to_have_count(1)
    drag(leader, in_column(leader, "Interest", "Lenses for two"), column(leader, "Needs known"))
    toast = leader.locator(".toast")
    expect(toast).to_contain_text("meanwhile: it stands in “Offer made” now")
    expect(in_column(leader, "Offer made", "Lenses for two")).to_have_count(1)
    expect(in_column(leader, "Needs known", "Lenses for two")).to_have_count(0)
    expect(in_column(rep, "Offer made", "Lenses for two")).to_have_count(1)


def test_a_card_is_carried_on_before_its_first_move_is_kept(enter: Enter) -> None:
    rep = enter("anna")
    register(rep, "Lenses in a hurry")
    rep.goto("/deals/")
    held: list[Route] = []
    rep.route("**/stage/", lambda route: route.continue_() if held else held.append(route))
    with rep.expect_request("**/stage/"):
        carry(rep, in_column(rep, "Interest", "Lenses in a hurry"), column(rep, "Offer made"))
    carry(rep, in_column(rep, "Offer made", "Lenses in a hurry"), column(rep, "Negotiation"))
    with rep.expect_response(lambda answer: answer.request.method == "POST" and answer.request != held[0].request):
        held[0].continue_()
    at_rest(rep)
    expect(in_column(rep, "Negotiation", "Lenses in a hurry")).to_have_count(1)
    rep.reload()
    expect(in_column(rep, "Negotiation", "Lenses in a hurry")).to_have_count(1)


def test_a_stage_is_taken_away_while_deals_stand_in_it(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("anna")
    stage = add_stage(admin, "Trial use")

    register(rep, "Lenses on trial")
    rep.goto("/deals/")
    drag(rep, in_column(rep, "Interest", "Lenses on trial"), column(rep, "Trial use"))
    expect(in_column(rep, "Trial use", "Lenses on trial")).to_have_count(1)
    admin.reload()
    stage.get_by_role("link", name="End…").click()
    admin.get_by_role("button", name="End the stage").click()
    expect(admin.locator("#f-to-error")).to_contain_text("choose the stage that it goes to")
    admin.locator("[name=to]").select_option(label="Decision")
    admin.get_by_role("button", name="End the stage").click()
    expect(stage).to_have_count(0)
    expect(column(rep, "Trial use")).to_have_count(0)
    expect(in_column(rep, "Decision", "Lenses on trial")).to_have_count(1)


def test_drops_on_a_stage_that_has_ended_meanwhile(enter: Enter) -> None:
    admin, late = enter("oleg"), enter("anna")
    stage = add_stage(admin, "Tasting")
    register(late, "Lenses too late")
    cut_off(late)
    late.goto("/deals/")
    expect(column(late, "Tasting")).to_have_count(1)
    stage.get_by_role("button", name="End").click()
    expect(stage).to_have_count(0)
    drag(late, in_column(late, "Interest", "Lenses too late"), column(late, "Tasting"))
    expect(late.locator(".toast")).to_contain_text("This stage is no longer there. Choose another.")
    expect(column(late, "Tasting")).to_have_count(0)
    expect(in_column(late, "Interest", "Lenses too late")).to_have_count(1)


def test_an_amount_without_a_rate_stands_in_no_sum_until_there_is_one(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("anna")

    def rate(day: str, worth: str) -> None:
        admin.goto("/settings/rates/")
        admin.locator("[name=currency]").select_option("CHF")
        admin.locator("[name=rate]").fill(worth)
        admin.locator("[name=starts_on]").fill(day)
        with admin.expect_response(lambda answer: answer.request.method == "POST"):
            admin.locator("form.settings__form").last.get_by_role("button").first.click()
        expect(admin.locator(".setting", has_text="CHF").first).to_be_visible()

    rate("2099-01-01", "1600")
    register(rep, "Lenses for Basel", amount="1000", currency="CHF")
    expect(rep.locator("#deal-facts")).to_contain_text("There is no rate for CHF yet")
    rep.goto("/deals/")
    head = column(rep, "Interest").locator("header small")
    expect(head).to_contain_text("not in the sum")
    expect(in_column(rep, "Interest", "Lenses for Basel")).to_contain_text("CHF")
    before = head.inner_text()
    rate("2026-01-01", "1500")
    expect(head).not_to_have_text(before)
    in_column(rep, "Interest", "Lenses for Basel").get_by_role("link").click()
    expect(rep.locator("#peek #deal-facts")).to_contain_text("1,000")
    expect(rep.locator("#peek #deal-facts")).not_to_contain_text("There is no rate")
