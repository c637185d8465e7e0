"""Pages that somebody only looks at come anew by themselves, also while hints come without a rest."""

from __future__ import annotations

import json
import re
import time

import psycopg
import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import Enter, at_rest, ready, until

pytestmark = pytest.mark.journey


def log_call(rep: Page) -> None:
    """Log a call of a minute ago with the person whose page stands open."""
    at_rest(rep)
    with rep.expect_response(lambda answer: answer.url.endswith("/calls/")) as answered:
        rep.locator("#composer-call").get_by_role("button", name="Talked").click()
    assert answered.value.ok


def test_hints_without_a_rest_hold_up_no_list(enter: Enter, database: psycopg.Connection) -> None:
    rep = enter("anna")
    rep.goto("/activities/")
    ready(rep)
    topic = (rep.locator("#activity-list").get_attribute("data-live") or "").split()[0]
    asked: list[float] = []

    def note(request: Request) -> None:
        if request.headers.get("hx-target") == "activity-list" and "x-anew" in request.headers:
            asked.append(time.monotonic())

    rep.on("request", note)
    payload, end = json.dumps({"id": 0, "topics": [topic]}), time.monotonic() + 4
    while time.monotonic() < end:
        database.execute("SELECT pg_notify('requite_hints', %s)", [payload])
        rep.wait_for_timeout(100)
    during = len(asked)
    assert 2 <= during <= 5, "at once, and then once in a second"
    until(rep, "!document.querySelector('.htmx-request')")
    rep.wait_for_timeout(1200)
    assert len(asked) > during or asked[-1] > end - 0.2, "the last hint is told too"


def changed(page: Page, block: str, before: str) -> None:
    until(page, "([block, before]) => document.querySelector(block).innerText !== before", [block, before])


LOOKED_AT = {
    "/journal/": "#found",
    "/adoption/": "#adoption",
    "/team/reps/{anna}/": "#quality",
    "/card/{anna}/quality/": "#part",
}


def test_what_a_leader_looks_at_follows_a_call_of_the_reps(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    rep.goto("/people/")
    rep.locator("tbody a.name").first.click()
    rep.locator("#peek").get_by_role("link", name="Open").click()
    ready(rep)
    leader.goto("/team/")
    anna = re.search(r"/team/reps/([0-9a-f-]+)/", leader.locator("#reps").inner_html())
    assert anna
    for address, block in LOOKED_AT.items():
        leader.goto(address.format(anna=anna[1]))
        ready(leader)
        expect(leader.locator("#live")).to_have_attribute("data-state", "live")
        before = leader.locator(block).inner_text()
        log_call(rep)
        changed(leader, block, before)


def test_adoption_of_many_people_comes_anew_too(enter: Enter, database: psycopg.Connection) -> None:
    leader = enter("vera")
    leader.goto("/adoption/")
    ready(leader)
    expect(leader.locator("#live")).to_have_attribute("data-state", "live")
    leader.evaluate(
        """() => {
          const rows = document.querySelector("#adoption tbody");
          for (let n = 0; n <= 400; n++) rows.append(rows.firstElementChild.cloneNode(true));
        }"""
    )
    topic = leader.locator("#adoption").get_attribute("data-live")
    database.execute("SELECT pg_notify('requite_hints', %s)", [json.dumps({"id": 0, "topics": [topic]})])
    until(leader, "document.querySelectorAll('#adoption [data-row]').length < 400")


def test_a_digest_and_what_was_closed_follow_too(enter: Enter) -> None:
    rep, beside = enter("anna"), enter("anna")
    rep.goto("/debts/")
    ready(rep)
    for address, block in (("/digest/", "#letter"), ("/debts/by-week/?what=opened", "#moves")):
        beside.goto(address)
        ready(beside)
        expect(beside.locator("#live")).to_have_attribute("data-state", "live")
        before = beside.locator(block).inner_text()
        rep.goto("/people/new/")
        rep.locator("[name=family_name]").fill("Anew")
        rep.locator("[name=given_name]").fill(address)
        rep.get_by_role("button", name="Save").click()
        expect(rep.get_by_role("heading", name="Anew")).to_be_visible()
        changed(beside, block, before)


def test_results_of_checks_follow_a_verdict(enter: Enter) -> None:
    leader, beside = enter("vera"), enter("vera")
    beside.goto("/checks/results/")
    ready(beside)
    expect(beside.locator("#live")).to_have_attribute("data-state", "live")
    before = beside.locator("#checks-results").inner_text()
    leader.goto("/checks/")
    ready(leader)
    leader.keyboard.press("1")
    expect(leader.locator("#toasts").get_by_text(re.compile("^Confirmed: ")).last).to_be_visible()
    changed(beside, "#checks-results", before)
    leader.locator("#toasts").get_by_role("button", name="Undo").last.click()
    until(beside, "before => document.querySelector('#checks-results').innerText === before", before)
