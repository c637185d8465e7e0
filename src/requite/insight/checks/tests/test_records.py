"""Checks as they are listed: what waits for whom, what the rep sees, and what became of the record meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requite.identity.models import User
from requite.identity.tests.cast import NOW
from requite.insight.checks.queries.records import count_waiting, get_check, list_checks, list_waiting
from requite.insight.checks.tests.stage import again, check_of, drawn, judge
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
    rows = list_checks(actor=cast.actors["anna"], user_id=cast.anna.id)
    assert {one.id for one in rows} == {one.id for one in checks}
    said = {(one.verdict, one.why, one.judged_by) for one in rows}
    assert said == {("wrong", "the topic", ("Park", "Vera")), ("", "", ("", ""))}
    assert rows[0].title == "prices"
    assert list_checks(actor=cast.actors["boris"], user_id=cast.anna.id) == []
    assert len(list_checks(actor=cast.actors["anna"], after=rows[0].key)) == 2
    assert len(list_checks(actor=cast.actors["vera"], user_id=cast.anna.id, only="counted")) == 1


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
