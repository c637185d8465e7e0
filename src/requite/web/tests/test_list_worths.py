"""What somebody's open deals are worth, to the last hundredth: asked for, shown, taken out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from testing.builders import deal_of, person_of
from testing.cast import NOW, Cast

from requite.deals.models import Deal
from requite.insight.lists.exporting import open_table
from requite.insight.lists.fields import field_of
from requite.insight.lists.listed import shipped
from requite.insight.lists.listing import read_columns, read_page
from requite.insight.lists.trees import make_filter
from requite.people.models import Person
from requite.web.list_lines import ListLines

pytestmark = pytest.mark.django_db
WORTHS = ["deals_value", "deals_largest"]


@pytest.fixture
def seo(cast: Cast) -> Person:
    person = person_of(cast)
    deal = deal_of(cast, "anna", title="Frames", person_id=person.id)
    Deal.objects.filter(id=deal.id).update(value=10050)
    return person


@pytest.mark.parametrize("slug", WORTHS)
@pytest.mark.parametrize(
    ("op", "value", "is_there"),
    [
        ("is", "100.5", True), ("is", "100", False), ("at_least", "100.5", True), ("at_least", "100.51", False),
        ("at_most", "100", False), ("at_most", "100.5", True),
    ],
)  # fmt: skip
def test_are_asked_for_with_their_hundredths(
    cast: Cast, seo: Person, slug: str, op: str, value: str, is_there: bool
) -> None:
    actor = cast.actors["anna"]
    query = shipped("person", "all", make_filter(actor, "person", [("0", slug, op, value)]))
    assert read_page(actor=actor, at=NOW, query=query).ids == [seo.id] * is_there


def test_are_shown_and_taken_out_in_the_currency_of_the_company(cast: Cast, seo: Person) -> None:
    actor = replace(cast.actors["vera"], currency="USD")
    fields = [field_of(actor, "person", slug) for slug in WORTHS]
    values = read_columns(actor=actor, at=NOW, kind="person", slugs=WORTHS, ids=[seo.id])[seo.id]
    lines = ListLines(actor, "person", fields, NOW, pick=False)
    assert [lines.cell(*each) for each in zip(fields, values, strict=True)] == ["$100.50"] * 2
    table = open_table(
        actor=cast.actors["oleg"], at=NOW, query=shipped("person", "all"), columns=[*WORTHS, "deals"]
    )
    assert table.headings[2:] == ["Worth of open deals, KRW", "Largest open deal, KRW", "Open deals"]
    assert list(table.rows) == [["Seo", "Hana", "100", "100", "1"]]
    table = open_table(
        actor=replace(cast.actors["oleg"], currency="USD"), at=NOW, query=shipped("person", "all"), columns=WORTHS
    )
    assert list(table.rows) == [["Seo", "Hana", "100.50", "100.50"]]
