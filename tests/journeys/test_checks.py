"""The leader checks two records of a rep's by keys, one is wrong; the rep sees it at once and answers; the anchor moves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Enter, at_rest, ready, until

pytestmark = pytest.mark.journey
WHY, ANSWER = "they met on the day before", "I wrote it down in the evening."


def rights(page: Page) -> tuple[int, int]:
    """How many of how many checks were right, as the page of a rep says."""
    found = re.search(r"(\d+) of (\d+) checks? right", page.locator("main").inner_text())
    assert found
    return int(found[1]), int(found[2])


def turn_to(leader: Page, name: str) -> None:
    """On by J until the record is that rep's."""
    leader.goto("/checks/")
    ready(leader)
    card = leader.locator(".spot__card")
    for _turn in range(40):
        if name in card.inner_text():
            return
        before = leader.url
        leader.keyboard.press("j")
        until(leader, "before => location.href !== before", before)
        at_rest(leader)
    raise AssertionError(f"Nothing of {name} waits.")


def said(leader: Page, verdict: str) -> None:
    expect(leader.locator("#toasts").get_by_text(re.compile(f"^{verdict}: ")).last).to_be_visible()
    at_rest(leader)


def test_a_leader_checks_by_keys_and_the_rep_answers(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    rep.goto("/checks/mine/")
    ready(rep)
    right, checked = rights(rep)
    turn_to(leader, "김안나")
    expect(leader.get_by_role("heading", name="Around it")).to_be_visible()
    leader.keyboard.press("1")
    said(leader, "Confirmed")
    turn_to(leader, "김안나")
    leader.keyboard.press("3")
    why = leader.get_by_label("Why")
    expect(why).to_be_focused()
    leader.keyboard.press("Enter")
    expect(leader.get_by_text("Say in a word why")).to_be_visible()
    expect(why).to_be_focused()
    leader.keyboard.type(WHY)
    leader.keyboard.press("Enter")
    said(leader, "Wrong")
    expect(rep.get_by_text(WHY)).to_be_visible()  # it came by itself
    expect(rep.get_by_text(f"{right + 1} of {checked + 2} checks right")).to_be_visible()
    line = rep.locator("tr").filter(has_text=WHY)
    line.get_by_role("link", name="Answer").click()
    leader.goto(rep.url)
    ready(leader)
    rep.get_by_label("Your answer").fill(ANSWER)
    rep.get_by_role("button", name="Answer").click()
    expect(rep.get_by_text(ANSWER)).to_be_visible()
    expect(leader.locator(".spot__said")).to_contain_text(ANSWER)  # it came by itself
    card = leader.url
    leader.goto("/checks/results/?only=answered")
    expect(leader.locator("tr").filter(has_text=WHY)).to_contain_text(ANSWER)
    leader.goto(card)
    leader.get_by_role("link", name="How it was drawn").click()
    leader.get_by_role("link", name="Show that the draw is fair").click()
    expect(leader.get_by_text("the same ones came out")).to_be_visible()


def test_a_leader_takes_a_verdict_back_on_a_phone(enter: Enter) -> None:
    leader = enter("vera", width=360, height=740, has_touch=True)
    leader.goto("/checks/")
    ready(leader)
    assert leader.evaluate("document.documentElement.scrollWidth") <= 360
    title = leader.locator("#check-title").inner_text()
    leader.get_by_role("button", name="Confirmed").tap()
    said(leader, "Confirmed")
    leader.locator("#toasts").get_by_role("button", name="Undo").last.tap()
    expect(leader.locator("#check-title")).to_have_text(title)
    expect(leader.get_by_text("Nobody has looked at it yet.")).to_be_visible()


def test_what_is_typed_behind_the_key_of_a_verdict_is_its_why(enter: Enter) -> None:
    """However slow the server is: no letter of it turns a page, presses another verdict or is lost."""
    leader = enter("vera")
    turn_to(leader, "박서연")
    title, sent = leader.locator("#check-title").inner_text(), []

    def late(route: Route) -> None:
        sent.append(route.request.post_data or "")
        leader.wait_for_timeout(700)
        route.continue_()

    leader.route("**/verdict/", late)
    leader.keyboard.press("3")
    leader.keyboard.type("1 jar, not 2")
    expect(leader.get_by_label("Why")).to_have_value("1 jar, not 2")
    assert (leader.locator("#check-title").inner_text(), sent) == (title, [])
    leader.keyboard.press("Escape")
    leader.get_by_role("button", name="Save").click()
    said(leader, "Wrong")
    assert [("verdict=wrong" in one, "jar" in one) for one in sent] == [(True, True)]
    leader.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(leader.locator("#check-title")).to_have_text(title)
