"""Who lacks a field that nearly all have: known beforehand, and never otherwise than as all records say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.builders import person_of
from testing.cast import NOW, Cast

from requite.fields import blanks
from requite.fields.actions.fields import FieldDraft, archive_field, register_field, restore_field
from requite.fields.actions.retype import retype_field
from requite.fields.models import Blank, Field, Survey, Value
from requite.identity.access import find_actor
from requite.insight.lists import listing, within
from requite.insight.lists.compiling import Lacking
from requite.insight.lists.conditions import Query
from requite.insight.lists.few import find_few
from requite.insight.lists.trees import make_filter
from requite.kernel.actor import Actor
from requite.people.actions.correct_person import correct_person
from requite.people.models import Person

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)  # a survey of then knows of all that is there by now


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few records are many here; the base knows how many there are once it was told to look."""
    monkeypatch.setattr(blanks, "MANY", 0)


@pytest.fixture
def field(cast: Cast) -> Field:
    return register_field(actor=cast.actors["oleg"], at=NOW, draft=FieldDraft(type="number", name="Size"))


def actor(cast: Cast, who: str = "oleg") -> Actor:
    found = find_actor(user_id=getattr(cast, who).id)
    assert found
    return found


def fill(cast: Cast, field: Field, person: Person, text: str = "1") -> None:
    correct_person(actor=actor(cast), at=NOW, person_id=person.id, given={field.slug: text})


def survey(later: timedelta = LATER) -> None:
    blanks.survey_fields(at=datetime.now(UTC) + later)


def ask(cast: Cast, field: Field, op: str = "empty", who: str = "oleg") -> set[UUID]:
    asker = actor(cast, who)
    query = Query("person", "all", make_filter(asker, "person", [("0", field.slug, op, "")]), "name")
    page = listing.read_page(actor=asker, at=NOW, query=query)
    assert page.count is None or page.count.number == len(page.ids)
    return set(page.ids)


def lacking() -> set[UUID]:
    return set(Person.objects.exclude(id__in=Value.objects.values("record_id")).values_list("id", flat=True))


def test_is_answered_from_what_is_known_beforehand(cast: Cast, field: Field) -> None:
    people = [person_of(cast, family=f"Seo{n}") for n in range(4)]
    for one in people[:3]:
        fill(cast, field, one)
    survey()
    assert ask(cast, field) == {people[3].id}
    asker = actor(cast)
    query = Query("person", "all", make_filter(asker, "person", [("0", field.slug, "empty", "")]), "name")
    few = find_few(actor=asker, at=NOW, query=query, read=within.fetch_within)
    assert list(few.values()) == [Lacking([people[3].id])]
    fill(cast, field, people[3])
    assert ask(cast, field) == set()
    assert ask(cast, field, "filled") == {one.id for one in people}


def test_a_value_that_goes_and_one_who_comes_are_known_at_once(cast: Cast, field: Field) -> None:
    first = person_of(cast)
    fill(cast, field, first)
    survey()
    second = person_of(cast, family="New")
    assert ask(cast, field) == lacking() == {second.id}
    survey(timedelta())
    fill(cast, field, first, "")
    assert first.id in ask(cast, field)
    survey()
    assert ask(cast, field) == lacking() == {first.id, second.id}


def test_others_see_theirs_alone(cast: Cast, field: Field) -> None:
    mine, other = person_of(cast), person_of(cast, "gleb")
    survey()
    assert ask(cast, field, who="anna") == {mine.id}
    assert ask(cast, field) == {mine.id, other.id}


def test_where_they_are_many_all_are_asked(cast: Cast, field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [person_of(cast, family=f"Seo{n}") for n in range(4)]
    monkeypatch.setattr(blanks, "MOST", 2)
    survey()
    assert Survey.objects.get().upto is None
    assert not Blank.objects.exists()
    assert ask(cast, field) == {one.id for one in people}


def test_another_type_begins_anew(cast: Cast, field: Field) -> None:
    keeps, loses = person_of(cast, family="A"), person_of(cast, family="B")
    retype_field(actor=actor(cast), at=NOW, field_id=field.id, type_="text")
    fill(cast, field, keeps, "12")
    fill(cast, field, loses, "twelve")
    survey()
    assert ask(cast, field) == set()
    retype_field(actor=actor(cast), at=NOW, field_id=field.id, type_="number")
    assert ask(cast, field) == {loses.id}
    survey()
    assert ask(cast, field) == {loses.id}


def test_one_that_was_away_knows_who_came_meanwhile(cast: Cast, field: Field) -> None:
    fill(cast, field, person_of(cast))
    survey(timedelta())
    archive_field(actor=actor(cast), at=NOW, field_id=field.id)
    came = person_of(cast, family="New")
    survey()
    restore_field(actor=actor(cast), at=NOW, field_id=field.id)
    assert ask(cast, field) == {came.id}


def test_a_record_that_somebody_names_is_each_readers_own_to_see(cast: Cast) -> None:
    named = register_field(
        actor=cast.actors["oleg"], at=NOW, draft=FieldDraft(type="person", name="Introduced by")
    )
    mine, other = person_of(cast, family="A"), person_of(cast, "gleb")
    fill(cast, named, mine, str(other.id))
    survey()
    assert not Survey.objects.exists()
    assert ask(cast, named, who="anna") == {mine.id}
    assert ask(cast, named) == {other.id}


def test_small_bases_are_not_surveyed(cast: Cast, field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    person_of(cast)
    with CaptureQueriesContext(connection) as seen:
        survey()
    assert not Survey.objects.exists()
    assert len(seen) < 6


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["make", "fill", "clear", "survey", "survey now", "retype"]), max_size=12), st.randoms())
def test_whatever_happens_nobody_is_missed_or_made_up(cast: Cast, steps: list[str], random) -> None:
    from django.db import transaction  # noqa: PLC0415 - only here

    with transaction.atomic():
        one = register_field(actor=cast.actors["oleg"], at=NOW, draft=FieldDraft(type="number", name="Size"))
        for n, step in enumerate(["make", *steps]):
            person = random.choice(list(Person.objects.order_by("id")) or [None])
            if step == "make":
                person_of(cast, family=f"Seo{n}")
            elif step in ("fill", "clear"):
                fill(cast, one, person, "7" if step == "fill" else "")
            elif step == "retype":
                kind = Field.objects.get(id=one.id).type
                retype_field(
                    actor=actor(cast), at=NOW, field_id=one.id, type_="text" if kind == "number" else "number"
                )
            else:
                survey(timedelta() if step == "survey now" else timedelta(hours=1))
            held = set(Value.objects.filter(field_id=one.id).values_list("record_id", flat=True))
            assert ask(cast, one) == set(Person.objects.values_list("id", flat=True)) - held, step
        transaction.set_rollback(True)
