"""What a rep's records come to is what they would come to counted anew, whatever is done with them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import call_of, company_of, deal_of, meeting_of, note_of, person_of, task_of

from requite.identity.tests.cast import NOW
from requite.insight.supervision.actions.close_days import close_days
from requite.insight.supervision.models import QualityDay, QualityMove, ScoreChange
from requite.insight.supervision.queries.over_time import list_moved, list_quality_points
from requite.insight.supervision.queries.reps import Sum, list_kind_sums, list_rep_facts
from requite.people.actions.archive import archive_record, restore_record
from requite.people.actions.correct_person import correct_person
from requite.people.models import Person

pytestmark = pytest.mark.django_db
PARTS = "completeness, validity, timeliness, uniqueness"
COUNTED = f"""
SELECT kind, count(*), count(*) FILTER (WHERE cardinality(missing) = 0), sum(score), count(completeness),
    sum(completeness), sum(validity), sum(timeliness), sum(uniqueness) FROM (
    SELECT 'person' AS kind, missing, score, {PARTS} FROM people_person WHERE owner_id = %(id)s AND archived_at IS NULL
    UNION ALL SELECT 'company', missing, score, {PARTS} FROM people_company WHERE owner_id = %(id)s AND archived_at IS NULL
    UNION ALL SELECT 'deal', missing, score, {PARTS} FROM deals_deal WHERE owner_id = %(id)s AND archived_at IS NULL
    UNION ALL SELECT kind, missing, score, {PARTS} FROM work_activity WHERE owner_id = %(id)s AND retracted_at IS NULL
        AND ((kind = 'meeting' AND state IN ('planned', 'held')) OR (kind = 'call' AND state = 'done'))
) x GROUP BY kind
"""


def counted(user):
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"id": user.id})
        return {kind: Sum(*map(int, numbers)) for kind, *numbers in cursor.fetchall()}


def agree(cast):
    for user in (cast.anna, cast.boris):
        assert list_kind_sums(actor=cast.actors["vera"], user_id=user.id) == counted(user)
    return counted(cast.anna)


def test_follows_everything_that_is_done(cast):
    anna = cast.actors["anna"]
    person = person_of(cast, points=[])
    company_of(cast)
    deal_of(cast, person_id=person.id)
    call_of(cast, person, outcome=None)
    meeting_of(cast, person)
    task_of(cast, person)
    note_of(cast, person)
    first = agree(cast)
    assert {kind: one.records for kind, one in first.items()} == {
        "person": 1, "company": 1, "deal": 1, "call": 1, "meeting": 1,
    }  # fmt: skip
    assert first["person"].complete == 0
    Person.objects.filter(id=person.id).update(owner=cast.boris)
    assert "person" not in agree(cast)
    Person.objects.filter(id=person.id).update(owner=cast.anna)
    archive_record(actor=anna, at=NOW, kind="person", record_id=person.id)
    assert "person" not in agree(cast)
    restore_record(actor=anna, at=NOW, kind="person", record_id=person.id)
    assert "person" in agree(cast)


def test_keeps_how_a_score_moved_once_a_day(cast):
    person = person_of(cast, points=[])
    before = person.score
    for score in (before + 1, before + 9):
        Person.objects.filter(id=person.id).update(score=score)
    moved = ScoreChange.objects.get(record_id=person.id)
    assert (moved.kind, moved.owner_id, moved.before, moved.score) == ("person", cast.anna.id, before, before + 9)
    agree(cast)
    correct_person(actor=cast.actors["anna"], at=NOW, person_id=person.id, given={"title": "Buyer"})
    agree(cast)


def test_says_no_share_of_a_few():
    assert (Sum().score, Sum().share) == (None, None)
    assert (Sum(9, 9, 630).score, Sum(9, 9, 630).share) == (70, None)
    assert Sum(10, 9, 705).share == 0.9


def test_tells_nobody_of_reps_whom_they_do_not_see(cast):
    person_of(cast)
    assert list_kind_sums(actor=cast.actors["gleb"], user_id=cast.anna.id) == {}
    assert list_rep_facts(actor=cast.actors["gleb"], user_ids=[cast.anna.id], now=NOW) == {}


def test_closes_each_past_day_and_changes_no_sum(cast):
    first, second = person_of(cast), person_of(cast, family="Bae", points=[])
    QualityMove.objects.update(day=date(2026, 11, 2))
    call_of(cast, first)
    QualityMove.objects.filter(day__gt=date(2026, 11, 2)).update(day=date(2026, 11, 4))
    before = agree(cast)
    assert close_days(today=date(2026, 11, 6)) == 4
    assert agree(cast) == before
    days = dict(QualityDay.objects.filter(owner_id=cast.anna.id).order_by("day").values_list("day", "records"))
    assert days == {date(2026, 11, n): records for n, records in ((2, 2), (3, 2), (4, 3), (5, 3))}
    assert QualityDay.objects.get(day=date(2026, 11, 3)).points == first.score + second.score
    close_days(today=date(2026, 11, 6))
    assert agree(cast) == before
    assert QualityDay.objects.count() == 4


def test_makes_one_row_of_many_of_today_too_and_changes_no_sum(cast):
    today, tomorrow = date(2026, 11, 6), date(2026, 11, 7)
    person = person_of(cast)
    for n in range(5):
        person_of(cast, family=f"Bae{n}", points=[])
        call_of(cast, person)
    QualityMove.objects.update(day=today)
    late = person_of(cast, family="Late", points=[])
    QualityMove.objects.filter(day__gt=today).update(day=tomorrow)
    before, many = agree(cast), QualityMove.objects.count()
    assert many > 10
    assert close_days(today=today) == 0
    assert agree(cast) == before
    rows = list(QualityMove.objects.order_by("day", "kind").values_list("day", "kind", "records"))
    assert rows == [(today, "call", 5), (today, "person", 6), (tomorrow, "person", 1)]
    kept = set(QualityMove.objects.values_list("id", flat=True))
    close_days(today=today)
    assert set(QualityMove.objects.values_list("id", flat=True)) == kept  # what is one already isn't written again
    Person.objects.filter(id=late.id).update(owner=cast.boris)
    close_days(today=tomorrow)
    agree(cast)


def test_forgets_moves_of_scores_that_no_line_shows(cast, monkeypatch):
    monkeypatch.setattr("requite.insight.supervision.actions.close_days.BATCH", 2)
    today, person = date(2026, 11, 29), person_of(cast)
    given = {"kind": "person", "owner_id": cast.anna.id, "before": 1, "score": 2}
    for age in (900, 800, 700, 402, 401, 400, 90, 0):
        ScoreChange.objects.create(record_id=person.id, day=today - timedelta(days=age), **given)
    close_days(today=today)
    left = [(today - day).days for day in ScoreChange.objects.order_by("day").values_list("day", flat=True)]
    assert left == [400, 90, 0]


def test_tells_each_day_and_the_records_that_moved_it(cast):
    person = person_of(cast, points=[])
    QualityMove.objects.update(day=date(2026, 11, 27))
    close_days(today=date(2026, 11, 29))
    Person.objects.filter(id=person.id).update(score=91)
    ScoreChange.objects.update(day=date(2026, 11, 29))
    ask = {"actor": cast.actors["vera"], "user_ids": [cast.anna.id], "today": date(2026, 11, 29)}
    points = [(point.day.day, point.sum.score) for point in list_quality_points(**ask)]
    assert points == [(27, person.score), (28, person.score), (29, 91)]
    ask = {"user_ids": [cast.anna.id, cast.boris.id], "day": date(2026, 11, 29)}
    (moved,) = list_moved(actor=cast.actors["vera"], **ask)
    assert moved.owner_id == cast.anna.id
    assert (moved.record_id, moved.before, moved.score, moved.names) == (person.id, person.score, 91, ("Seo", "Hana"))
    assert list_moved(actor=cast.actors["gleb"], **ask) == []
    assert list_moved(actor=cast.actors["vera"], after=person.id, **ask) == []
    Person.objects.filter(id=person.id).update(owner=cast.gleb)
    assert list_moved(actor=cast.actors["vera"], **ask)[0].names == ()


def test_means_are_of_the_worked_example():
    """measures.md §2: 72.4, 66.4 and 97.2 are kept as whole points; A of no checks is left out, so Q is their mean."""
    assert Sum(3, 1, round(72.4) + round(66.4) + round(97.2)).score == 78


def test_the_records_that_moved_on_a_day_are_read_in_their_order_without_those_of_other_days(cast):
    users = [cast.anna.id, cast.boris.id, cast.gleb.id]
    with CaptureQueriesContext(connection) as caught:
        list_moved(actor=cast.actors["emma"], user_ids=users, day=NOW.date())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {caught.captured_queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "score_by_day" in plan
