"""Deals found by the line: by title in any language, by whom they are with."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import company_of, deal_of, person_of
from testing.cast import HTMX, NOW

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.close_deal import close_deal
from requite.deals.queries import search
from requite.deals.queries.search import search_deals
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def found(cast, query, who="anna", **values):
    return [one.title for one in search_deals(actor=cast.actors[who], query=query, **values)]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Frames for spring", "spri"),
        ("Frames for spring", "FRAMES"),
        ("연간 공급 계약", "공급"),
        ("연간 공급 계약", "공그"),
        ("Поставка на весну", "постав"),
        ("100% frames", "100%"),
    ],
)
def test_finds_by_any_part_of_the_title(cast, title, query):
    deal_of(cast, title=title)
    deal_of(cast, title="Else 1000 x")
    assert found(cast, query) == [title]


def test_finds_by_whom_it_is_with_open_ones_first(cast):
    person, company = person_of(cast), company_of(cast)
    lost = deal_of(cast, title="First", person_id=person.id)
    close_deal(actor=cast.actors["anna"], at=NOW, deal_id=lost.id, state="lost")
    deal_of(cast, title="Second", company_id=company.id)
    assert found(cast, "x", people=[person.id], companies=[company.id]) == ["Second", "First"]
    assert found(cast, "x") == []


def test_shows_neither_others_nor_what_is_archived_nor_whom_one_may_not_see(cast):
    person = person_of(cast, "boris")
    deal_of(cast, title="Frames A", person_id=person.id)
    deal_of(cast, "gleb", title="Frames B")
    gone = deal_of(cast, title="Frames C")
    archive_deal(actor=cast.actors["anna"], at=NOW, deal_id=gone.id)
    person.owner = cast.gleb
    person.save()
    hits = search_deals(actor=cast.actors["anna"], query="frames")
    assert [(one.title, one.person) for one in hits] == [("Frames A", ("", ""))]
    assert found(cast, "frames", "dina") == []


def test_finds_ones_own_among_hundreds_of_others_that_are_called_so(cast, monkeypatch):
    monkeypatch.setattr(search, "CANDIDATES", 3)
    for _n in range(4):
        deal_of(cast, "gleb", title="Yearly contract")
    for title in ("Yearly contract of ours", "Another one"):
        deal_of(cast, title=title)
    lost = deal_of(cast, "boris", title="Yearly contract, lost")
    close_deal(actor=cast.actors["boris"], at=NOW, deal_id=lost.id, state="lost")
    assert found(cast, "contract") == ["Yearly contract of ours", "Yearly contract, lost"]
    assert found(cast, "contract", people=[new_id()]) == found(cast, "contract")
    assert found(cast, "contract", "oleg") == ["Yearly contract"] * 3


def test_the_line_and_the_page_open_it(cast, clients):
    deal = deal_of(cast, title="Frames for spring")
    for headers in (HTMX, {}):
        html = clients("anna").get("/search/?q=spring", headers=headers).content.decode()
        assert f"/deals/{deal.id}/" in html
        assert "Nothing found" not in html
    assert "Frames for" not in clients("dina").get("/search/?q=spring").content.decode()


def test_reads_whom_a_deal_is_with_only_of_those_that_are_told(cast):
    person = person_of(cast)
    for n in range(6):
        deal_of(cast, title=f"Frames {n}", person_id=person.id)
    with CaptureQueriesContext(connection) as told:
        assert found(cast, "frames", limit=2) == ["Frames 5", "Frames 4"]
    [sql] = [each["sql"] for each in told if "FROM deals_deal" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_memoize = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}")
        [line] = [row[0] for row in cursor.fetchall() if " on people_person" in row[0]]
    assert "loops=2)" in line
