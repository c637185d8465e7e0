"""Gates: an administrator says what a value must be before an act goes through; a rep meets it, on a phone and a board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, at_rest, ready, until
from tests.journeys.test_deals import drag

pytestmark = pytest.mark.journey
TEAM, TOPIC = "Export", "Frames for the fair"
Limit = Callable[[Locator], object]


def sets(admin: Page, kind: str) -> None:
    admin.goto(f"/settings/minimum-sets/{kind}/")
    ready(admin)


def ask(admin: Page, kind: str, field: str, stage: str, limit: Limit, *, end: str = "") -> None:
    """Ask one team for a field of a kind as a gate from that moment on; what its value must be is said by `limit`."""
    sets(admin, kind)
    form = admin.locator("form", has=admin.locator("#field-new"))
    form.locator("#field-new").select_option(label=field)
    form.locator("#limits-new summary").click()
    limit(form)
    form.locator("#stage-new").select_option(label=stage)
    if end:
        form.get_by_label("Until", exact=True).select_option(label=end)
    form.get_by_label("Without it").select_option(label="a gate")
    form.locator("summary").filter(has_text="For which teams").click()
    form.get_by_label(TEAM).check()
    form.get_by_role("button", name="See who would owe it").click()
    expect(admin.get_by_text("It will be a gate")).to_be_visible()
    sure = admin.get_by_label("Yes, more than half")
    if sure.count():
        sure.check()
    admin.get_by_role("button", name="Ask for it from now on").click()
    expect(line_of(admin, field)).to_contain_text("gate")


def line_of(admin: Page, field: str) -> Locator:
    """That of the team alone; the kind's other lines of the field are everybody's."""
    lines = admin.locator(".setting--set").filter(has=admin.locator("b", has_text=field))
    return lines.filter(has_text=f"only {TEAM}")


def stop(admin: Page, kind: str, field: str) -> None:
    """End it: later journeys owe what they always did."""
    sets(admin, kind)
    line = line_of(admin, field)
    line.locator("summary").get_by_text("End", exact=True).click()
    line.get_by_role("button", name="End", exact=True).click()
    expect(line).to_have_count(0)


def plan_one(rep: Page) -> Locator:
    """A meeting of yesterday that is still planned; its entry in the time-line."""
    rep.goto("/people/")
    rep.goto(rep.locator("main tbody a").first.get_attribute("href") or "")
    rep.locator("#composer").get_by_role("tab", name="Meeting").click()
    form = rep.locator("#composer-meeting")
    form.get_by_label("Day").fill((datetime.now(UTC) - timedelta(days=1)).date().isoformat())
    form.get_by_label("Topic").fill(TOPIC)
    form.get_by_role("button", name="Plan the meeting").click()
    return rep.locator("#timeline li", has_text=TOPIC).first


def test_a_form_stops_a_meeting_until_it_is_met_on_a_phone(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("james", width=360, height=740, has_touch=True)
    ask(admin, "meeting", "Place", "held", lambda form: form.get_by_label("Form", exact=True).fill("A-00"))
    try:
        plan_one(rep).get_by_role("button", name="Held", exact=True).click()
        gate = rep.locator(".gate")
        expect(gate).to_contain_text("This needs first: place (in the form A-00).")
        until(rep, "document.documentElement.scrollWidth <= 360")
        gate.get_by_label("Place").fill("the hall")
        gate.get_by_role("button", name="Save and go on").click()
        expect(gate).to_contain_text("This is asked for: in the form A-00.")
        expect(gate.get_by_label("Place")).to_have_value("the hall")
        gate.get_by_label("Place").fill("H-12")
        gate.get_by_role("button", name="Save and go on").click()
        expect(gate).to_have_count(0)
        expect(rep.locator("#timeline li", has_text=TOPIC).first).to_contain_text("H-12")
    finally:
        stop(admin, "meeting", "Place")


def within(form: Locator) -> None:
    form.get_by_label("From", exact=True).fill("10")
    form.get_by_label("To", exact=True).fill("5000")


def test_a_stage_of_the_board_is_held_until_the_next_one(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("james")
    first, last = "Needs known", "Offer made"
    ask(admin, "deal", "Amount", f"Sales: from “{first}” on", within, end=f"Sales: until “{last}”")
    try:
        rep.goto("/deals/new/")
        rep.get_by_label("What is it about").fill("Held lenses")
        rep.get_by_role("button", name="Save").click()
        rep.goto("/deals/")
        card = rep.locator(".deal").filter(has_text="Held lenses")
        columns = rep.locator("[data-column]")
        drag(rep, card, columns.filter(has_text=first))
        gate = rep.locator(".gate")
        expect(gate).to_contain_text("This needs first: amount")
        rep.set_viewport_size({"width": 360, "height": 740})
        until(rep, "document.documentElement.scrollWidth <= 360")
        gate.get_by_label("Amount").fill("7")
        gate.get_by_role("button", name="Save and go on").click()
        expect(gate).to_contain_text("This is asked for: from 10 KRW to 5,000 KRW.")
        gate.get_by_label("Amount").fill("1200")
        gate.get_by_role("button", name="Save and go on").click()
        expect(gate).to_have_count(0)
        at_rest(rep)
        expect(columns.filter(has_text=first).locator(card)).to_have_count(1)
    finally:
        stop(admin, "deal", "Amount")
