"""Orders by the name of another record."""

from __future__ import annotations

from typing import Any

import pytest

from requite.deals.models import Deal
from requite.insight.lists.conditions import Filter, Query
from requite.insight.lists.tests.asking import pages, plain
from requite.insight.lists.tests.plain import Plain
from requite.people.models import Company

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
