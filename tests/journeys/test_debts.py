"""A rep closes three debts in one sheet, on a phone too; the leader waives one, and the rep reads by whom and why."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, at_rest, ready, until

pytestmark = pytest.mark.journey
WHY = "They have no office yet"


SHEET = re.compile(r"Close (\d+) of the same: Company: Address")


def lacking(page: Page) -> int:
    """How many companies lack their address, as the list offers them."""
    page.goto("/debts/")
    found = SHEET.search(page.locator("main").inner_text())
    return int(found[1]) if found else 0


def close_three(rep: Page) -> None:
    """Typed down the column: Enter leaves a row, which is saved by itself."""
    rep.goto("/debts/")
    rep.get_by_role("link", name=SHEET).click()
    rep.locator("form .owed input.input").first.focus()
    for number in range(3):
        rep.keyboard.type(f"{number + 1} Sejong-daero, Seoul")
        rep.keyboard.press("Enter")
    expect(rep.locator(".owed--kept")).to_have_count(3)
    at_rest(rep)


def waive_one(leader: Page, address: str) -> None:
    leader.goto(address)
    folded = leader.locator("details.ruling:not([open]) summary")  # one debt alone is open
    if folded.count():
        folded.first.click()
    leader.get_by_label("Why it needn’t be filled").first.fill(WHY)
    leader.get_by_role("button", name="Waive").first.click()
    expect(leader.get_by_text(re.compile(f"Waived by .*{WHY}"))).to_be_visible()


def test_debts_are_closed_in_a_sheet_and_waived(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    before = lacking(rep)
    close_three(rep)
    assert lacking(rep) == before - 3
    rep.set_viewport_size({"width": 360, "height": 740})
    close = rep.get_by_role("link", name=re.compile(r"of the same: Person: E-mail"))
    close.click()
    expect(rep.locator("form .owed input.input").first).to_be_visible()
    assert rep.evaluate("document.documentElement.scrollWidth") <= 360
    rep.goto("/debts/")
    ready(rep)
    action = rep.locator("form.owed").first.get_attribute("action") or ""
    record = "/".join(action.split("/")[:4]) + "/"
    leader.goto("/debts/team/")
    expect(leader.locator("td a.cell").first).to_be_visible()
    waived = rep.context.new_page()
    waived.goto("/debts/?only=waived")
    ready(waived)
    waive_one(leader, record)
    expect(waived.get_by_text(re.compile(f"Waived by .*{WHY}"))).to_be_visible()  # it came by itself
    waived.close()
    expect(rep.locator(f"form.owed[action='{action}']")).to_have_count(0)  # it went by itself
    rep.goto("/debts/?only=waived")
    expect(rep.get_by_text(re.compile(f"Waived by .*{WHY}"))).to_be_visible()
    rep.goto(record)
    expect(rep.get_by_text(re.compile(f"Waived by .*{WHY}"))).to_be_visible()


def in_next_of(rep: Page, line: str) -> None:
    """The focus is in the line that stood behind that one, which is gone."""
    expect(rep.locator(f"[id='{line}']")).to_have_count(0)
    until(rep, "() => document.activeElement.closest('form.owed')")
    at_rest(rep)
    until(rep, "() => document.activeElement.closest('form.owed')")  # also where the list came anew meanwhile


def test_debts_are_closed_one_after_another_by_keys_alone(enter: Enter) -> None:
    rep, leader = enter("boris"), enter("vera")
    leader.goto("/debts/team/")
    ready(leader)
    ages = leader.locator("tr", has_text="Борис").inner_text()
    rep.goto("/debts/")
    ready(rep)
    lines = rep.locator("form.owed:has(input[type=tel])")
    lines.first.locator("input[name=value]").focus()
    line = str(lines.first.get_attribute("id"))
    rep.keyboard.type("010-1234-5678")
    rep.keyboard.press("Enter")
    expect(rep.locator(f"[id='{line}'] .owed__error")).to_be_visible()
    expect(rep.locator(f"[id='{line}'] input[name=value]")).to_be_focused()
    rep.keyboard.press("Control+A")
    rep.keyboard.type("+82 2-734-5519")
    rep.keyboard.press("Enter")
    in_next_of(rep, line)
    beside = rep.context.new_page()  # the cursor stands in an empty field: what happens elsewhere is told all the same
    beside.goto("/debts/")
    ready(beside)
    gone = beside.locator("form.owed:has(input[type=tel])").last
    other = str(gone.get_attribute("id"))
    gone.locator("button[formaction$='/asked/']").click()
    expect(beside.locator(f"[id='{other}']")).to_have_count(0)
    beside.close()
    expect(rep.locator(f"[id='{other}']")).to_have_count(0)
    in_next_of(rep, line)
    asked = lines.first.locator("button[formaction$='/asked/']")
    line = str(lines.first.get_attribute("id"))
    asked.focus()
    rep.keyboard.press("Enter")
    in_next_of(rep, line)
    assert rep.evaluate("document.activeElement.getAttribute('formaction')").endswith("/asked/")
    expect(leader.locator("tr", has_text="Борис")).not_to_have_text(ages, use_inner_text=True)  # it came by itself
