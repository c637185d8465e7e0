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
from requite.work.actions.change_many import postpone_many, restore_many, retract_many, return_many
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.log_call import log_call
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
