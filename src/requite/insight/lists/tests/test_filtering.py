"""The database finds exactly what a plain filter in Python finds, for any filter, any reader and any order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.builders import call_of, person_of
from testing.cast import NOW, Cast

from requite.deals.models import Deal, Pipeline, Reason, Stage
from requite.deals.queries.shapes import DealSum
from requite.insight.lists import few, gathering, listing, within
from requite.insight.lists.conditions import BARE, Filter, Query, check, ops_of
from requite.insight.lists.counting import Count
from requite.insight.lists.exporting import open_table
from requite.insight.lists.fields import fields_for
from requite.insight.lists.listing import read_page
from requite.insight.lists.own import OwnField
from requite.insight.lists.saying import WORDS
from requite.insight.lists.summing import sum_query
from requite.insight.lists.tests.asking import give_up, pages, plain
from requite.insight.lists.tests.plain import Plain
from requite.insight.lists.trees import make_filter
from requite.kernel.actor import Actor
from requite.people.models import Company, Person
from requite.work.models import Activity, CallStatus

pytestmark = pytest.mark.django_db
READERS = ("anna", "gleb", "vera", "oleg", "dina", "emma")
VALUES = {
    "text": ["seo", "S", "o", "орёл", "%", "_", "x,(y)|z\\", "steel 50%", "hanil"],
    "digits": ["010-1234", "5671", "02 551", "010", "+82 10"],
    "words": ["부산", "seoul 1", "해운"], "number": ["0", "1", "17", "33.5", "2", "5000", "10 000"],
    "tags": ["vip", "port", "x"],
    "missing": ["phone", "email"], "moment": ["1", "7", "30", "60", "200"],
    "date": ["2026-11-23", "2026-11-24", "2026-10-01"],
}  # fmt: skip
VALUES |= {"amount": VALUES["number"], "day": VALUES["moment"], "record": ["hanil", "p1", "орел", "%"]}
VALUES["line"] = [*VALUES["text"], "seo " * 50]
VALUES["name"] = [*VALUES["text"], "p1", "Орел"]
VALUES |= {
    "money": VALUES["number"], "during": ["overdue", "this", "next", "later", "2026-12", "2027-01"],
}  # fmt: skip


@st.composite
def drawn(draw: Any, cast: Cast, kind: str) -> tuple[str, str, str]:
    """A condition on any field of the kind."""
    known = fields_for(cast.actors["oleg"], kind)
    own = [field for field in known.values() if isinstance(field, OwnField)]
    field = draw(st.sampled_from(list(known.values())) | st.sampled_from(own or list(known.values())))
    op = draw(st.sampled_from(ops_of(field)))
    kinds = {"before": "date", "after": "date", "during": op}
    type_ = kinds.get(op, "moment" if field.type == "date" else field.type)
    users = {
        "user": [str(cast.anna.id), str(cast.gleb.id), "me"],
        "team": [str(cast.sales.id), str(cast.north.id)],
    }
    if type_ == "named":
        users["named"] = chosen(cast, kind, field.slug)
    choices = [*dict(field.options), "yes", "no"] if isinstance(field, OwnField) else []
    return field.slug, op, draw(st.sampled_from(users.get(type_) or VALUES.get(type_) or choices or [""]))


@st.composite
def filters(draw: Any, cast: Cast, kind: str) -> tuple[str, list[tuple[str, str, str, str]], str]:
    known = fields_for(cast.actors["oleg"], kind)
    lines = [(draw(st.sampled_from("ab")), *draw(drawn(cast, kind))) for _ in range(draw(st.integers(1, 4)))]
    sort = draw(st.sampled_from([slug for slug, field in known.items() if field.sort]))
    return draw(st.sampled_from(["all", "any"])), lines, sort


def chosen(cast: Cast, kind: str, slug: str) -> list[str]:
    """What can be chosen in a field of deals or of activities."""
    if kind == "activity" and slug in WORDS:
        return list(WORDS[slug])
    if slug == "team_then":
        return [str(cast.sales.id), str(cast.north.id)]
    if slug == "state":
        return list(Deal.State.values)
    model = {"stage": Stage, "pipeline": Pipeline, "reason": Reason, "outcome": CallStatus}[slug]
    return [str(one.id) for one in model.objects.all()]  # type: ignore[attr-defined]


# Ways of reading that are too slow, the bounds of what counts as few and as some, and how many are gathered at most.
BY = {
    "at a glance": ((), (), 20_000), "gathered": (("glance",), (), 20_000),
    "gathered late, some by hash": (("glance", "walk"), (0, 99), 20_000),
    "many by row": ((), (0, 0), -1), "quick": (("glance",), (), -1), "walked": (("glance", "quick"), (), -1),
    "sorted": (("glance", "quick", "walk"), (), -1),
    "many sorted": (("glance", "quick", "walk"), (0, 0), -1),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["person", "company", "deal", "activity"])
def test_finds_what_a_plain_filter_finds(base: Plain, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """By each way of reading alike."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(asked=filters(base.cast, kind), reader=st.sampled_from(READERS), down=st.booleans())
    def run(asked: Any, reader: str, down: bool) -> None:
        match, lines, sort = asked
        actor = base.cast.actors[reader]
        found = make_filter(actor, kind, lines, match=match)
        known = fields_for(actor, kind).get(sort)
        query = Query(kind, "all", found, sort if known and known.sort else "name", down)
        expected = plain(base, reader, kind, found)
        for way, (slow, limits, most) in BY.items():
            with monkeypatch.context() as patch:
                for name, limit in zip(("FEW", "SOME"), limits, strict=False):
                    patch.setattr(few, name, limit)
                give_up(patch, slow, most)
                check_found(base, actor, query, expected, (way, lines))

    run()


