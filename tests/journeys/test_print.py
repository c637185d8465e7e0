"""What a page looks like on paper: what is known, without what can be done, and nothing over anything else."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, at_rest, ready
from tests.journeys.test_deal_lines import add_line

pytestmark = pytest.mark.journey
EDGE = {"top": "12mm", "bottom": "12mm", "left": "12mm", "right": "12mm"}


def place_of(paper: pypdfium2.PdfDocument, text: str) -> tuple[int, float]:
    """The page on which the text first stands, and how far down."""
    for number, page in enumerate(paper):
        words = page.get_textpage()
        found = words.search(text).get_next()
        if found:
            return number, page.get_height() - words.get_charbox(found[0])[3]
    raise AssertionError(f"not on paper: {text}")


def on_paper(page: Page) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(page.pdf(format="A4", margin=EDGE))  # type: ignore[arg-type]


def test_a_deal_on_paper_holds_its_facts_and_no_acts(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/deals/new/")
    page.get_by_label("What is it about").fill("Frames on paper")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Frames on paper")).to_be_visible()
    ready(page)
    for name in ("Frames", "Lenses", "Cases", "Cloths", "Screws", "Hinges", "Stands", "Sprays"):
        add_line(page, name, "300")
    more = page.locator("#deal-stakeholders details")
    more.locator("summary").click()
    page.locator("#stakeholder-person").fill("김")
    page.locator("#deal-stakeholders [role=option]").first.click()
    page.locator("#deal-stakeholders").get_by_role("button", name="Add").click()
    expect(page.locator(".stakeholder__part select")).to_be_visible()
    at_rest(page)

    page.emulate_media(media="print")
    for word in ("Add a product", "Add a person", "Plan a meeting", "Who filled what", "Files"):
        expect(page.get_by_text(word, exact=True)).to_be_hidden()
    page.emulate_media(media="screen")
    paper = on_paper(page)
    places = [place_of(paper, word) for word in ("Entered by", "Decision", "Products", "Sprays", "Stakeholders")]
    assert places == sorted(places)
    assert places[0][0] == places[2][0] == 0  # the lines begin below the stages, not on a page of their own

    page.goto("/people/?view=mine&g=0&f=next_step&o=filled&v=")
    page.locator("tbody a.name").first.click()
    acts = page.locator(".entry__acts .chip").first
    expect(acts).to_be_visible()
    page.emulate_media(media="print")
    expect(acts).to_be_hidden()


def test_what_is_owed_begins_below_its_heading(enter: Enter) -> None:
    page = enter("anna")
    paper = on_paper(page)
    first = page.locator(".owed:visible").first.locator("a, b").first.inner_text()
    assert place_of(paper, first)[0] == place_of(paper, "Owed")[0]


def test_free_time_on_paper_says_when(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/calendar/slots/?first=2031-03-06&last=2031-03-06")
    place_of(on_paper(page), "14:30")
