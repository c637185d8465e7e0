"""Many records changed at once, and each given back just what it had."""

import time

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.asserts import untouched
from testing.builders import company_of, person_of
from testing.cast import NOW, entries

from requite.journal.models import Act
from requite.kernel.errors import NotAllowed, Refused
from requite.people.actions.archive import archive_record
from requite.people.actions.archive_many import archive_many, restore_many
from requite.people.actions.assign_many import assign_many
from requite.people.actions.correct_many import correct_many, mark_many
from requite.people.actions.correct_person import correct_person
from requite.people.actions.return_many import return_many
from requite.people.models import Company, Person

KINDS = ("person", "company")
MODELS = {"person": Person, "company": Company}
MAKE = {"person": person_of, "company": company_of}


def act_of(actor, kind="person"):
    return Act.objects.create(at=NOW, actor_id=actor.id, actor_name=actor.name, kind=kind, what="assign")


def tell(tally):
    return tally.changed, tally.same, tally.not_allowed


def fresh(record):
    return type(record).objects.get(id=record.id)


def undo(cast, act, kind="person", who="anna"):
    found = return_many(actor=cast.actors[who], at=NOW, act=act, kind=kind)
    return (len(found.rows), found.left) if found else None


@pytest.mark.parametrize("kind", KINDS)
class TestAssignMany:
    def test_skips_those_that_the_actor_only_sees_and_says_nothing_of_others(self, cast, kind):
        mine, boris, gleb = (MAKE[kind](cast, who) for who in ("anna", "boris", "gleb"))
        ids, act = [mine.id, boris.id, gleb.id], act_of(cast.actors["anna"], kind)
        tally = assign_many(
            actor=cast.actors["anna"], at=NOW, kind=kind, ids=ids, owner_id=cast.boris.id, act_id=act.id
        )
        assert tell(tally) == (1, 0, 1)
        assert [fresh(one).owner_id for one in (mine, boris, gleb)] == [cast.boris.id, cast.boris.id, cast.gleb.id]
        entry = entries(f"people.{kind.title()}Assigned")[-1]
        assert (entry.subject_id, entry.changes) == (mine.id, {"owner": [cast.anna.name, cast.boris.name]})
        assert undo(cast, act, kind) == (1, 0)
        assert fresh(mine).owner_id == cast.anna.id
        assert entries(f"people.{kind.title()}Assigned")[-1].changes == {"owner": [cast.boris.name, cast.anna.name]}

    def test_refuses_an_owner_out_of_reach_and_one_without_the_right(self, cast, kind):
        found = MAKE[kind](cast)
        values = {"at": NOW, "kind": kind, "ids": [found.id]}
        with untouched():
            with pytest.raises(NotAllowed):
                assign_many(actor=cast.actors["anna"], owner_id=cast.gleb.id, **values)
            with pytest.raises(Refused):
                assign_many(actor=cast.actors["anna"], owner_id=None, **values)
            with pytest.raises(NotAllowed):
                assign_many(actor=cast.actors["emma"], owner_id=cast.anna.id, **values)

    def test_judges_what_nobody_owned(self, cast, kind):
        found = MAKE[kind](cast)
        MODELS[kind].objects.update(owner=None, owed_at=None, missing=["title"])
        assign_many(actor=cast.actors["oleg"], at=NOW, kind=kind, ids=[found.id], owner_id=cast.anna.id)
        one = fresh(found)
        archive_record(actor=cast.actors["oleg"], at=NOW, kind=kind, record_id=found.id)
        assert one.missing == found.missing
        assert one.owed_at == found.owed_at


