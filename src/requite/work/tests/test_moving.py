"""Moved, stretched and put back: the acts of the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from testing.builders import BACK, DAY, meeting_of, person_of, planned_call, status, task_of
from testing.cast import entries

from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.work.actions import correct_activity, lengths, log_call, meetings, tasks
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TEN = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
def meeting(cast):
    return meeting_of(cast, person_of(cast), at=TEN)


class TestMove:
    def test_is_put_back_by_its_undo(self, actors, meeting):
        anna = actors["anna"]
        fresh = meetings.postpone_meeting(
            actor=anna, at=BACK, activity_id=meeting.id, event_at=TEN + DAY, version=1
        )
        back = meetings.restore_meeting(actor=anna, at=BACK, activity_id=fresh.id)
        assert (back.id, back.state, back.at) == (meeting.id, "planned", TEN)
        assert Activity.objects.filter(retracted_at=None).count() == 1
        assert [one.type for one in entries()][-2:] == ["work.ActivityRetracted", "work.MeetingSettled"]

    def test_of_two_at_once_the_second_learns_of_the_first(self, actors, meeting):
        sent = {"at": BACK, "activity_id": meeting.id, "version": 1}
        meetings.postpone_meeting(actor=actors["vera"], event_at=TEN + HOUR, **sent)
        with pytest.raises(Stale) as caught:
            meetings.postpone_meeting(actor=actors["anna"], event_at=TEN + 2 * HOUR, **sent)
        assert "Vera" in caught.value.by
        assert Activity.objects.filter(state="planned").count() == 1

    def test_what_went_on_since_is_not_put_back(self, actors, meeting):
        anna = actors["anna"]
        fresh = meetings.postpone_meeting(actor=anna, at=BACK, activity_id=meeting.id, event_at=TEN + DAY)
        lengths.correct_length(actor=anna, at=BACK, activity_id=fresh.id, until=TEN + DAY + 2 * HOUR)
        with pytest.raises(Refused):
            meetings.restore_meeting(actor=anna, at=BACK, activity_id=fresh.id)
        with pytest.raises(Refused):
            meetings.restore_meeting(actor=anna, at=BACK, activity_id=meeting.id)

    def test_only_who_may(self, actors, meeting):
        for name, error in (("gleb", NotVisible), ("boris", NotAllowed), ("emma", NotAllowed)):
            with pytest.raises(error):
                lengths.correct_length(
                    actor=actors[name], at=BACK, activity_id=meeting.id, until=TEN + 2 * HOUR
                )
            with pytest.raises(error):
                meetings.restore_meeting(actor=actors[name], at=BACK, activity_id=meeting.id)


class TestStretch:
    def test_changes_the_end_and_says_so(self, actors, meeting):
        done = lengths.correct_length(
            actor=actors["anna"], at=BACK, activity_id=meeting.id, until=TEN + 2 * HOUR
        )
        assert done.until == TEN + 2 * HOUR
        last = entries("work.ActivityCorrected")[-1]
        assert last.changes == {"until": [(TEN + HOUR).isoformat(), (TEN + 2 * HOUR).isoformat()]}

    @pytest.mark.parametrize("length", [timedelta(), -HOUR, timedelta(days=32)])
    def test_refuses_nothing_and_more_than_a_month(self, actors, meeting, length):
        with pytest.raises(Refused) as caught:
            lengths.correct_length(actor=actors["anna"], at=BACK, activity_id=meeting.id, until=TEN + length)
        assert "until" in caught.value.errors

    def test_of_two_at_once_the_second_learns_of_the_first(self, actors, meeting):
        sent = {"actor": actors["anna"], "at": BACK, "activity_id": meeting.id, "version": 1}
        lengths.correct_length(until=TEN + 2 * HOUR, **sent)
        with pytest.raises(Stale):
            lengths.correct_length(until=TEN + 3 * HOUR, **sent)


class TestWholeDays:
    def test_a_task_is_due_at_the_end_of_the_companys_day(self, actors):
        task = tasks.plan_task(actor=actors["anna"], at=BACK, topic="Send", on=date(2026, 11, 26))
        assert task.is_all_day
        assert task.day == date(2026, 11, 26)
        assert task.at == datetime(2026, 11, 26, 14, 59, 59, tzinfo=UTC)

    def test_goes_to_a_time_and_back(self, cast, actors):
        task, sent = task_of(cast, person_of(cast)), {"actor": actors["anna"], "at": BACK}
        moved = tasks.postpone_activity(**sent, activity_id=task.id, on=date(2026, 11, 27))
        assert (moved.is_all_day, moved.day) == (True, date(2026, 11, 27))
        timed = tasks.postpone_activity(**sent, activity_id=task.id, event_at=TEN)
        assert (timed.is_all_day, timed.at) == (False, TEN)
        again = correct_activity.correct_activity(
            **sent, activity_id=task.id, given={}, on=date(2026, 11, 28)
        )
        assert (again.is_all_day, again.day) == (True, date(2026, 11, 28))

    def test_a_call_and_a_meeting_have_a_time(self, cast, actors, meeting):
        call, sent = planned_call(cast, person_of(cast, family="Nam")), {"actor": actors["anna"], "at": BACK}
        for act in (
            lambda: tasks.postpone_activity(**sent, activity_id=call.id, on=date(2026, 11, 27)),
            lambda: correct_activity.correct_activity(
                **sent, activity_id=meeting.id, given={}, on=date(2026, 11, 27)
            ),
        ):
            with pytest.raises(Refused) as caught:
                act()
            assert "clock" in caught.value.errors

    def test_of_two_who_put_it_off_the_second_learns_of_the_first(self, cast, actors):
        task, sent = task_of(cast, person_of(cast)), {"actor": actors["anna"], "at": BACK, "version": 1}
        tasks.postpone_activity(**sent, activity_id=task.id, event_at=TEN)
        with pytest.raises(Stale):
            tasks.postpone_activity(**sent, activity_id=task.id, event_at=TEN + HOUR)


class TestTaskThatTakesTime:
    def test_is_planned_with_its_length_and_keeps_it(self, actors):
        sent = {"actor": actors["anna"], "at": BACK}
        task = tasks.plan_task(**sent, topic="Write it", event_at=TEN, until=TEN + HOUR)
        assert task.until == TEN + HOUR
        assert entries("work.TaskPlanned")[-1].changes["until"] == [None, (TEN + HOUR).isoformat()]
        moved = tasks.postpone_activity(**sent, activity_id=task.id, event_at=TEN + DAY)
        assert moved.until == TEN + DAY + HOUR
        whole = tasks.postpone_activity(**sent, activity_id=task.id, on=date(2026, 11, 27))
        assert (whole.is_all_day, whole.until) == (True, None)

    def test_is_given_a_length_and_loses_it(self, cast, actors):
        call, sent = planned_call(cast, person_of(cast)), {"actor": actors["anna"], "at": BACK}
        longer = lengths.correct_length(**sent, activity_id=call.id, until=call.at + HOUR)
        assert longer.until == call.at + HOUR
        assert lengths.correct_length(**sent, activity_id=call.id, until=None).until is None
        assert entries("work.ActivityCorrected")[-1].changes == {
            "until": [(call.at + HOUR).isoformat(), None]
        }

    def test_a_call_that_was_made_is_as_long_as_it_was(self, cast, actors):
        call, sent = planned_call(cast, person_of(cast)), {"actor": actors["anna"], "at": BACK}
        lengths.correct_length(**sent, activity_id=call.id, until=call.at + HOUR)
        made = log_call.settle_call(**sent, activity_id=call.id, outcome_id=status().id)
        assert (made.at, made.until) == (BACK, None)

    def test_refuses_a_length_without_a_time_and_of_what_is_done(self, actors, meeting):
        sent = {"actor": actors["anna"], "at": BACK}
        with pytest.raises(Refused) as caught:
            tasks.plan_task(**sent, topic="Send", on=date(2026, 11, 26), until=TEN)
        assert "clock" in caught.value.errors
        whole = tasks.plan_task(**sent, topic="Send", on=date(2026, 11, 26))
        done = tasks.plan_task(**sent, topic="Send", event_at=TEN)
        tasks.complete_task(**sent, activity_id=done.id)
        for id_, until in ((whole.id, whole.at + HOUR), (done.id, TEN + HOUR), (meeting.id, None)):
            with pytest.raises(Refused):
                lengths.correct_length(**sent, activity_id=id_, until=until)
