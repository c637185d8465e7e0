"""The undo of what was said of a call or a meeting leaves what stood before, and nothing else."""

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import meeting_of, person_of, status
from testing.cast import DAY, NOW

from requite.kernel.errors import Stale
from requite.work.actions.log_call import log_call, reopen_call, settle_call
from requite.work.actions.meetings import (
    call_off_meeting,
    hold_meeting,
    postpone_meeting,
    reopen_meeting,
    restore_meeting,
)
from requite.work.models import Activity

AHEAD = NOW + DAY


@pytest.fixture
def person(cast):
    return person_of(cast)


@pytest.fixture
def meeting(cast, person):
    return meeting_of(cast, person, at=NOW - DAY)


def act(cast, doing, activity, at=NOW, **values):
    return doing(actor=cast.actors["anna"], at=at, activity_id=activity.id, **values)


def log(cast, person, key, **values):
    return log_call(actor=cast.actors["anna"], at=NOW, person_id=person.id, outcome_id=status(key).id, **values)


def settle(cast, call, key, **values):
    return act(cast, settle_call, call, outcome_id=status(key).id, **values)


def fresh(activity):
    return Activity.objects.get(id=activity.id)


def number(person):
    return person.points.get(kind="phone").state


class TestCall:
    def test_that_was_settled_again_has_the_outcome_before(self, cast, person):
        call = log(cast, person, "talked")
        settle(cast, call, "wrong_number")
        act(cast, reopen_call, call)
        assert (fresh(call).outcome.key, fresh(call).outcome_class, fresh(call).missing) == ("talked", "reached", [])
        assert number(person) == "confirmed"
        assert last_entry("work.CallSettled").changes == {"outcome": ["wrong_number", "talked"]}

    def test_keeps_the_next_call_of_the_outcome_before(self, cast, person):
        call = log(cast, person, "call_back", again_at=AHEAD)
        settle(cast, call, "no_answer", at=AHEAD)
        act(cast, reopen_call, call)
        assert fresh(call).outcome.key == "call_back"
        assert Activity.objects.get(follows=call).retracted_at is None

    def test_loses_the_next_call_of_the_outcome_that_goes(self, cast, person):
        call = log(cast, person, "no_answer")
        settle(cast, call, "call_back", again_at=AHEAD + DAY, at=AHEAD)
        act(cast, reopen_call, call)
        assert fresh(call).outcome.key == "no_answer"
        assert Activity.objects.get(follows=call).retracted_at

    def test_that_somebody_settled_since_stays(self, cast, person):
        call = log(cast, person, "talked")
        seen = fresh(call).version
        settle(cast, call, "no_answer")
        with untouched(), pytest.raises(Stale):
            act(cast, reopen_call, call, version=seen)

    @pytest.mark.parametrize(("earlier", "state"), [(None, "valid"), ("talked", "confirmed"), ("wrong_number", "wrong")])
    def test_by_which_somebody_was_reached_leaves_of_the_number_what_was_known_before(self, cast, person, earlier, state):
        if earlier:
            log(cast, person, earlier, event_at=NOW - DAY)
        act(cast, reopen_call, log(cast, person, "talked"))
        assert number(person) == state


class TestMeeting:
    def test_that_was_held_is_so_again(self, cast, meeting):
        act(cast, hold_meeting, meeting, result="They want two")
        act(cast, call_off_meeting, meeting)
        act(cast, reopen_meeting, meeting)
        assert (fresh(meeting).state, fresh(meeting).missing, fresh(meeting).is_contact) == ("held", [], True)

    def test_whose_result_came_later_stays_held_without_it(self, cast, meeting):
        act(cast, hold_meeting, meeting)
        act(cast, hold_meeting, meeting, result="They want two")
        act(cast, reopen_meeting, meeting)
        assert (fresh(meeting).state, fresh(meeting).result) == ("held", "")

    @pytest.mark.parametrize("state", ["called_off", "no_show"])
    def test_that_was_moved_is_what_it_was(self, cast, meeting, state):
        act(cast, call_off_meeting, meeting, state=state)
        act(cast, restore_meeting, act(cast, postpone_meeting, meeting, event_at=AHEAD))
        assert fresh(meeting).state == state

    def test_that_somebody_settled_since_stays(self, cast, meeting):
        act(cast, hold_meeting, meeting)
        seen = fresh(meeting).version
        act(cast, call_off_meeting, meeting)
        with untouched(), pytest.raises(Stale):
            act(cast, reopen_meeting, meeting, version=seen)