class TestCorrectMany:
    def test_gives_each_the_value_with_an_entry_of_its_own(self, cast):
        first, second = person_of(cast, title="CEO"), person_of(cast, title="Buyer")
        values = {"actor": cast.actors["anna"], "at": NOW, "kind": "person", "ids": [first.id, second.id]}
        assert tell(correct_many(**values, field="title", value="Buyer")) == (1, 1, 0)
        assert entries("people.PersonCorrected")[-1].changes == {"title": ["CEO", "Buyer"]}

    def test_judges_anew_as_a_single_correction_does(self, cast):
        company_of(cast)
        one, other = person_of(cast), person_of(cast)
        correct_person(actor=cast.actors["anna"], at=NOW, person_id=one.id, given={"company": "Sejong"})
        values = {"actor": cast.actors["anna"], "at": NOW, "kind": "person"}
        correct_many(**values, ids=[other.id], field="company", value="sejong")
        one, other = fresh(one), fresh(other)
        assert other.company_id == one.company_id
        assert (other.score, other.missing, other.owed_at) == (one.score, one.missing, one.owed_at)

    @pytest.mark.parametrize(
        ("field", "value"), [("note", "x"), ("title", "x" * 201), ("company", "x" * 301), ("owner_id", "x")]
    )
    def test_refuses_what_a_field_cannot_hold(self, cast, field, value):
        found = person_of(cast)
        values = {"actor": cast.actors["anna"], "at": NOW, "kind": "person", "ids": [found.id]}
        with untouched(), pytest.raises(Refused):
            correct_many(**values, field=field, value=value)

    @pytest.mark.parametrize("tag", ["", " ", "a,b", "x" * 61])
    def test_refuses_what_is_no_tag(self, cast, tag):
        found = person_of(cast)
        values = {"actor": cast.actors["anna"], "at": NOW, "kind": "person", "ids": [found.id]}
        with untouched(), pytest.raises(Refused):
            mark_many(**values, tag=tag)

    def test_adds_and_takes_away_a_tag(self, cast):
        one, other = person_of(cast, tags=["a", "b"]), person_of(cast, tags=["b", "c"])
        values = {"actor": cast.actors["anna"], "at": NOW, "kind": "person", "ids": [one.id, other.id]}
        assert tell(mark_many(**values, tag="a")) == (1, 1, 0)
        assert fresh(other).tags == ["b", "c", "a"]
        assert tell(mark_many(**values, tag="b", mark="remove")) == (2, 0, 0)
        assert (fresh(one).tags, fresh(other).tags) == (["a"], ["c", "a"])
        assert entries("people.PersonCorrected")[-1].changes["tags"][0] != ""


class TestReturnMany:
    def test_leaves_alone_what_somebody_else_changed_since(self, cast):
        one, other = person_of(cast), person_of(cast)
        act = act_of(cast.actors["anna"])
        values = {"actor": cast.actors["anna"], "at": NOW, "kind": "person", "ids": [one.id, other.id]}
        correct_many(**values, field="title", value="Buyer", act_id=act.id)
        correct_person(actor=cast.actors["boris"], at=NOW, person_id=one.id, given={"note": "likes tea"})
        assert undo(cast, act) == (1, 1)
        assert (fresh(one).title, fresh(other).title) == ("Buyer", "")

    def test_restores_beside_the_actors_own_later_change_of_another_field(self, cast):
        one, other = person_of(cast), person_of(cast)
        act = act_of(cast.actors["anna"])
        values = {"actor": cast.actors["anna"], "at": NOW, "kind": "person", "ids": [one.id, other.id]}
        correct_many(**values, field="title", value="Buyer", act_id=act.id)
        mark_many(**values, tag="vip")
        correct_person(actor=cast.actors["anna"], at=NOW, person_id=other.id, given={"title": "CEO"})
        assert undo(cast, act) == (1, 1)
        assert [(one.title, one.tags) for one in (fresh(one), fresh(other))] == [("", ["vip"]), ("CEO", ["vip"])]

    def test_twice_restores_nothing_more(self, cast):
        found = person_of(cast)
        act = act_of(cast.actors["anna"])
        archive_many(actor=cast.actors["anna"], at=NOW, kind="person", ids=[found.id], act_id=act.id)
        assert undo(cast, act) == (1, 0)
        assert undo(cast, act) == (0, 1)
        assert fresh(found).archived_at is None


STATE = """
SELECT jsonb_object_agg(id, to_jsonb(r) - 'version') FROM {table} r
"""
REST = "SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text), '[]') FROM {table} t"


def state(*tables):
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute((STATE if table.startswith("people") else REST).format(table=table))
            found[table] = cursor.fetchone()[0]
    return found


