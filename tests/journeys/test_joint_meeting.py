"""A meeting with a colleague and a second person of the customer's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter

pytestmark = pytest.mark.journey


def test_plans_a_joint_meeting(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/search/?q=김민수")
    page.locator("main").get_by_role("link", name="김민수").first.click()
    page.locator("#composer").get_by_role("tab", name="Meeting").click()
    page.locator("#meeting-topic").fill("Two of us, two of them")
    page.get_by_text("Who else takes part").click()
    page.locator("#companions input[name=colleagues]").first.check()
    page.locator("#companions input[name=people]").first.check()
    page.get_by_role("button", name="Plan the meeting").click()
    expect(page.locator("#timeline li", has_text="Two of us, two of them")).to_contain_text("joint")
