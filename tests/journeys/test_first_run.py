"""A company of one's own: the first page, a colleague who comes in by a link, and the first customer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.process.stage import requite_up

pytestmark = pytest.mark.journey
PASSWORD = "a-long-way-to-Busan-7"


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of a Requite that holds no company yet."""
    with requite_up("--empty") as address:
        yield address


def page_of(browser: Browser, address: str) -> Page:
    return browser.new_context(base_url=address, locale="en-GB").new_page()


def test_starts_a_company_and_lets_a_colleague_in(browser: Browser, empty: str) -> None:
    page = page_of(browser, empty)
    page.goto("/")
    expect(page).to_have_url(re.compile("/start/"))
    page.get_by_label("Company name").fill("Hanil Optics")
    page.locator("select[name=country]").select_option("KR")
    expect(page.locator("select[name=currency]")).to_have_value("KRW")
    expect(page.locator("select[name=time_zone]")).to_have_value("Asia/Seoul")
    page.locator("select[name=language]").select_option("en")
    page.get_by_label("Family name").fill("Oh")
    page.get_by_label("Given name").fill("Yuna")
    page.get_by_label("E-mail").fill("yuna@hanil.example")
    page.locator("input[name=password]").fill("short")
    page.locator("input[name=password_again]").fill("short")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("[id$=password-error]").first).to_be_visible()
    expect(page.get_by_label("Company name")).to_have_value("Hanil Optics")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password_again]").fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page).to_have_url(re.compile("/settings/"))
    page.goto("/settings/invitations/")
    page.locator("input[name=email]").fill("minsu@hanil.example")
    page.locator("select[name=role]").select_option("rep")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    rep = page_of(browser, empty)
    rep.goto(link)
    rep.get_by_label("Family name").fill("Kim")
    rep.get_by_label("Given name").fill("Minsu")
    rep.locator("input[name=password]").fill(PASSWORD)
    rep.locator("input[name=password_again]").fill(PASSWORD)
    rep.get_by_role("button", name="Join").click()
    expect(rep).to_have_url(re.compile("/today/"))
    rep.goto("/people/new/")
    rep.locator("input[name=family_name]").fill("Choi")
    rep.locator("input[name=given_name]").fill("Jiwoo")
    rep.locator("input[name=phone]").fill("010-2345-6789")
    rep.locator("main form button").last.click()
    expect(rep.get_by_role("heading", name="Jiwoo Choi")).to_be_visible()
    expect(rep.get_by_text("+82 10-2345-6789").first).to_be_visible()
    used = page_of(browser, empty)
    used.goto(link)
    expect(used.locator("input[name=password]")).to_have_count(0)
    for each in (page, rep, used):
        each.context.close()
