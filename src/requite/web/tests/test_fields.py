"""The company's own fields: added, filled, asked for, retyped, removed and brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from testing.builders import person_of
from testing.cast import NOW, Cast, entries

from requite.fields import codec
from requite.fields.actions.fields import (
    FieldDraft,
    archive_field,
    correct_field,
    register_field,
    restore_field,
)
from requite.fields.actions.options import archive_option
from requite.fields.actions.order import move_field
from requite.fields.actions.retype import retype_field
from requite.fields.catalogue import Choice, Definition, definitions
from requite.fields.codec import Cell, Wrong
from requite.fields.models import Field, Option, Value
from requite.fields.queries import list_sections, weigh_removal, weigh_retyping
from requite.fields.values import texts_of
from requite.identity.models import User
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused, Stale
from requite.people.actions.correct_person import correct_person
from requite.people.queries.pages import get_person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.web.tests.own import actor, add, fill

pytestmark = pytest.mark.django_db


TEXTS = {
    "text": "Busan", "long": "one\ntwo", "number": "12.5", "money": "1200000", "date": "2026-12-01",
    "time": "2026-12-01T14:30", "flag": "yes", "link": "https://example.com/a",
}  # fmt: skip


@pytest.mark.parametrize("type_", TEXTS)
def test_keeps_what_a_form_gave_and_gives_it_back(cast: Cast, type_: str) -> None:
    field = add(cast, type_, unit="KRW" if type_ == "money" else "")
    person = person_of(cast)
    fill(cast, person, field, TEXTS[type_])
    assert texts_of(actor(cast), "person", person.id) == {field.slug: TEXTS[type_]}
    assert entries("people.PersonCorrected")[-1].changes[field.slug][0] is None
    fill(cast, person, field, "")
    assert not Value.objects.exists()


def define(type_: str, **values: object) -> Definition:
    blank = Definition(
        uuid4(), "person", type_, "Field", "", "", "KRW" if type_ == "money" else "", "", False, ()
    )
    return replace(blank, **values)


CHOICES = tuple(Choice(uuid4(), label, False) for label in ("Seoul", "Busan, north", "Jeju"))
NUMBERS = st.decimals(-(10**14), 10**14, places=6, allow_nan=False, allow_infinity=False)
CELLS = st.one_of(
    NUMBERS.map(lambda one: ("number", (Cell(number=one),))),
    st.integers(-(10**13), 10**13).map(lambda one: ("money", (Cell(number=Decimal(one)),))),
    st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(lambda one: ("date", (Cell(day=one),))),
    st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30)).map(  # noqa: DTZ001 - Hypothesis wants them naive
        lambda one: ("time", (Cell(moment=one.replace(second=0, microsecond=0, tzinfo=UTC)),))
    ),
    st.booleans().map(lambda one: ("flag", (Cell(number=Decimal(one)),))),
    st.sets(st.sampled_from(range(3)), min_size=1).map(
        lambda chosen: ("choices", tuple(Cell(ref=CHOICES[n].id) for n in sorted(chosen)))
    ),
    st.uuids().map(lambda one: ("person", (Cell(ref=one),))),
)


@given(CELLS, st.sampled_from(["en", "ko", "ru"]))
def test_a_value_written_for_a_form_reads_as_the_same(
    value: tuple[str, tuple[Cell, ...]], language: str
) -> None:
    type_, cells = value
    reader = Actor(id=None, name="", language=language)
    field = define(type_, options=CHOICES if type_ == "choices" else ())
    assert codec.read(field, codec.write(field, cells, actor=reader), actor=reader) == cells


@pytest.mark.parametrize(
    ("type_", "text"),
    [("number", "many"), ("number", "1e9"), ("date", "2026-02-30"), ("time", "noon"), ("flag", "perhaps"),
     ("link", "javascript:alert(1)"), ("link", "no page"), ("choice", "Incheon"), ("text", "x" * 501)],
)  # fmt: skip
def test_refuses_beside_the_field_what_it_does_not_hold(cast: Cast, type_: str, text: str) -> None:
    field, person = add(cast, type_, options="Seoul\nBusan"), person_of(cast)
    with pytest.raises(Refused) as refusal:
        fill(cast, person, field, text)
    assert list(refusal.value.errors) == [field.slug]
    assert not Value.objects.exists()


def test_refuses_a_time_that_the_clocks_skip_and_keeps_the_second_of_two() -> None:
    berlin = Actor(id=None, name="", zone=ZoneInfo("Europe/Berlin"))
    field = define("time")
    with pytest.raises(Wrong) as wrong:
        codec.read(field, "2026-03-29 02:30", actor=berlin)
    assert "2026-03-29 03:00" in str(wrong.value.sentence)
    second = (Cell(moment=datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),)
    assert codec.write(field, second, actor=berlin) == "2026-10-25T02:30"
    assert codec.read(field, "2026-10-25T02:30", actor=berlin) != second


def test_a_form_that_holds_the_second_of_two_times_leaves_it(cast: Cast) -> None:
    User.objects.filter(id=cast.anna.id).update(time_zone="Europe/Berlin")
    field, person = add(cast, "time"), person_of(cast)
    fill(cast, person, field, "2026-10-25T02:30")
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    Value.objects.update(moment=second)
    fill(cast, person, field, "2026-10-25T02:30")
    assert Value.objects.get().moment == second


def test_an_amount_without_a_currency_is_in_the_companys(cast: Cast) -> None:
    assert add(cast, "money").unit == "KRW"


def test_history_says_options_in_words(cast: Cast) -> None:
    field, person = add(cast, "choices", options="Seoul\nBusan"), person_of(cast)
    fill(cast, person, field, "busan, Seoul")
    assert entries("people.PersonCorrected")[-1].changes[field.slug] == [None, "Seoul, Busan"]


def test_refuses_a_person_whom_the_actor_does_not_see(cast: Cast) -> None:
    field, person, other = add(cast, "person"), person_of(cast), person_of(cast, "gleb", "Far", "Away")
    with pytest.raises(Refused):
        fill(cast, person, field, str(other.id))


def test_another_change_of_the_same_field_is_not_written_over(cast: Cast) -> None:
    field, person = add(cast), person_of(cast)
    fill(cast, person, field, "Busan", "boris", base="")
    with pytest.raises(Stale):
        fill(cast, person, field, "Seoul", base="")


class TestRemoval:
    def test_says_before_what_it_hides_and_brings_it_back(self, cast: Cast) -> None:
        field, person = add(cast), person_of(cast)
        person_of(cast, family="Two")
        fill(cast, person, field, "Busan")
        loss = weigh_removal(actor=cast.actors["oleg"], field_id=field.id)
        assert (loss.held, loss.records) == (1, 2)
        archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
        assert list_sections(actor=actor(cast), kind="person", record_id=person.id) == []
        restore_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
        assert (
            list_sections(actor=actor(cast), kind="person", record_id=person.id)[0].values[0].text == "Busan"
        )

    def test_what_was_typed_into_a_form_meanwhile_is_said_again(self, cast: Cast) -> None:
        field, person = add(cast), person_of(cast)
        archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
        with pytest.raises(Refused) as refusal:
            fill(cast, person, field, "Busan", base="")
        assert "Busan" in str(refusal.value.errors[""])
        assert "Branch" in str(refusal.value.errors[""])

    def test_an_ended_option_stays_where_it_was_chosen(self, cast: Cast) -> None:
        field, person = add(cast, "choice", options="Seoul\nBusan"), person_of(cast)
        fill(cast, person, field, "Busan")
        archive_option(actor=cast.actors["oleg"], at=NOW, option_id=Option.objects.get(label="Busan").id)
        assert (
            list_sections(actor=actor(cast), kind="person", record_id=person.id)[0].values[0].words[0][1]
            == "Busan"
        )
        with pytest.raises(Refused):
            fill(cast, person_of(cast, family="Two"), field, "Busan")


class TestAnotherType:
    def test_says_before_what_would_not_fit_and_sets_it_aside(self, cast: Cast) -> None:
        field, fits, lost = add(cast), person_of(cast), person_of(cast, family="Two")
        fill(cast, fits, field, "12")
        fill(cast, lost, field, "a dozen")
        oleg = cast.actors["oleg"]
        loss = weigh_retyping(actor=oleg, field_id=field.id, type_="number", unit="", options="")
        assert (loss.held, loss.misfits) == (2, 1)
        aside = retype_field(actor=oleg, at=NOW, field_id=field.id, type_="number")
        assert texts_of(actor(cast), "person", fits.id) == {field.slug: "12"}
        assert texts_of(actor(cast), "person", lost.id) == {field.slug: ""}
        assert Value.objects.filter(field=field).count() == 1
        assert set(Value.objects.filter(field=aside).values_list("text", flat=True)) == {"12", "a dozen"}

    def test_choices_that_go_on_keep_their_words_where_they_were_set_aside(self, cast: Cast) -> None:
        field, person = add(cast, "choice", options="Seoul\nBusan"), person_of(cast)
        fill(cast, person, field, "Busan")
        oleg = cast.actors["oleg"]
        aside = retype_field(actor=oleg, at=NOW, field_id=field.id, type_="choices")
        archive_field(actor=oleg, at=NOW, field_id=field.id)
        restore_field(actor=oleg, at=NOW, field_id=aside.id)
        shown = list_sections(actor=actor(cast), kind="person", record_id=person.id)[0].values[0]
        assert (shown.type, [word for _id, word in shown.words]) == ("choice", ["Busan"])


    def test_becomes_a_text_without_a_loss_and_says_so_at_once(self, cast: Cast) -> None:
        field, person = add(cast, "choice", options="Seoul\nBusan"), person_of(cast)
        fill(cast, person, field, "Busan")
        oleg = cast.actors["oleg"]
        loss = weigh_retyping(actor=oleg, field_id=field.id, type_="text", unit="", options="")
        assert (loss.records, loss.held, loss.misfits) == (1, 1, 0)
        retype_field(actor=oleg, at=NOW, field_id=field.id, type_="text")
        assert texts_of(actor(cast), "person", person.id) == {field.slug: "Busan"}


class TestMinimumSet:
    def test_a_required_field_is_a_debt_until_it_is_filled(self, cast: Cast) -> None:
        field, person = add(cast), person_of(cast)
        declare_requirement(
            actor=cast.actors["oleg"],
            at=NOW,
            kind="person",
            stage="",
            field=field.slug,
            weight=3,
            grace_hours=24,
        )
        correct_person(actor=actor(cast), at=NOW, person_id=person.id, given={"title": "Head"})
        person.refresh_from_db()
        assert field.slug in person.missing
        fill(cast, person, field, "Busan")
        person.refresh_from_db()
        assert field.slug not in person.missing

    def test_its_removal_ends_the_requirement(self, cast: Cast) -> None:
        field = add(cast)
        oleg = cast.actors["oleg"]
        made = declare_requirement(
            actor=oleg, at=NOW, kind="person", stage="", field=field.slug, weight=3, grace_hours=24
        )
        archive_field(actor=oleg, at=NOW, field_id=field.id)
        made.refresh_from_db()
        assert made.ends_at == NOW


class TestWho:
    def test_only_who_sets_fields_up_may(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            register_field(actor=cast.actors["vera"], at=NOW, draft=FieldDraft(name="Branch"))
        assert not Field.objects.exists()

    def test_a_masked_group_shows_no_value_and_takes_none(self, cast: Cast) -> None:
        field, person = add(cast, audience="contact"), person_of(cast)
        fill(cast, person, field, "Busan")
        value = list_sections(actor=actor(cast, "emma"), kind="person", record_id=person.id)[0].values[0]
        assert (value.is_masked, value.text) == (True, "")
        assert texts_of(actor(cast, "emma"), "person", person.id) == {}

    def test_a_hidden_group_is_not_known_of(self, cast: Cast) -> None:
        add(cast, audience="work")
        assert definitions(actor(cast, "dina"), "person") == ()


def test_two_changes_of_one_field_do_not_write_over_each_other(cast: Cast) -> None:
    field = add(cast)
    oleg = cast.actors["oleg"]
    correct_field(actor=oleg, at=NOW, field_id=field.id, draft=FieldDraft(name="Office"), version=1)
    with pytest.raises(Stale):
        correct_field(actor=oleg, at=NOW, field_id=field.id, draft=FieldDraft(name="Site"), version=1)


def test_moves_within_its_group(cast: Cast) -> None:
    first, second = add(cast), add(cast, name="Size")
    move_field(actor=cast.actors["oleg"], at=NOW, field_id=second.id, to="up")
    assert [one.id for one in definitions(actor(cast), "person")] == [second.id, first.id]


def test_a_record_costs_nothing_more_without_fields_and_one_statement_with_them(cast: Cast) -> None:
    person = person_of(cast)

    def cost() -> int:
        reader = actor(cast)
        get_person(actor=reader, person_id=person.id)
        with CaptureQueriesContext(connection) as seen:
            get_person(actor=reader, person_id=person.id)
        return len(seen)

    bare = cost()
    add(cast, kind="company")
    assert cost() == bare
    add(cast)
    add(cast, "number", "Size")
    assert cost() == bare + 1
