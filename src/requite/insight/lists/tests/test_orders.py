"""Orders by the name of another record, and by the words of a custom field."""

from __future__ import annotations

from typing import Any

import pytest
from testing.cast import NOW

from requite.deals.models import Deal
from requite.fields.models import Field, Value
from requite.insight.lists.conditions import Filter, Query
from requite.insight.lists.exporting import open_table
from requite.insight.lists.fields import fields_for, find_field
from requite.insight.lists.shapes import Kind
from requite.insight.lists.tests.asking import pages, plain
from requite.insight.lists.tests.plain import Plain
from requite.kernel.reading import fetch_all
from requite.people.models import Company
from requite.quality.engine import PARTS

pytestmark = pytest.mark.django_db


def key_of(base: Plain, reader: str, kind: str, record: Any, sort: str) -> str | None:
    """What a record is ordered by where that is a name: of its owner, or of a company that shows."""
    if sort == "owner":
        owner = record.owner
        return f"{owner.family_name} {owner.given_name}".lower() if owner else None
    is_told = kind == "person" or (record.company and base.sees(reader, "people.see", record.company.owner_id))
    return record.company.name_fold if record.company and is_told else None


@pytest.mark.parametrize("reader", ["anna", "vera", "oleg"])
@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize(
    ("kind", "sort"),
    [("person", "company"), ("person", "owner"), ("deal", "company"), ("deal", "owner"), ("company", "owner")],
)
def test_an_order_by_a_name_puts_those_without_one_last(
    base: Plain, kind: str, sort: str, down: bool, reader: str
) -> None:
    """A company that the reader doesn't see is none: where it stood would tell its name."""
    records = {one.id: one for one in base.records(kind)}
    query = Query(kind, "all", Filter(), sort, down)
    ids = pages(base.cast.actors[reader], query)
    keys = [(key_of(base, reader, kind, records[id_], sort), id_) for id_ in ids]
    named = [one for one in keys if one[0] is not None]
    nameless = [one for one in keys if one[0] is None]
    assert named == sorted(named, reverse=down)
    assert keys == named + sorted(nameless, key=lambda one: one[1])
    assert set(ids) == plain(base, reader, kind, query.filter)
    assert named


def test_a_company_that_is_hidden_has_no_place_of_its_own(base: Plain) -> None:
    """Anna's own deal with Gleb's company stands among those without one, whatever the company is called."""
    anna = base.cast.actors["anna"]
    deal = next(one for one in base.all_deals if one.owner_id == anna.id and one.state == "open" and not one.archived_at)
    gone = Company.objects.get(name="Sejong")
    seen = []
    for name in ("aaa", "zzz"):
        Company.objects.filter(id=gone.id).update(name_fold=name)
        Deal.objects.filter(id=deal.id).update(company=gone)
        seen.append([pages(anna, Query("deal", "all", Filter(), "company", down)) for down in (False, True)])
    assert seen[0] == seen[1]
    assert deal.id in seen[0][0]


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("kind", ["person", "company", "activity"])
@pytest.mark.parametrize("type_", ["text", "long", "link"])
def test_an_order_by_the_words_of_a_custom_field_goes_by_their_beginning(
    base: Plain, kind: str, type_: str, down: bool
) -> None:
    """By the first hundred letters, large and small alike; what is the same there, and what is blank, by age."""
    field = Field.objects.get(kind=kind, type=type_, ended_at=None)
    held = {one.record_id: one.text[:100].lower() for one in Value.objects.filter(field=field)}
    query = Query(kind, "all", Filter(), field.slug, down)
    ids = pages(base.cast.actors["oleg"], query)
    keys = [(held[id_], id_) for id_ in ids if id_ in held]
    assert len(keys) > 2
    assert keys == sorted(keys, reverse=down)
    assert ids == [id_ for _key, id_ in keys] + sorted(id_ for id_ in ids if id_ not in held)
    assert set(ids) == plain(base, "oleg", kind, query.filter)


@pytest.mark.parametrize("kind", ["person", "company"])
def test_large_lists_are_ordered_by_those_parts_of_quality_alone_of_which_there_is_an_index(kind: Kind) -> None:
    sorted_by = {part for part in PARTS if (field := find_field(kind, part)) and field.sort}
    indexed = "SELECT indexdef FROM pg_indexes WHERE indexname LIKE %s"
    assert sorted_by == {part for part in PARTS if fetch_all(indexed, [f"{kind}_by_{part}"])} != set()


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("kind", ["person", "deal"])
def test_a_file_has_the_order_of_its_list(base: Plain, kind: Kind, down: bool) -> None:
    """Those without a key, which come last by age whichever way the others go, among them."""
    oleg = base.cast.actors["oleg"]
    names = {one.id: one.family_name if kind == "person" else one.title for one in base.records(kind)}
    sorts = [slug for slug, field in fields_for(oleg, kind).items() if field.sort]
    assert any(field.sort and field.sort.rest for field in fields_for(oleg, kind).values())
    for sort in sorts:
        query = Query(kind, "all", Filter(), sort, down)
        rows = open_table(actor=oleg, at=NOW, query=query, columns=[]).rows
        assert [row[0] for row in rows] == [names[id_] for id_ in pages(oleg, query)], sort
