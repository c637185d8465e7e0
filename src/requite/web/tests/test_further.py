"""What comes further in a list is a page of its own for who follows its link without a script, and rows alone for htmx."""

from __future__ import annotations

import re
from typing import Any

import pytest
from testing.asserts import text
from testing.builders import BACK, deal_of, person_of
from testing.cast import HTMX, Cast, Clients

from requite.work.actions.tasks import log_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(cast: Cast) -> dict[str, str]:
    """Pages that hold more than one page of rows shows."""
    person = person_of(cast, company_name="Sejong")
    deal, *_ = [deal_of(cast, title=f"Frames {number}", person_id=person.id) for number in range(17)]
    for number in range(22):
        log_note(actor=cast.actors["anna"], at=BACK, body=f"Note {number}", person_id=person.id, deal_id=deal.id)
    return {
        "person": f"/people/{person.id}/",
        "company": f"/companies/{person.company_id}/",
        "deal": f"/deals/{deal.id}/",
        "board": "/deals/",
        "by time": "/deals/by-time/",
    }


@pytest.mark.parametrize("place", ["person", "company", "deal", "board", "by time"])
def test_a_link_to_further_rows_leads_to_a_page(clients: Clients, places: dict[str, str], place: str) -> None:
    anna: Any = clients("anna")
    page = anna.get(places[place]).content.decode()
    found = re.search(r'class="pager"[^>]*><a[^>]*href="([^"]*)"', page)
    assert found, "nothing comes further"
    further = found[1].replace("&amp;", "&")
    alone, framed = anna.get(further, headers=HTMX).content.decode(), text(anna.get(further))
    assert "<html" not in alone
    assert "<h1>Further rows</h1>" in framed
    back = re.search(r'class="page__crumb"[^>]*><a href="([^"]*)"', framed)
    assert back
    assert back[1].startswith(places[place])
    rows = "Frames" if place in ("board", "by time") else r"Note"
    assert len(re.findall(rf"{rows} \d", alone)) == len(re.findall(rf"{rows} \d", framed)) >= 1
