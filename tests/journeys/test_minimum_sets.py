"""What follows when a minimum set changes: records judged anew before one's eyes, and fields that nobody uses put aside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, at_rest, ready, until

pytestmark = pytest.mark.journey
JUDGED = "Every record is judged by the versions in force"
STOPPED = """
UPDATE quality_judging SET ended_at = NULL, failed_at = now(), faults = 11, upto = NULL, done = 0, moved_at = now()
WHERE kind = 'call'
"""
ASKED = """
INSERT INTO quality_requirement (id, kind, stage, field, weight, "check", grace_hours, starts_at, teams, limits)
VALUES (gen_random_uuid(), 'meeting', 'held', 'place', 1, 'text', 8760, %s, ARRAY[gen_random_uuid()], '{}')
"""
LOOKED = """
INSERT INTO idle_survey (id, upto, looked_at) VALUES (1, 0, now()) ON CONFLICT (id) DO UPDATE SET looked_at = now()
"""


def weigh(admin: Page, field: str, weight: str) -> None:
    line = admin.locator(".setting--set").filter(has=admin.locator("b", has_text=field))
    line.get_by_label("Weight").fill(weight)
    line.get_by_role("button", name="Save", exact=True).click()
    expect(admin.locator("#toasts")).to_contain_text("being judged anew")


def test_judging_anew_is_seen_and_goes_on_by_hand(enter: Enter, database: psycopg.Connection) -> None:
    admin = enter("oleg")
    admin.goto("/settings/minimum-sets/call/")
    ready(admin)
    told = admin.locator("#judging")
    weigh(admin, "Person", "3")
    expect(told).to_contain_text("Judging anew")
    expect(told).to_contain_text(JUDGED)  # it came by itself
    database.execute(STOPPED)

    admin.set_viewport_size({"width": 360, "height": 740})
    admin.reload()
    ready(admin)
    expect(told).to_contain_text("It met a fault too often and stopped.")
    until(admin, "document.documentElement.scrollWidth <= 360")
    told.get_by_role("button", name="Try again").click()
    expect(admin.locator("#toasts")).to_contain_text("Judging goes on.")
    expect(told).to_contain_text(JUDGED)
    weigh(admin, "Person", "2")
    expect(told).to_contain_text(JUDGED)


def undo(admin: Page, said: str, back: str) -> None:
    """Take back what the last word says."""
    toast = admin.locator(".toast").filter(has_text=said)
    toast.get_by_role("button", name="Undo").click()
    expect(admin.locator("#toasts")).to_contain_text(back)
    at_rest(admin)


def place(admin: Page) -> Locator:
    return admin.locator(".setting--set").filter(has=admin.locator("b", has_text="Place"))


def test_a_field_that_nobody_uses_is_kept_or_dropped_and_both_are_taken_back(
    enter: Enter, database: psycopg.Connection
) -> None:
    database.execute(ASKED, [datetime.now(UTC) - timedelta(days=300)])  # of a team that is gone: nobody owes it
    database.execute("UPDATE identity_organisation SET made_at = made_at - interval '300 days'")
    database.execute(LOOKED)
    admin = enter("oleg", width=360, height=740, has_touch=True)
    admin.goto("/settings/minimum-sets/meeting/")
    ready(admin)
    block = admin.locator(".block").filter(has_text="Asked for, and used by nobody")
    expect(block).to_contain_text("Place")
    until(admin, "document.documentElement.scrollWidth <= 360")
    block.get_by_role("button", name="Ask for it on as before").click()
    expect(block).to_have_count(0)
    undo(admin, "Place stays.", "Proposed again.")
    block.get_by_role("button", name="Ask for it no more").click()
    expect(block).to_have_count(0)
    expect(place(admin)).to_have_count(0)
    undo(admin, "Place is asked for no more.", "Asked for again.")
    place(admin).locator("summary").get_by_text("End", exact=True).click()
    place(admin).get_by_role("button", name="End", exact=True).click()
    expect(place(admin)).to_have_count(0)
    database.execute("UPDATE identity_organisation SET made_at = made_at + interval '300 days'")
