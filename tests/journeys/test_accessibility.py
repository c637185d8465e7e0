"""axe finds nothing on the pages that are worked on most, light and dark, wide and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.architecture.tree import ROOT
from tests.journeys.conftest import Enter, add_field, at_rest, remove_field, until

pytestmark = pytest.mark.journey
AXE = Path(ROOT) / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, { runOnly: tags })).violations
    .map((one) => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200)])"""
# What fades in has half of its contrast meanwhile.
STILL = """document.getAnimations().every((one) => one.playState !== 'running'
    || one.effect.getComputedTiming().iterations === Infinity)"""
VIEWS = [f"/calendar/?view={view}&on=2026-12-01" for view in ("day", "week", "month", "agenda")]


def faults_of(page: Page, addresses: list[str]) -> dict[tuple[str, str, int], Any]:
    """What axe finds on each of the pages, by page, theme and width."""
    found = {}
    for address in addresses:
        for theme, width in (("light", 1440), ("light", 360), ("dark", 1440)):
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            at_rest(page)
            until(page, STILL)
            page.evaluate(AXE.read_text(encoding="utf-8"))
            if faults := page.evaluate(RUN, TAGS):
                found[address, theme, width] = faults
    return found


def test_nothing_is_wrong_on_a_reps_pages(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/deals/list/")
    deal = page.locator("td a[href^='/deals/0']").first.get_attribute("href")
    page.goto("/people/")
    person = page.locator("a.name").first.get_attribute("href")
    lists = ["/deals/", "/deals/list/", "/people/", "/checks/mine/"]
    addresses = [*VIEWS, "/calendar/new/", "/calendar/slots/", *lists, deal, person]
    assert faults_of(page, [address for address in addresses if address]) == {}


def test_nothing_is_wrong_on_a_day_of_several_people_and_in_the_settings(enter: Enter) -> None:
    page = enter("oleg")
    page.goto("/calendar/")
    ticks = page.locator("#ticks-calendar input")
    people = "".join(f"&with={ticks.nth(place).get_attribute('value')}" for place in range(3))
    settings = [f"/settings/{name}/" for name in ("products", "pipelines", "rates", "parts", "checks")]
    assert faults_of(page, [VIEWS[0] + people, VIEWS[1] + people, "/checks/", "/checks/results/", *settings]) == {}


def test_nothing_is_wrong_with_grouped_fields_and_beside_a_list(enter: Enter) -> None:
    admin, rep = enter("oleg"), enter("anna")
    add_field(admin, "person", "Booth", Group="At the fair")
    try:
        look_beside_a_list(rep)
    finally:
        remove_field(admin, "person", "Booth")  # the journeys behind this one have the fields that they know


def look_beside_a_list(rep: Page) -> None:
    """A person with a field of the group, its page, and its panel beside the list."""
    rep.goto("/people/new/")
    rep.get_by_label("Family name").fill("Grouped")
    rep.get_by_label("Booth").fill("blue")
    rep.get_by_role("button", name="Save").click()
    expect(rep.get_by_role("heading", name="At the fair")).to_be_visible()
    assert faults_of(rep, [rep.url]) == {}
    rep.set_viewport_size({"width": 1440, "height": 900})
    rep.goto("/people/")
    rep.locator("main a.name").first.click()
    expect(rep.locator("#peek")).to_be_visible()
    at_rest(rep)
    until(rep, STILL)
    rep.evaluate(AXE.read_text(encoding="utf-8"))
    assert rep.evaluate(RUN, TAGS) == []
