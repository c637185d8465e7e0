"""The wall screen moves while a rep works, on a large screen and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, ready

pytestmark = pytest.mark.journey
CALLS = "#counter-calls_made-company"


def figure(wall: Page) -> int:
    return int(wall.locator(CALLS).get_attribute("data-figure") or 0)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (360, 740)])
def test_the_wall_shows_what_a_rep_has_just_done(enter: Enter, width: int, height: int) -> None:
    admin, rep = enter("oleg"), enter("anna")
    admin.set_viewport_size({"width": width, "height": height})
    admin.goto("/team/")
    ready(admin)
    admin.get_by_role("link", name="Week", exact=True).click()
    admin.get_by_role("link", name="Wall screen").click()
    expect(admin).to_have_url(re.compile(r"/team/company/wall/\?span=week$"))
    expect(admin.locator("#live")).to_have_attribute("data-state", "live")
    expect(admin.locator(".rail")).to_have_count(0)
    assert admin.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if height > 1000:
        assert admin.evaluate("document.documentElement.scrollHeight <= innerHeight"), "all of it is seen at once"
    before = figure(admin)
    rep.goto("/people/")
    ready(rep)
    rep.goto(rep.locator("tbody a[href^='/people/']").first.get_attribute("href") or "")
    ready(rep)
    rep.locator("#composer").get_by_role("button", name="No answer").click()
    expect(admin.locator(CALLS)).to_have_attribute("data-figure", str(before + 1), timeout=3000)
    expect(admin.locator(f"{CALLS}.is-moved")).to_have_count(0, timeout=4000)
    admin.get_by_role("link", name="Back to the team").click()
    expect(admin).to_have_url(re.compile(r"/team/company/$"))
