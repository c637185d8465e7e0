"""A moved meeting put back alone and among many, at the same moment: the one waits, and is told what became of it."""

from threading import Thread

import pytest
from django.db import connection, transaction
from testing.builders import meeting_of, person_of, planned_call, status
from testing.cast import DAY, NOW
from testing.committed import apart, until_it_waits

from requite.journal.models import Act
from requite.kernel.errors import NotVisible
from requite.kernel.reading import fetch_one
from requite.people.actions.points import correct_point, register_point
from requite.people.models import Person, Point
from requite.work.actions.change_many import postpone_many, restore_many, retract_many, return_many
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.log_call import log_call, reopen_call, settle_call
from requite.work.actions.meetings import restore_meeting
from requite.work.models import Activity


@pytest.mark.slow
def test_the_undo_of_one_waits_for_that_of_many_and_never_the_other_way_round(kept_cast):
    cast = kept_cast
    anna = apart(lambda: cast.actors)["anna"]

    def move():
        meeting = meeting_of(cast, person_of(cast))
        act = Act.objects.create(at=NOW, actor_id=anna.id, actor_name=anna.name, kind="activity", what="days")
        postpone_many(actor=anna, at=NOW, ids=[meeting.id], days=3, act_id=act.id)
        return meeting, Activity.objects.get(follows=meeting), act

    meeting, fresh, act = apart(move)
    told = []

    def put_back():
        try:
            restore_meeting(actor=anna, at=NOW, activity_id=fresh.id)
        except Exception as fault:
            told.append(type(fault))
        finally:
            connection.close()

    def undo():
        single = Thread(target=put_back)
        with transaction.atomic():
            Activity.objects.select_for_update().get(id=meeting.id)  # as far as `return_many` is with its first lock
            single.start()
            until_it_waits()
            found = return_many(actor=anna, at=NOW, act=act)
        single.join(30)
        return len(found.rows)

    try:
        assert apart(undo) == 1
        assert told == [NotVisible]  # the new meeting is gone
        states = apart(lambda: dict(Activity.objects.filter(retracted_at=None).values_list("id", "state")))
        assert states == {meeting.id: "planned"}
    finally:
        apart(Act.objects.all().delete)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["retract", "restore"])
def test_two_acts_whose_calls_and_next_calls_overlap_never_wait_for_each_other_in_a_ring(kept_cast, way):
    """The one holds a call, its next one and a later call of the other's; the other holds that next call first of all."""
    cast = kept_cast
    anna = apart(lambda: cast.actors)["anna"]
    act = {"retract": retract_many, "restore": restore_many}[way]

    def make():
        person = person_of(cast)
        outcome = status("call_back").id
        first = log_call(actor=anna, at=NOW, person_id=person.id, outcome_id=outcome, again_at=NOW + DAY)
        following = Activity.objects.get(follows=first)
        later = planned_call(cast, person, at=NOW)
        assert first.id < following.id < later.id
        if way == "restore":
            retract_many(actor=anna, at=NOW, ids=[first.id, later.id])
        return first.id, following.id, later.id

    first, following, later = apart(make)
    faults = []

    def other():
        try:
            act(actor=anna, at=NOW, ids=[first, later])
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    def both():
        thread = Thread(target=other)
        with transaction.atomic():
            Activity.objects.select_for_update().get(id=following)  # as an act on that one and the later one begins
            thread.start()
            until_it_waits()
            act(actor=anna, at=NOW, ids=[following, later])
        thread.join(30)

    apart(both)
    assert not faults


@pytest.mark.slow
def test_a_call_taken_back_never_covers_what_another_call_proves_at_the_same_moment(kept_cast):
    cast = kept_cast
    anna = apart(lambda: cast.actors)["anna"]

    def call(person, at):
        return log_call(actor=anna, at=at, person_id=person.id, outcome_id=status("talked").id)

    def make():
        person = person_of(cast)
        return person, call(person, NOW)

    person, first = apart(make)
    faults = []

    def take_back():
        try:
            retract_activity(actor=anna, at=NOW, activity_id=first.id)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    def both():
        thread = Thread(target=take_back)
        with transaction.atomic():
            call(person, NOW + DAY)
            thread.start()
            until_it_waits()
        thread.join(30)
        return fetch_one("SELECT at FROM quality_proof WHERE record_id = %s AND source = 'call'", [person.id])

    assert apart(both) == (NOW + DAY,)
    assert not faults


def while_waiting(first, second):
    """What the second does while the first isn't committed yet; whatever it raised."""
    faults = []

    def late():
        try:
            second()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    def both():
        thread = Thread(target=late)
        with transaction.atomic():
            first()
            thread.start()
            until_it_waits()
        thread.join(30)

    apart(both)
    return faults


@pytest.mark.slow
@pytest.mark.parametrize("act", [reopen_call, retract_activity])
def test_a_next_call_that_is_settled_meanwhile_isnt_taken_back_with_the_call_before_it(kept_cast, act):
    cast = kept_cast
    anna = apart(lambda: cast.actors)["anna"]

    def make():
        again = {"outcome_id": status("call_back").id, "again_at": NOW + DAY}
        call = log_call(actor=anna, at=NOW, person_id=person_of(cast).id, **again)
        return call.id, Activity.objects.get(follows=call).id, status("talked").id

    call_id, next_id, talked = apart(make)
    faults = while_waiting(
        lambda: settle_call(actor=anna, at=NOW, activity_id=next_id, outcome_id=talked, result="They want two"),
        lambda: act(actor=anna, at=NOW, activity_id=call_id),
    )
    following = apart(lambda: Activity.objects.get(id=next_id))
    assert (following.state, following.result, following.retracted_at) == ("done", "They want two", None)
    assert not faults


def wrong_number_while(cast, write):
    """The number of a call turns out to be wrong while somebody writes a point of the person: the person after both."""
    anna = apart(lambda: cast.actors)["anna"]

    def make():
        person = person_of(cast)
        call = log_call(actor=anna, at=NOW, person_id=person.id, outcome_id=status("no_answer").id)
        return person.id, call, status("wrong_number").id

    person_id, call, wrong = apart(make)
    faults = while_waiting(
        lambda: write(anna, person_id, call.point_id),
        lambda: settle_call(actor=anna, at=NOW, activity_id=call.id, outcome_id=wrong),
    )
    assert not faults
    return apart(lambda: Person.objects.get(id=person_id))


@pytest.mark.slow
def test_a_wrong_number_leaves_nothing_missing_where_another_one_came_meanwhile(kept_cast):
    def add(anna, person_id, _point):
        register_point(actor=anna, at=NOW, kind="phone", raw="010-8765-4329", person_id=person_id)

    assert "phone" not in wrong_number_while(kept_cast, add).missing


@pytest.mark.slow
def test_a_number_that_was_corrected_meanwhile_isnt_the_wrong_one(kept_cast):
    def correct(anna, _person, point_id):
        correct_point(actor=anna, at=NOW, point_id=point_id, raw="010-8765-4329")

    person = wrong_number_while(kept_cast, correct)
    assert "phone" not in person.missing
    assert apart(lambda: Point.objects.get(person=person, kind="phone").state) == "valid"
