"""All that hangs on two records that are one follows, and goes back as it was: over all rooms, by the catalogue."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import (
    BACK,
    DAY,
    call_of,
    company_of,
    deal_of,
    person_of,
    planned_call,
)
from testing.cast import NOW
from testing.files import file_of

from requite.insight.plans.verify import verify
from requite.kernel.reading import run
from requite.people.actions.archive import archive_record
from requite.people.actions.look import last_relook, register_again
from requite.people.actions.merging.merge import merge_companies, merge_persons
from requite.people.actions.merging.retract import retract_merge
from requite.people.hanging import ALL, Pair
from requite.people.models import Candidate
from requite.web.tests import own
from requite.web.tests.merging import PHONE, SCENES, base, rows, settle
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.log_call import log_call

KEYS = """
SELECT c.conrelid::regclass::text || '.' || a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
WHERE c.contype = 'f' AND c.confrelid = '{table}'::regclass
"""
# Columns without a key of the database that may hold such an id, and why none follows.
NAMED = """
SELECT table_name || '.' || column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type = 'uuid'
  AND column_name ~ '^(person|company|record|subject|first|second|survivor|merged)(_id)?$|^ref$'
  AND table_name NOT IN (SELECT viewname FROM pg_views) AND table_name !~ '^journal_entry_'
