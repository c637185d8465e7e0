"""Where a person stands is kept by the database: last contact, next step, and whose it is."""

from datetime import timedelta

import pytest
from testing.builders import BACK, call_of, meeting_of, note_of, person_of, planned_call, status, task_of
from testing.cast import DAY, NOW

from requite.people.actions.archive import assign_record
from requite.work.actions.correct_activity import correct_activity, restore_activity, retract_activity
from requite.work.actions.log_call import reopen_call, settle_call
from requite.work.actions.meetings import call_off_meeting, hold_meeting, plan_meeting, postpone_meeting
from requite.work.actions.tasks import complete_task, postpone_activity
from requite.work.models import Activity, Attendance, Standing
from requite.work.queries.day import standings

HOUR = timedelta(hours=1)


@pytest.fixture
def person(cast):
    return person_of(cast, "anna")


@pytest.fixture
def do(cast):
    """Do it as Anna, now."""

    def run(doing, activity, **values):
        return doing(actor=cast.actors["anna"], at=NOW, activity_id=activity.id, **values)

    return run


def stands(person):
    """(last contact, next step); None where nothing was ever done."""
    return standings([person.id]).get(person.id)


def test_of_nobody_yet_is_none(cast, person):
    assert stands(person) is None
    assert standings([]) == {}


def test_follows_a_call(cast, person, do):
    call = call_of(cast, person)
    assert stands(person) == (BACK, None)
    do(reopen_call, call)
    assert stands(person) == (None, None)
    do(settle_call, call, outcome_id=status("no_answer").id)
    assert stands(person) == (None, None)
    do(settle_call, call, outcome_id=status("agreed").id)
    assert stands(person) == (BACK, None)


def test_follows_a_meeting(cast, person, do):
    meeting = meeting_of(cast, person)
    assert stands(person) == (None, BACK + DAY)
    do(correct_activity, meeting, given={}, event_at=BACK + 2 * DAY)
    assert stands(person) == (None, BACK + 2 * DAY)
    do(hold_meeting, meeting)
    assert stands(person) == (BACK + 2 * DAY, None)
    do(retract_activity, meeting)
    assert stands(person) == (None, None)
    do(restore_activity, meeting)
    assert stands(person) == (BACK + 2 * DAY, None)


def test_follows_a_meeting_that_moves_or_is_called_off(cast, person, do):
    meeting = meeting_of(cast, person)
    moved = do(postpone_meeting, meeting, event_at=NOW + DAY)
    assert stands(person) == (None, NOW + DAY)
    do(call_off_meeting, moved)
    assert stands(person) == (None, None)


def test_the_next_step_is_the_soonest_and_the_last_contact_the_latest(cast, person, do):
    task, call = task_of(cast, person, at=NOW + 3 * DAY), planned_call(cast, person, at=NOW + DAY)
    for at in (BACK, BACK + 2 * HOUR, BACK + HOUR):
        call_of(cast, person, at=at)
    assert stands(person) == (BACK + 2 * HOUR, NOW + DAY)
    do(postpone_activity, call, event_at=NOW + 4 * DAY)
    assert stands(person) == (BACK + 2 * HOUR, NOW + 3 * DAY)
    do(complete_task, task)
    assert stands(person) == (BACK + 2 * HOUR, NOW + 4 * DAY)
    do(complete_task, call, state="dropped")
    assert stands(person) == (BACK + 2 * HOUR, None)


def test_notes_and_tasks_are_no_contact(cast, person, do):
    note_of(cast, person)
    do(complete_task, task_of(cast, person))
    assert stands(person) == (None, None)


class TestGuest:
    @pytest.fixture
    def guest(self, cast):
        return person_of(cast, "boris", "Han")

    @pytest.fixture
    def meeting(self, cast, person, guest):
        return plan_meeting(
            actor=cast.actors["anna"], at=BACK, event_at=BACK + DAY, person_id=person.id, people=[guest.id]
        )

    def test_stands_as_the_meeting_does(self, cast, person, guest, meeting, do):
        assert stands(guest) == stands(person) == (None, BACK + DAY)
        do(hold_meeting, meeting)
        assert stands(guest) == stands(person) == (BACK + DAY, None)
        do(retract_activity, meeting)
        assert stands(guest) == stands(person) == (None, None)

    def test_goes_with_the_moved_one(self, cast, person, guest, meeting, do):
        do(postpone_meeting, meeting, event_at=NOW + DAY)
        assert stands(guest) == stands(person) == (None, NOW + DAY)

    def test_who_leaves_has_no_step(self, cast, guest, meeting):
        Attendance.objects.filter(person=guest).delete()
        assert stands(guest) == (None, None)


class TestOwner:
    def test_is_the_persons(self, cast, person):
        call_of(cast, person, "vera")
        assert Standing.objects.get(person=person).owner_id == cast.anna.id

    def test_moves_with_the_person(self, cast, person):
        call_of(cast, person)
        assign_record(
            actor=cast.actors["anna"], at=NOW, kind="person", record_id=person.id, owner_id=cast.boris.id
        )
        assert Standing.objects.get(person=person).owner_id == cast.boris.id


def test_many_at_once_are_kept_in_one_statement(cast, django_assert_num_queries):
    people = [person_of(cast, "anna", f"Kim{n}") for n in range(5)]
    template = call_of(cast, people[0])
    copies = [
        Activity(
            kind="call", state="done", owner=cast.anna, person=person, day=template.day, at=NOW, made_at=NOW,
            outcome_class="reached",
        )
        for person in people
    ]  # fmt: skip
    with django_assert_num_queries(1):
        Activity.objects.bulk_create(copies)
    assert [stands(person) for person in people] == [(NOW, None)] * 5
    Activity.objects.filter(at=NOW).update(person=people[1])
    assert [stands(person) for person in people] == [
        (BACK, None), (NOW, None), (None, None), (None, None), (None, None),
    ]  # fmt: skip
    Activity.objects.filter(at=NOW).delete()
    assert stands(people[1]) == (None, None)