def test_a_company_that_there_is_not_is_made_once_and_with_its_entry(cast):
    one, other, gleb = person_of(cast), person_of(cast), person_of(cast, "gleb")
    anna = cast.actors["anna"]
    values = {"actor": anna, "at": NOW, "kind": "person", "field": "company", "value": "Hanil  Optics"}
    with untouched():
        assert tell(correct_many(**values, ids=[gleb.id])) == (0, 0, 0)
    act = act_of(anna)
    assert tell(correct_many(**values, ids=[one.id, other.id], act_id=act.id)) == (2, 0, 0)
    made = Company.objects.get()
    assert (made.name, made.owner_id) == ("Hanil Optics", anna.id)
    assert {fresh(one).company_id, fresh(other).company_id} == {made.id}
    assert [entry.subject_id for entry in entries("people.CompanyRegistered")] == [made.id]
    assert entries("people.PersonCorrected")[-1].changes == {"company": [None, "Hanil Optics"]}
    assert undo(cast, act) == (2, 0)
    assert fresh(one).company_id is None
    assert tell(correct_many(**values, ids=[one.id])) == (1, 0, 0)
    assert Company.objects.get() == made


TABLES = ("people_person", "people_company", "work_standing", "plans_tally")
ACTS = st.sampled_from(("assign", "title", "company", "source", "tag", "untag", "archive", "restore"))
PICKS = st.lists(st.booleans(), min_size=6, max_size=6)


def run(cast, what, ids, act, who):
    values = {"actor": cast.actors[who], "at": NOW, "kind": "person", "ids": ids, "act_id": act.id}
    if what == "assign":
        return assign_many(**values, owner_id=cast.boris.id)
    if what in ("archive", "restore"):
        return {"archive": archive_many, "restore": restore_many}[what](**values)
    if what in ("tag", "untag"):
        return mark_many(**values, tag="vip", mark="add" if what == "tag" else "remove")
    return correct_many(**values, field=what, value={"company": "Sejong"}.get(what, "Buyer"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(what=ACTS, picks=PICKS, who=st.sampled_from(("anna", "vera", "oleg")))
def test_an_act_and_its_undo_give_the_base_exactly_as_before(cast, what, picks, who):
    if not Person.objects.exists():
        company_of(cast)
        made = [person_of(cast, owner, tags=tags) for owner in ("anna", "boris", "gleb") for tags in ([], ["a", "vip", "b"])]
        archive_record(actor=cast.actors["oleg"], at=NOW, kind="person", record_id=made[0].id)
        correct_person(actor=cast.actors["anna"], at=NOW, person_id=made[1].id, given={"title": "Buyer"})
        # all judged at the same hour, as a nightly judgement leaves them
        ids = [one.id for one in made]
        correct_many(actor=cast.actors["oleg"], at=NOW, kind="person", ids=ids, field="title", value="Judged")
        correct_many(actor=cast.actors["oleg"], at=NOW, kind="person", ids=ids[1:], field="title", value="Buyer")
        correct_many(actor=cast.actors["oleg"], at=NOW, kind="person", ids=ids[2:], field="title", value="")
    ids = [one.id for one, is_picked in zip(Person.objects.order_by("id"), picks, strict=True) if is_picked]
    before = state(*TABLES)
    act = act_of(cast.actors[who])
    tally = run(cast, what, ids, act, who)
    assert (state(*TABLES) == before) == (tally.changed == 0)
    assert undo(cast, act, who=who) == ((tally.changed, 0) if tally.changed else None)
    assert state(*TABLES) == before


@pytest.mark.slow
def test_ten_thousand_take_seconds_and_not_minutes(cast):
    ids = _ten_thousand(cast)
    for what in ("assign", "tag"):
        act = act_of(cast.actors["oleg"])
        began = time.perf_counter()
        assert run(cast, what, ids, act, "oleg").changed == 10_000
        took = time.perf_counter() - began
        assert undo(cast, act, who="oleg") == (10_000, 0)
        assert took < 20  # minutes by plans made for one row; the aim is 3 on a machine of its own


def _ten_thousand(cast):
    one = person_of(cast)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_person SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).*
            FROM people_person r, generate_series(1, 9999) RETURNING id"""
        )
        ids = [one.id, *(row[0] for row in cursor.fetchall())]
        cursor.execute(
            """INSERT INTO people_point SELECT (jsonb_populate_record(t,
            jsonb_build_object('id', gen_random_uuid(), 'person_id', p.id))).*
            FROM people_point t, people_person p WHERE t.person_id = %s AND p.id <> t.person_id""",
            [one.id],
        )
    return ids