"""
LEFT = {
    "adoption_debt.record_id": "what that record lacked on that day",
    "adoption_helped.subject_id": "what a colleague wrote then",
    "checks_check.record_id": "what was drawn by lot was that record, and its address leads on",
    "fields_blank.record_id": "asked again wherever it is read",
    "intake_landed_row.company_id": "which row made which record",
    "intake_landed_row.person_id": "which row made which record",
    "journal_act_line.record_id": "what an act changed of that record",
    "journal_entry.subject_id": "append-only: each record keeps its own history",
    "journal_once.subject_id": "what a form made",
    "people_candidate.first_id": "looked for anew; pairs.py",
    "people_candidate.second_id": "looked for anew; pairs.py",
    "people_merge.merged_id": "the merge itself",
    "people_merge.survivor_id": "the merge itself",
    "people_relook.record_id": "compared again, if it is in use",
    "quality_proof.record_id": "by its triggers, and people/following.py",
    "supervision_score.record_id": "what that record was worth on that day",
}
FOLLOW = {"fields_value.record_id": "actions/merging/values.py", "fields_value.ref": "fields/leading.py"}
CHOSEN = {"title": "merged", "note": "both", "company": "survivor"}


def test_each_column_that_names_a_person_or_a_company_is_cared_for(db):
    declared = {column for one in ALL.hanging for column in one.columns} | set(ALL.derived)
    by_key = rows(KEYS.format(table="people_person")) | rows(KEYS.format(table="people_company"))
    assert by_key == declared
    for one in ALL.hanging:
        named = {c.partition(".")[0] for c in one.columns}
        assert all(column in rows(KEYS.format(table=f"people_{one.kind}")) for column in one.columns), named
    assert rows(NAMED) - by_key == set(LEFT) | set(FOLLOW)


@pytest.fixture
def two(cast):
    one = person_of(cast, points=[PHONE], title="Buyer", tags=["fair"], note="Likes tea")
    other = person_of(
        cast, points=[PHONE, ("email", "hana@sejong.kr"), ("messenger", "@hana")], title="Head", company_name="Sejong",
        tags=["vip"], note="Has a dog",
    )
    return SimpleNamespace(one=one, other=other, cast=cast, anna=cast.actors["anna"])


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__.removeprefix("scene_"))
@pytest.mark.parametrize("choices", [{}, CHOSEN], ids=["usual", "chosen"])
def test_taken_back_all_is_as_it_was(two, scene, choices):
    scene(two)
    settle(two.one, two.other)
    before = base()
    made = merge_persons(actor=two.anna, at=NOW, survivor_id=two.one.id, merged_id=two.other.id, choices=choices)
    assert verify() == []
    assert base() != before
    for column in (column for one in ALL.hanging if one.kind == "person" for column in one.columns):
        table, _dot, name = column.partition(".")
        if column not in ("people_point.person_id", "deals_stakeholder.person_id"):
            assert str(two.other.id) not in rows(f"SELECT {name}::text FROM {table}"), column
    assert rows(f"SELECT value FROM people_point WHERE person_id = '{two.other.id}'") == {"+821025514720"}
    retract_merge(actor=two.anna, at=NOW, merge_id=made.id)
    after = base()
    for table, were in before.items():
        assert after[table] == were, table
    assert verify() == []


class TestCompanies:
    @pytest.fixture
    def firms(self, cast):
        one = company_of(cast, name="Daehan")
        other = company_of(cast, name="Daehan Optics", industry="Lenses", registration_number="1248100998")
        return SimpleNamespace(one=one, other=other, cast=cast, anna=cast.actors["anna"])

    def test_taken_back_all_is_as_it_was(self, firms):
        at, anna = firms, firms.anna
        people = [person_of(at.cast, points=[], company_id=company.id) for company in (at.one, at.other, at.other)]
        archive_record(actor=anna, at=NOW, kind="person", record_id=people[2].id)
        for person in people[:2]:
            call_of(at.cast, person)
            deal_of(at.cast, person_id=person.id)
        retract_activity(actor=anna, at=NOW, activity_id=call_of(at.cast, people[1], at=BACK - DAY).id)
        point = at.other.points.get(kind="phone")
        log_call(actor=anna, at=BACK, company_id=at.other.id, point_id=point.id)
        file_of(at.cast, at.other, kind="company")
        field = own.add(at.cast, "company", "Supplier")
        own.fill(at.cast, people[0], field, str(at.other.id))
        settle(*people, at.one, at.other)
        before = base()
        made = merge_companies(actor=anna, at=NOW, survivor_id=at.one.id, merged_id=at.other.id)
        for column in (column for one in ALL.hanging if one.kind == "company" for column in one.columns):
            table, _dot, name = column.partition(".")
            assert column == "people_point.company_id" or str(at.other.id) not in rows(f"SELECT {name}::text FROM {table}")
        register_again(kind="person", at=NOW, upto=last_relook())
        assert Candidate.objects.filter(kind="person", signs=["name", "company"]).count() == 1
        assert verify() == []
        retract_merge(actor=anna, at=NOW, merge_id=made.id)
        register_again(kind="person", at=NOW, upto=last_relook())
        after = base()
        for table, were in before.items():
            assert after[table] == were, table


LINKED = [one for one in ALL.hanging if (one.columns and one.name not in ("points", "attendances")) or "calls" in one.name]


@pytest.mark.parametrize("one", LINKED, ids=lambda one: f"{one.kind}-{one.name}")
def test_what_hangs_on_two_is_found_by_indexes(db, one):
    pair = Pair(one.kind, uuid4(), uuid4(), NOW, {uuid4(): uuid4()})
    with CaptureQueriesContext(connection) as told:
        one.move(pair)
        if one.holding:
            run(one.holding, pair.bound)
    statements = [each["sql"] for each in told if "UPDATE" in each["sql"]]
    assert statements
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in statements:
            cursor.execute("EXPLAIN " + sql)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert ("Seq Scan" in plan, "Index Cond" in plan) == (False, True), plan


def statements(cast, number):
    one, other = (person_of(cast, points=[PHONE]) for _n in range(2))
    for n in range(number):
        call_of(cast, other, at=BACK - n * DAY)
        planned_call(cast, other)
        deal_of(cast, person_id=other.id)
    with CaptureQueriesContext(connection) as queries:
        made = merge_persons(actor=cast.actors["anna"], at=NOW, survivor_id=one.id, merged_id=other.id)
    there = len(queries)
    with CaptureQueriesContext(connection) as queries:
        retract_merge(actor=cast.actors["anna"], at=NOW, merge_id=made.id)
    for person in (one, other):
        archive_record(actor=cast.actors["anna"], at=NOW, kind="person", record_id=person.id)
    return there, len(queries)


def test_asks_the_database_as_often_for_many_rows_as_for_few(cast):
    statements(cast, 1)
    assert statements(cast, 2) == statements(cast, 7)
