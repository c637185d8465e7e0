"""An executive opens Adoption down to the entries of a week; a rep ends the digest by the link of the mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Enter, ready

pytestmark = pytest.mark.journey


def open_entries(executive: Page) -> None:
    """From the rail to the people of the week before, and from a number to its entries; her pages are in Korean."""
    executive.locator(".rail a[href='/adoption/']").first.click()
    expect(executive.get_by_role("heading", name="도입 현황", level=1)).to_be_visible()
    weeks = executive.locator(".adoption").first.locator("tbody tr")
    expect(weeks).to_have_count(12)
    weeks.nth(1).locator("a.name").click()
    person = executive.locator("#people tbody tr").filter(has_text="박서연")
    number = person.locator("a.cell").first
    made = int(number.inner_text())
    assert made > 0
    number.click()
    executive.wait_for_url("**/journal/**")
    shown = executive.locator(".past__list > li")
    expect(shown).to_have_count(made if made <= 50 else 51)  # a page, and what asks for the next one


def test_adoption_opens_its_entries_and_a_mail_ends_itself(enter: Enter, browser: Browser) -> None:
    executive = enter("jimin")
    open_entries(executive)
    executive.set_viewport_size({"width": 360, "height": 740})
    executive.goto("/adoption/")
    assert executive.evaluate("document.documentElement.scrollWidth") <= 360

    rep = enter("anna")
    rep.goto("/demo/mail/")
    rep.get_by_role("button", name="Send me this week’s digest").click()
    ready(rep)
    text = rep.locator(".mailbox__text").inner_text()
    assert "WHAT IS OWED" in text
    rep.get_by_role("link", name="HTML").click()
    frame = rep.frame_locator("iframe.mailbox__frame")
    expect(frame.get_by_role("heading", name="What is owed")).to_be_visible()
    link = re.findall(r"https?://\S+/digest/out/\S+", text)[0]
    context = browser.new_context(locale="en-GB")
    try:
        stranger = context.new_page()
        stranger.goto(link)
        stranger.get_by_role("button", name="Don’t send it to me").click()
        expect(stranger.get_by_role("heading", name="You get no weekly digest any more")).to_be_visible()
    finally:
        context.close()
    rep.goto("/profile/")
    expect(rep.get_by_text("It doesn’t come by mail: you turned it off.")).to_be_visible()
    rep.get_by_role("button", name="Send it to me").click()
    expect(rep.get_by_role("button", name="Don’t send it to me")).to_be_visible()
