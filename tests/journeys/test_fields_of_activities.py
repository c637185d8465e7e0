"""A field of meetings from Settings to a leader's list: asked for once one is held, owed, given in place, filtered by."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, at_rest, stop_asking, until

pytestmark = pytest.mark.journey
NAME, TOPIC = "Competitor there", "Whether they change over"


def make_field(admin: Page) -> None:
    admin.goto("/settings/fields/?kind=activity")
    form = admin.locator("form.settings__form").last
    expect(form.get_by_label("Meeting")).to_be_checked()
    form.get_by_label("New field").fill(NAME)
    form.get_by_label("Type").select_option("choice")
    form.get_by_label("Choices").fill("Acme\nBolt")
    form.get_by_role("button", name="Add").click()
    expect(admin.get_by_role("link", name=NAME)).to_contain_text("Meeting")


def require_it(admin: Page) -> None:
    admin.goto("/settings/minimum-sets/meeting/")
    admin.locator("#field-new").select_option(label=NAME)
    form = admin.locator("form", has=admin.locator("#field-new"))
    form.locator("select[name=stage]").select_option("held")
    admin.get_by_role("button", name="See who would owe it").click()
    admin.get_by_label("Yes, more than half").check()
    admin.get_by_role("button", name="Ask for it from now on").click()
    expect(admin.locator(".setting__what").get_by_text(NAME)).to_be_visible()


def hold_a_meeting(rep: Page) -> str:
    """Planned for a time that is past, and held from its entry in the time-line; its id."""
    rep.goto("/search/?q=김민수")
    rep.locator("main").get_by_role("link", name="김민수").first.click()
    rep.locator("#composer").get_by_role("tab", name="Meeting").click()
    form = rep.locator("#composer-meeting")
    form.get_by_label("Day").fill((datetime.now(UTC) - timedelta(days=1)).date().isoformat())
    form.get_by_label("Topic").fill(TOPIC)
    expect(form.get_by_label(NAME)).to_be_visible()
    form.get_by_role("button", name="Plan the meeting").click()
    entry = rep.locator("#timeline li", has_text=TOPIC)
    entry.get_by_role("button", name="Held").click()
    entry.get_by_label("Result", exact=True).fill("They will")
    entry.get_by_role("button", name="Save the result").click()
    expect(entry.locator(".missing")).to_have_text(re.compile(NAME, re.IGNORECASE))
    expect(entry.get_by_label(NAME, exact=True)).to_be_visible()
    return (entry.get_attribute("id") or "").removeprefix("entry-")


def close_the_debt(rep: Page, meeting: str) -> None:
    """From Today to all that is owed, on to the meeting's line: it is closed where it stands."""
    rep.goto("/today/")
    expect(rep.locator("main")).to_contain_text("is missing")  # five lines stand here, and each names its first field
    rep.goto("/debts/")
    line = rep.locator(f".owed[id^='owed-meeting-{meeting}']")
    at_rest(rep)
    while line.count() == 0 and rep.locator("main .pager").count():  # what is due last stands on a later page
        shown = rep.locator(".owed").count()
        rep.locator("main .pager").scroll_into_view_if_needed()
        until(rep, "shown => document.querySelectorAll('.owed').length > shown", shown)
    line.locator("select").select_option(label="Bolt")
    line.get_by_role("button", name="Save: ").click()
    expect(line).to_have_count(0)


def filter_by_it(leader: Page) -> None:
    leader.goto("/activities/?view=all")
    leader.locator("summary", has_text="Filter").click()
    form = leader.locator("#filters")
    with leader.expect_response(lambda answer: "f=" in answer.url):
        form.locator("select[name=f]").last.select_option(label=NAME)
    at_rest(leader)
    form.locator("select[name=v]").last.select_option(label="Bolt")
    form.get_by_role("button", name="Show").click()
    expect(leader.locator(".list__chips")).to_contain_text(f"{NAME}: Bolt")


def test_a_field_of_meetings_is_owed_given_and_asked_for(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("anna", width=360, height=740)
    make_field(admin)
    require_it(admin)
    meeting = hold_a_meeting(rep)
    assert rep.evaluate("document.documentElement.scrollWidth <= innerWidth")
    close_the_debt(rep, meeting)
    leader = enter("vera")
    filter_by_it(leader)
    rows = leader.locator("main tbody tr[data-row]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(TOPIC)
    stop_asking(admin, "meeting", NAME, rep)
