"""What a day alone makes late or near enough is judged anew by a job."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from testing.builders import deal_of, meeting_of, person_of
from testing.cast import DAY, NOW

from requite.deals.models import Deal
from requite.fields.actions.fields import FieldDraft, register_field
from requite.people.models import Person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.aging import When, list_aged, list_dated
from requite.quality.models import Requirement
from requite.quality.registry import KINDS
from requite.quality.terms import Terms
from requite.work.models import Activity
from requite.work.reassessing import THESE, reopen_aged

pytestmark = pytest.mark.django_db
PAST = NOW - 9 * DAY


def ask(cast, kind, field, stage="", teams=(), **limits):
    Requirement.objects.filter(kind=kind, field=field).delete()
    terms = Terms(teams=teams, limits={name: [text] for name, text in limits.items()})
    values = {"kind": kind, "stage": stage, "field": field, "weight": 2, "grace_hours": 24}
    return declare_requirement(actor=cast.actors["oleg"], at=PAST, terms=terms, **values)


def lacks(model, record, field):
    return field in model.objects.get(id=record.id).missing


def test_an_expected_close_that_has_passed_is_owed_and_once_only(cast):
    ask(cast, "deal", "expected_on", ahead="1")
    deal = deal_of(cast, expected_on=f"{NOW + DAY:%Y-%m-%d}")
    assert reopen_aged(at=NOW) == 0
    assert not lacks(Deal, deal, "expected_on")
    assert reopen_aged(at=NOW + 2 * DAY) == 1
    assert lacks(Deal, deal, "expected_on")
    assert reopen_aged(at=NOW + 2 * DAY) == 0


def test_what_was_too_far_ahead_is_near_enough_one_day(cast):
    ask(cast, "meeting", "date", "planned", days="5")
    meeting = meeting_of(cast, person_of(cast), at=NOW + 9 * DAY)
    assert lacks(Activity, meeting, "date")
    assert reopen_aged(at=NOW + 3 * DAY) == 0
    assert reopen_aged(at=NOW + 4 * DAY) == 1
    assert not lacks(Activity, meeting, "date")


def test_a_companys_own_date(cast):
    draft = FieldDraft(kind="person", type="time", name="Call back")
    slug = register_field(actor=cast.actors["oleg"], at=PAST, draft=draft).slug
    ask(cast, "person", slug, ahead="1")
    person = person_of(cast, own={slug: f"{NOW:%Y-%m-%d} 23:30"})
    assert not lacks(Person, person, slug)
    assert reopen_aged(at=NOW) == 0
    assert reopen_aged(at=NOW + timedelta(days=1, hours=14)) == 1
    assert lacks(Person, person, slug)


def test_of_teams_that_are_not_meant_nothing_is_looked_at(cast):
    ask(cast, "deal", "expected_on", teams=[str(cast.south.id)], ahead="1")
    deal_of(cast, expected_on=f"{NOW - DAY:%Y-%m-%d}")
    deal_of(cast, "gleb", expected_on=f"{NOW + DAY:%Y-%m-%d}")
    assert reopen_aged(at=NOW + 5 * DAY) == 1


def explain(kind, *, today):
    """How PostgreSQL finds what lines of the kind find otherwise, where sorting and reading whole tables are dear."""
    when = When(today, ZoneInfo("Asia/Seoul"))
    with transaction.atomic(), CaptureQueriesContext(connection) as told:
        for line in list_dated(kind, at=NOW):
            list(list_aged(line, when=when))
    [sql] = [each["sql"] for each in told if "looked AS" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(("kind", "field"), [("deal", "expected_on"), ("meeting", "date")])
def test_begins_at_the_days_and_never_at_the_records(cast, kind, field):
    ask(cast, kind, field, ahead="1")
    plan = explain(KINDS[kind], today=NOW.date()).partition("CTE Scan")[0]
    assert "Index Cond: ((ROW(" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(("type_", "index"), [("date", "value_day"), ("time", "value_moment")])
def test_a_companys_own_dates_by_their_index(cast, type_, index):
    slug = register_field(actor=cast.actors["oleg"], at=PAST, draft=FieldDraft(kind="person", type=type_, name="On")).slug
    ask(cast, "person", slug, ahead="1")
    assert index in explain(KINDS["person"], today=NOW.date())


def test_more_than_fit_into_a_window_of_one_day_and_of_several(cast, monkeypatch):
    monkeypatch.setattr("requite.quality.aging.BATCH", 2)
    ask(cast, "deal", "expected_on", ahead="1")
    deals = [deal_of(cast, expected_on=f"{NOW + n * DAY:%Y-%m-%d}") for n in (1, 1, 1, 1, 2, 3, 3)]
    assert reopen_aged(at=NOW + 3 * DAY) == 5
    assert [lacks(Deal, one, "expected_on") for one in deals] == [True] * 5 + [False] * 2


class TestOneThatFails:
    """Its records can't be judged in the time that a statement has."""

    @pytest.fixture
    def slow(self, cast, monkeypatch):
        """Anna's deals and meetings came of age; a statement that judges deals lasts longer than it may."""
        ask(cast, "deal", "expected_on", ahead="1")
        ask(cast, "meeting", "date", "planned", ahead="1")
        deals = [deal_of(cast, expected_on=f"{NOW + DAY:%Y-%m-%d}") for _n in range(4)]
        meeting = meeting_of(cast, person_of(cast), at=NOW + DAY)
        waits = []

        def judge(*, kind, ids, at):
            waits.append(len(ids))
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 30")
                cursor.execute("SELECT CASE WHEN %s > 1 THEN pg_sleep(1) END", [len(ids)])
                cursor.execute("SET LOCAL statement_timeout = 0")
            judge_deals(kind=kind, ids=ids, at=at)

        judge_deals = THESE["deal"]
        monkeypatch.setitem(THESE, "deal", judge)
        return deals, meeting, waits

    def test_is_parted(self, slow):
        deals, _meeting, waits = slow
        assert reopen_aged(at=NOW + 3 * DAY) == 5
        assert all(lacks(Deal, one, "expected_on") for one in deals)
        assert waits == [4, 2, 1, 3, 1, 2, 1, 1]

    def test_holds_up_no_other_and_is_told_when_all_is_done(self, slow, monkeypatch):
        deals, meeting, _waits = slow

        def fail(*, kind, ids, at):
            raise ZeroDivisionError

        monkeypatch.setitem(THESE, "deal", fail)
        with pytest.raises(ExceptionGroup):
            reopen_aged(at=NOW + 3 * DAY)
        assert lacks(Activity, meeting, "date")
        assert not lacks(Deal, deals[0], "expected_on")