def check_found(base: Plain, actor: Actor, query: Query, expected: set[UUID], said: Any) -> None:
    """Page by page, whole, counted and summed."""
    with transaction.atomic():
        ids = pages(actor, query)
        whole = read_page(actor=actor, at=NOW, query=query)
    assert len(ids) == len(set(ids)), said
    assert set(ids) == expected, said
    assert (whole.ids, whole.count) == (ids, Count(len(expected))), said
    if query.kind == "deal":
        with transaction.atomic():
            summed = sum_query(actor=actor, at=NOW, query=query)
        worths = [deal.value for deal in base.all_deals if deal.id in expected]
        assert summed == DealSum(len(worths), sum(filter(None, worths)), worths.count(None)), said


@pytest.mark.parametrize("slug", ["company_address", "company_industry", "company_tags", "last_call"])
def test_tells_nothing_of_records_that_the_reader_does_not_see(base: Plain, slug: str) -> None:
    """Sejong is Gleb's: what it holds is neither shown to Anna nor found out by asking; nor a call of his."""
    anna = base.cast.actors["anna"]
    person = person_of(base.cast, family="Mine")
    Person.objects.filter(id=person.id).update(company=Company.objects.get(name="Sejong"))
    call = call_of(base.cast, person)
    Activity.objects.filter(id=call.id).update(owner=base.cast.gleb)
    value = {
        "company_address": "부산",
        "company_industry": "steel",
        "company_tags": "port",
        "last_call": "30",
    }[slug]
    op = {"company_tags": "has", "last_call": "within"}.get(slug, "contains")
    ids = pages(
        anna,
        Query(
            "person",
            "all",
            make_filter(anna, "person", [("0", slug, op, value), ("1", "name", "is", "mine hana")]),
        ),
    )
    assert ids == []
    shown = listing.read_columns(actor=anna, at=NOW, kind="person", slugs=[slug], ids=[person.id])
    assert shown == {person.id: (None,)}
    query = Query("person", "all", make_filter(anna, "person", [("0", "name", "is", "mine hana")]))
    oleg, narrow = base.cast.actors["oleg"], replace(anna, rights={**anna.rights, "lists.export": "team"})
    file = open_table(actor=narrow, at=NOW, query=query, columns=[slug])
    assert [row[2:] for row in file.rows] == [[""]]
    assert listing.read_columns(actor=oleg, at=NOW, kind="person", slugs=[slug], ids=[person.id])[
        person.id
    ] != (None,)


ABSURD = (
    "\x00",
    "'",
    '"; --',
    "%s",
    "%(at)s",
    "{r}",
    "NaN",
    "-1",
    "1e999",
    "1e-20000",
    "0e-99999999",
    "٣",
    "²",
    "9" * 300,
    "😀" * 300,
    ":*&|!",
    "\\",
)


@pytest.mark.parametrize("kind", ["person", "company", "deal", "activity"])
@pytest.mark.parametrize("value", ABSURD)
def test_takes_any_text_for_any_field(base: Plain, kind: str, value: str) -> None:
    vera = base.cast.actors["vera"]
    for slug, field in fields_for(vera, kind).items():
        for op in ops_of(field):
            one = check(vera, field, kind, slug, op, value)
            if one.problem or (op in BARE and value != ABSURD[0]):
                continue  # without a value it asks the same each time
            query = Query(kind, "all", Filter("all", ((one,),)))
            assert set(pages(vera, query, limit=50)) == plain(base, "vera", kind, query.filter), (slug, op)


CALLED, PLACED, NAMED = ("last_call", "within", "30"), ("company_address", "contains", "부산"), ("company", "contains", "h")


@pytest.mark.parametrize(
    ("lines", "match", "gathers", "dear"),
    [
        ([("0", *PLACED), ("1", *CALLED)], "all", True, True),
        ([("0", *PLACED), ("1", "score", "at_least", "1")], "all", True, False),
        ([("0", *PLACED), ("0", *NAMED)], "all", True, False),
        ([("0", *PLACED), ("0", *CALLED)], "all", False, False),
        ([("0", *PLACED), ("0", *CALLED)], "any", True, True),
        ([("0", *PLACED), ("1", *CALLED)], "any", False, False),
        ([("0", "company_address", "without", "부산")], "all", False, False),
        ([("0", "company", "filled", "")], "all", False, False),
    ],
)
def test_finds_the_companies_first_where_each_must_have_one_of_them(
    base: Plain, lines: list[tuple[str, str, str, str]], match: str, gathers: bool, dear: bool
) -> None:
    vera = base.cast.actors["vera"]
    query = Query("person", "all", make_filter(vera, "person", lines, match=match))
    found = gathering.gather(vera, NOW, query, {}, within.fetch_within)
    assert bool(found) == gathers
    assert bool(found and found.dear) == dear
