"""A minimum set changes: the administrator sees, without reloading, when all is judged anew; a record says by what."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, ready

pytestmark = pytest.mark.journey
SET = "/settings/minimum-sets/company/"
ALL = re.compile("Every record is judged by the versions in force, since")


def name_of_companies(admin: Page) -> Locator:
    return admin.locator(".setting--set").filter(has=admin.get_by_text("Name", exact=True))


def weigh(admin: Page, weight: str) -> None:
    """Another weight for the name of companies: a new version, which the records follow."""
    line = name_of_companies(admin)
    line.get_by_label("Weight").fill(weight)
    line.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("In force from now on.")).to_be_visible()


def test_records_follow_a_version_and_say_so(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("anna", width=360, height=740, has_touch=True)
    admin.goto(SET)
    first = name_of_companies(admin).get_by_label("Weight").input_value()
    try:
        weigh(admin, "9")
        newest = admin.get_by_role("link", name=re.compile(r"^Version \d+$")).first.inner_text().split()[-1]
        expect(admin.locator("#judging")).to_contain_text(ALL, timeout=60_000)  # by itself, whatever was told before
        rep.goto("/companies/")
        ready(rep)
        rep.locator("main a[href^='/companies/0']").first.click()
        told = rep.locator(".worth a", has_text=f"judged by version {newest}, of")
        expect(told.first).to_be_visible()
        told.first.click()
        expect(rep.get_by_role("heading", name=f"Company · Version {newest}")).to_be_visible()
        expect(rep.get_by_text("weight 9 ·")).to_be_visible()
        assert rep.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        admin.goto(SET)
        weigh(admin, first)
