"""A card changes with its bonus in sight; a rep opens a line down to a record and disputes it; the leader answers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, at_rest, ready

pytestmark = pytest.mark.journey
WHY, ANSWER = "The step with this one was planned today.", "Seen: I have put it right."
TOLD = "It follows the spot checks."


def line_of(page: Page, name: str) -> Page:
    return page.locator(".scoreline").filter(has=page.get_by_role("heading", name=name, exact=True))


def test_an_administrator_sees_the_bonus_before_a_change_is_announced(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("anna")
    rep.goto("/card/")
    ready(rep)
    admin.goto("/settings/scorecard/")
    ready(admin)
    admin.get_by_label("Quality").fill("20")
    admin.get_by_role("button", name="Preview").click()
    expect(admin.get_by_text("The weights add up to 95, not to 100: 5 are missing.")).to_be_visible()
    admin.get_by_label("Next step").fill("20")
    admin.get_by_label(re.compile("Bonus in")).fill("1000 / (score - 78)")
    admin.get_by_role("button", name="Preview").click()
    expect(admin.get_by_text("It divides by zero where score = 78.")).to_be_visible()
    admin.get_by_label(re.compile("Bonus in")).fill("score * 5000 + 30000")
    admin.get_by_role("button", name="Preview").click()
    expect(admin.locator(".samples li").filter(has_text="78")).to_have_text("78 → ₩420,000")
    expect(admin.locator("#preview tbody tr").filter(has_text="김안나")).to_contain_text("→ ₩")
    admin.get_by_role("button", name="Announce").click()
    expect(admin.get_by_text("Quality 25 → 20")).to_be_visible()
    expect(rep.get_by_text(re.compile("the card changes, first for .*Quality 25 → 20"))).to_be_visible()  # it came by itself
    at_rest(admin)
    admin.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(admin.get_by_text("Quality 25 → 20")).to_have_count(0)
    expect(rep.get_by_text(re.compile("the card changes"))).to_have_count(0)


def test_a_rep_disputes_a_line_and_the_leader_answers(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    leader.goto("/card/team/")
    ready(leader)
    rep.goto("/card/")
    ready(rep)
    line = line_of(rep, "Next step")
    line.get_by_role("link", name=re.compile("open deals have a step")).click()
    rep.get_by_role("link", name="Without one").click()
    expect(rep.get_by_role("cell", name="without a next step").first).to_be_visible()
    rep.locator("tbody tr a").first.click()
    expect(rep.locator("#peek, h1").first).to_be_visible()
    rep.goto("/card/")
    ready(rep)
    line.get_by_text("Dispute this line").click()
    line.get_by_label("What is wrong with it").fill(WHY)
    line.get_by_role("button", name="Dispute", exact=True).click()
    expect(line.get_by_text("waits for an answer")).to_be_visible()
    expect(leader.get_by_text(WHY)).to_be_visible()  # it came by itself
    leader.set_viewport_size({"width": 360, "height": 740})
    when = leader.locator("#team-cards .row", has_text=WHY).locator("> .mute").bounding_box()
    assert when
    assert when["height"] < 30  # on one line, and not in the column of the icon
    leader.set_viewport_size({"width": 1440, "height": 900})
    leader.get_by_role("link", name="김안나 · Next step").click()
    theirs = line_of(leader, "Next step")
    theirs.get_by_role("button", name="Accept").click()
    expect(theirs.get_by_text("Answer with a few words")).to_be_visible()
    theirs.get_by_label("Your answer").fill(ANSWER)
    theirs.get_by_role("button", name="Accept").click()
    expect(theirs.get_by_text("accepted")).to_be_visible()
    expect(line.get_by_text(ANSWER)).to_be_visible()  # it came by itself


def test_a_card_fits_a_phone(enter: Enter) -> None:
    rep = enter("anna", width=320, height=740, has_touch=True)
    rep.goto("/card/")
    ready(rep)
    assert rep.evaluate("document.documentElement.scrollWidth") <= 320
    expect(rep.locator("[data-score]")).to_have_text(re.compile(r"^\d+$"))
    rep.get_by_role("link", name="Quarter").tap()
    expect(rep.locator("h1 + small")).to_have_text(re.compile("^Q"))


def test_an_answer_is_told_where_the_day_begins(enter: Enter) -> None:
    """It comes to Today by itself, leads to the line of the card, and is gone from each page once it was seen."""
    rep, again, leader = enter("anna"), enter("anna"), enter("vera")
    rep.goto("/card/")
    ready(rep)
    line = line_of(rep, "Quality")
    line.get_by_text("Dispute this line").click()
    line.get_by_label("What is wrong with it").fill(WHY)
    line.get_by_role("button", name="Dispute", exact=True).click()
    expect(line.get_by_text("waits for an answer")).to_be_visible()
    for page in (rep, again):
        page.goto("/today/")
        ready(page)
    leader.goto("/card/team/")
    leader.get_by_role("link", name="김안나 · Quality").click()
    theirs = line_of(leader, "Quality")
    theirs.get_by_label("Your answer").fill(TOLD)
    theirs.get_by_role("button", name="Keep as it is").click()
    expect(theirs.get_by_text("kept as it is")).to_be_visible()
    for page in (rep, again):
        expect(page.locator("#replies-block").get_by_text(TOLD)).to_be_visible()  # it came by itself
    rep.locator(".banner").filter(has_text=TOLD).get_by_role("button", name="Show").click()
    expect(line.get_by_text(TOLD)).to_be_visible()
    expect(again.locator("#replies-block").get_by_text(TOLD)).to_have_count(0)
