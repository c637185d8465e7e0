"""A rep enters somebody twice over the warning, on a phone: sets the two apart and takes it back, archives or merges one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter

pytestmark = pytest.mark.journey
ROSEN = {"family": "Rosen", "phone": "010-4418-2093"}


def register(rep: Page, title: str, *, again: bool = False, family: str = "Quist", phone: str = "010-7731-4208") -> None:
    rep.goto("/people/new/")
    for name, value in (("family_name", family), ("given_name", "Ada"), ("title", title), ("phone", phone)):
        rep.locator(f"form [name={name}]").fill(value)
    rep.get_by_role("button", name="Save", exact=True).click()
    if again:
        expect(rep.get_by_text("Somebody like this is in the base already.")).to_be_visible()
        rep.get_by_role("button", name="It is another one: save").click()
    expect(rep.locator("#person-card")).to_contain_text(title)


def test_two_that_look_the_same_are_set_apart_and_one_is_archived(enter: Enter) -> None:
    rep = enter("anna", width=360, height=740)
    register(rep, "Buyer")
    register(rep, "Head of buying", again=True)
    rep.get_by_role("link", name="May be the same as another").click()
    twins = rep.locator("#twins")
    expect(twins).to_contain_text("same phone, same name")
    assert rep.evaluate("document.documentElement.scrollWidth") <= 360
    twins.get_by_role("button", name="Not the same").click()
    expect(twins).to_be_hidden()
    rep.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(twins).to_contain_text("same phone, same name")
    rep.goto("/people/duplicates/")
    expect(rep.locator("tr[data-row]").filter(has_text="Quist")).to_have_count(1)
    rep.go_back()
    twins.get_by_role("button", name="Archive this one").click()
    expect(rep.get_by_text("Archived: out of lists and search.")).to_be_visible()
    rep.goto("/people/duplicates/")
    expect(rep.locator("main")).not_to_contain_text("Quist")


def test_two_that_are_one_are_merged_and_taken_apart(enter: Enter) -> None:
    rep = enter("anna", width=360, height=740)
    register(rep, "Buyer", **ROSEN)
    register(rep, "Head of buying", again=True, **ROSEN)
    rep.goto("/people/duplicates/")
    rep.locator("tr[data-row]").filter(has_text="Rosen").get_by_role("link", name="Merge").click()
    expect(rep.get_by_role("radio", name="Title: Buyer")).to_be_checked()
    assert rep.evaluate("document.documentElement.scrollWidth") <= 360
    rep.get_by_text("Head of buying").click()
    rep.get_by_role("button", name="Merge").click()
    expect(rep.locator("#person-card")).to_contain_text("Head of buying")
    expect(rep.locator("#twins")).to_be_hidden()
    rep.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(rep.locator("#person-card")).to_contain_text("Buyer")
    expect(rep.locator("#twins")).to_contain_text("same phone, same name")
    expect(rep.get_by_text("They are two again, as they were.")).to_be_visible()
