"""Checks as they are listed: what waits for whom, what the rep sees, and what became of the record meanwhile."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requite.identity.models import User
from requite.identity.tests.cast import NOW
from requite.insight.checks.actions.draw_checks import draw_week
from requite.insight.checks.models import Check
from requite.insight.checks.queries.anchors import anchors_now
from requite.insight.checks.queries.rates import list_rates
from requite.insight.checks.queries.records import count_waiting, get_check, list_checks, list_waiting
from requite.insight.checks.tests.stage import DAY, again, check_of, drawn, held, judge, plan, system
from requite.kernel.errors import NotVisible, Refused
from requite.people.models import Person
from requite.work.actions.correct_activity import retract_activity
from requite.work.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(cast):
    return check_of(cast)


def test_the_queue_holds_what_waits_for_one(cast):
    checks = drawn(cast, 3, 3)
    names = {who: cast.actors[who] for who in ("vera", "emma", "oleg", "gleb", "anna")}
    assert [one.id for one in list_waiting(actor=names["vera"])] == [one.id for one in checks]
    assert [count_waiting(actor=names[who]) for who in ("vera", "emma", "gleb", "anna")] == [3, 3, 0, 0]
    judge(cast, checks[0])
    judge(cast, checks[1], "made_up", "nobody there")
    assert [one.id for one in list_waiting(actor=names["vera"])] == [checks[2].id]
    assert {one.id for one in list_waiting(actor=names["oleg"])} == {checks[1].id, checks[2].id}
    again(cast, checks[1])
    assert count_waiting(actor=names["oleg"]) == 1


def test_the_rep_sees_all_of_it_and_a_colleague_none(cast):
    checks = drawn(cast, 3, 3)
    judge(cast, checks[0], "wrong", "the topic")
    rows = list_checks(actor=cast.actors["anna"], now=NOW, user_id=cast.anna.id)
    assert {one.id for one in rows} == {one.id for one in checks}
    said = {(one.verdict, one.why, one.judged_by) for one in rows}
    assert said == {("wrong", "the topic", ("Park", "Vera")), ("", "", ("", ""))}
    assert rows[0].title == "prices"
    assert list_checks(actor=cast.actors["boris"], now=NOW, user_id=cast.anna.id) == []
    assert len(list_checks(actor=cast.actors["anna"], now=NOW, after=rows[0].key)) == 2
    assert len(list_checks(actor=cast.actors["vera"], now=NOW, user_id=cast.anna.id, only="counted")) == 1


def test_a_record_that_was_taken_back_handed_on_or_went_out_of_sight_is_said_to_be(cast, check):
    def standing(who="vera"):
        return get_check(actor=cast.actors[who], check_id=check.id).standing

    assert standing() == "here"
    retract_activity(actor=cast.actors["anna"], at=NOW, activity_id=check.record_id)
    assert standing() == "off"
    Activity.objects.update(retracted_at=None, owner=cast.boris)
    assert standing() == "moved"
    Activity.objects.update(owner=cast.gleb)
    assert (standing(), standing("emma")) == ("unseen", "moved")
    with pytest.raises(Refused) as refused:
        judge(cast, check)
    assert set(refused.value.errors) == {"verdict"}
    judge(cast, check, "cant_tell", "it is another team’s now")
    Activity.objects.all().delete()
    assert standing() == "gone"


def test_a_name_that_the_reader_does_not_see_is_not_told(cast, check):
    assert get_check(actor=cast.actors["vera"], check_id=check.id).person == ("Seo", "Hana")
    Person.objects.update(owner=cast.gleb)
    assert get_check(actor=cast.actors["vera"], check_id=check.id).person == ("", "")


def test_a_rep_who_moved_is_checked_by_the_new_leader(cast, check):
    User.objects.filter(id=cast.anna.id).update(team=cast.south, is_active=False, deactivated_at=NOW)
    del cast.__dict__["actors"]
    with pytest.raises(NotVisible):
        judge(cast, check)
    judge(cast, check, "cant_tell", "left", who="emma")
    assert get_check(actor=cast.actors["emma"], check_id=check.id).is_active is False


def test_a_queue_of_the_whole_company_is_read_in_its_order_without_sorting_all_that_waits(cast, check):
    with CaptureQueriesContext(connection) as caught:
        list_waiting(actor=cast.actors["emma"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {caught.captured_queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "check_waiting_by_time" in plan


def test_what_counts_is_what_the_anchor_counts(cast):
    """Neither what counts only from a later day on, nor what counted longer ago than the anchor looks."""
    checks = drawn(cast, 4, 4)
    for check in checks[:2]:
        judge(cast, check)
    judge(cast, checks[2], "made_up", "nobody there")
    again(cast, checks[2])
    Check.objects.filter(id=checks[1].id).update(counts_at=NOW - 91 * DAY)
    vera = cast.actors["vera"]
    anchor = anchors_now(actor=vera, user_ids=[cast.anna.id], now=NOW)[cast.anna.id]
    found = list_checks(actor=vera, now=NOW, user_id=cast.anna.id, only="counted")
    assert ([one.id for one in found], anchor.checks) == ([checks[0].id], 1)


def test_each_number_of_the_results_is_that_of_its_checks(cast):
    checks = drawn(cast, 6, 6)
    judge(cast, checks[0])
    judge(cast, checks[1], "wrong", "the topic")
    judge(cast, checks[2], "cant_tell", "gone")
    judge(cast, checks[3], "made_up", "nobody there")
    again(cast, checks[3])
    judge(cast, checks[4], "made_up", "nobody there")
    again(cast, checks[4], "cant_tell", "perhaps")
    Check.objects.filter(id=checks[0].id).update(drawn_at=NOW - 91 * DAY)
    vera, later = cast.actors["vera"], NOW + 10 * DAY
    for now in (NOW, later):
        (rate,), _whole = list_rates(actor=vera, start=now - 90 * DAY, end=now + timedelta(microseconds=1))
        numbers = {"drawn": rate.drawn, "checked": rate.checked, "wrong": rate.defects, "cant_tell": rate.cant_tell}
        for only, n in numbers.items():
            assert len(list_checks(actor=vera, now=now, only=only, stratum="meeting")) == n, (now, only)
            assert list_checks(actor=vera, now=now, only=only, stratum="call") == []
        assert (numbers["drawn"], numbers["wrong"], numbers["cant_tell"]) == (5, 1 if now == NOW else 2, 2)


def test_a_stratum_of_which_there_was_nothing_to_draw_is_told(cast):
    held(cast, 2)
    plan(cast, meeting=2, deal=3)
    draw_week(actor=system(cast), at=NOW)
    for user_ids in (None, [cast.anna.id]):
        rates, whole = list_rates(actor=cast.actors["vera"], start=NOW - DAY, end=NOW + DAY, user_ids=user_ids)
        assert [(one.stratum, one.drawn) for one in rates] == [("meeting", 2), ("deal", 0)]
        assert whole.drawn == 2
