"""What was written down is corrected, taken back and restored; a clash of two is told."""

from datetime import timedelta

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import call_of, meeting_of, note_of, person_of, planned_call, status, task_of
from testing.cast import DAY, NOW, entries

from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id
from requite.work.actions.correct_activity import (
    correct_activity,
    fields_of,
    restore_activity,
    retract_activity,
)
from requite.work.actions.log_call import log_call
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity, CallStatus
from requite.work.queries.timeline import get_activity, list_timeline

MAKE = {"call": call_of, "meeting": meeting_of, "task": task_of, "note": note_of}


@pytest.fixture
def person(cast):
    return person_of(cast, "anna", company_name="Sejong")


@pytest.fixture
def meeting(cast, person):
    return meeting_of(cast, person, place="Their office")


def correct(cast, activity, given=None, base=None, who="anna", event_at=None):
    return correct_activity(
        actor=cast.actors[who], at=NOW, activity_id=activity.id, given=given or {}, base=base, event_at=event_at
    )  # fmt: skip


def retract(cast, activity, who="anna"):
    return retract_activity(actor=cast.actors[who], at=NOW, activity_id=activity.id)


def restore(cast, activity, who="anna"):
    return restore_activity(actor=cast.actors[who], at=NOW, activity_id=activity.id)


def fresh(activity):
    return Activity.objects.get(id=activity.id)


class TestCorrect:
    def test_writes_and_journals_what_changed_alone(self, cast, meeting, person):
        correct(cast, meeting, {"topic": " offer ", "place": "Their office", "owner": str(cast.gleb.id)})
        assert (fresh(meeting).topic, fresh(meeting).version, fresh(meeting).owner_id) == (
            "offer",
            2,
            cast.anna.id,
        )
        entry = last_entry("work.ActivityCorrected")
        assert entry.changes == {"topic": ["prices", "offer"]}
        assert {f"activity:{meeting.id}", f"person:{person.id}", f"user:{cast.anna.id}"} <= set(entry.topics)

    def test_judges_anew(self, cast, meeting):
        correct(cast, meeting, {"topic": "없음"})
        assert fresh(meeting).missing == ["topic"]
        correct(cast, meeting, {"topic": "prices"})
        assert (fresh(meeting).missing, fresh(meeting).owed_at) == ([], None)

    def test_nothing_changed_is_nothing_written(self, cast, meeting):
        with untouched():
            correct(cast, meeting, fields_of(meeting), fields_of(meeting), event_at=meeting.at)

    def test_changes_of_different_texts_both_stand(self, cast, meeting):
        base = fields_of(meeting)
        correct(cast, meeting, {**base, "topic": "offer"}, base, "vera")
        correct(cast, meeting, {**base, "place": "Ours"}, base)
        assert (fresh(meeting).topic, fresh(meeting).place) == ("offer", "Ours")

    def test_the_second_saver_of_a_text_learns_of_the_first(self, cast, meeting):
        base = fields_of(meeting)
        correct(cast, meeting, {**base, "topic": "offer"}, base, "vera")
        with untouched(), pytest.raises(Stale) as stale:
            correct(cast, meeting, {**base, "topic": "tea"}, base)
        assert stale.value.changes == {"topic": ("offer", "tea")}
        assert stale.value.by == cast.actors["vera"].name

    def test_another_time_moves_the_day_and_the_end(self, cast, meeting):
        length = meeting.until - meeting.at
        correct(cast, meeting, event_at=NOW + 2 * DAY)
        after = fresh(meeting)
        assert (after.at, after.until - after.at, after.day.isoformat()) == (
            NOW + 2 * DAY,
            length,
            "2026-11-26",
        )
        assert set(last_entry().changes) == {"at"}

    def test_what_is_done_cant_be_moved_ahead(self, cast, person, meeting):
        hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, result="ok")
        for found in (meeting, call_of(cast, person), note_of(cast, person)):
            with untouched(), pytest.raises(Refused) as refused:
                correct(cast, found, event_at=NOW + timedelta(minutes=1))
            assert set(refused.value.errors) == {"at"}
        correct(cast, task_of(cast, person), event_at=NOW + DAY)

    @pytest.mark.parametrize("given", [{"topic": "x" * 301}, {"place": "x" * 301}, {"result": "x" * 20_001}])
    def test_refuses_what_is_too_long(self, cast, meeting, given):
        with untouched(), pytest.raises(Refused) as refused:
            correct(cast, meeting, given)
        assert set(refused.value.errors) == set(given)

    def test_refuses_a_note_or_a_task_without_words(self, cast, person):
        note, task = note_of(cast, person), task_of(cast, person)
        for found, field in ((note, "body"), (task, "topic")):
            with untouched(), pytest.raises(Refused) as refused:
                correct(cast, found, {field: "  "})
            assert set(refused.value.errors) == {field}


@pytest.mark.parametrize("kind", MAKE)
class TestRetract:
    def test_hides_it_and_can_be_undone(self, cast, person, kind):
        found = MAKE[kind](cast, person)
        anna = cast.actors["anna"]
        retract(cast, found)
        assert get_activity(actor=anna, activity_id=found.id) is None
        assert list_timeline(actor=anna, person_id=person.id) == []
        restore(cast, found)
        assert [line.id for line in list_timeline(actor=anna, person_id=person.id)] == [found.id]
        types = [entry.type for entry in entries() if entry.subject_id == found.id]
        assert types[1:] == ["work.ActivityRetracted", "work.ActivityRestored"]
        assert f"person:{person.id}" in last_entry("work.ActivityRestored").topics

    def test_twice_isnt_visible(self, cast, person, kind):
        found = MAKE[kind](cast, person)
        retract(cast, found)
        for act in (retract, correct):
            with untouched(), pytest.raises(NotVisible):
                act(cast, found)
        restore(cast, found)
        with untouched(), pytest.raises(NotVisible):
            restore(cast, found)

    @pytest.mark.parametrize(
        ("who", "error"),
        [("boris", NotAllowed), ("gleb", NotVisible), ("dina", NotVisible), ("emma", NotAllowed)],
    )
    def test_refuses_those_without_the_right(self, cast, person, kind, who, error):
        found, gone = MAKE[kind](cast, person), MAKE[kind](cast, person)
        retract(cast, gone)
        for act in (retract, correct, lambda cast, _found, who: restore(cast, gone, who)):
            with untouched(), pytest.raises(error):
                act(cast, found, who=who)

    @pytest.mark.parametrize("who", ["anna", "vera", "oleg"])
    def test_those_with_the_right_may(self, cast, person, kind, who):
        found = MAKE[kind](cast, person)
        retract(cast, found, who)
        restore(cast, found, who)
        assert last_entry().actor_id == getattr(cast, who).id


def test_an_unknown_one_isnt_visible(cast):
    for act in (correct_activity, retract_activity, restore_activity):
        values = {"given": {}} if act is correct_activity else {}
        with untouched(), pytest.raises(NotVisible):
            act(actor=cast.actors["oleg"], at=NOW, activity_id=new_id(), **values)


class TestCall:
    def log(self, cast, person, key, **values):
        return log_call(
            actor=cast.actors["anna"], at=NOW, person_id=person.id, outcome_id=status(key).id, **values
        )

    def test_of_a_wrong_number_gives_it_back_and_takes_it_again(self, cast, person):
        call, phone = self.log(cast, person, "wrong_number"), person.points.get(kind="phone")
        for act, state in ((retract, "valid"), (restore, "wrong"), (retract, "valid")):
            act(cast, call)
            phone.refresh_from_db()
            person.refresh_from_db()
            assert phone.state == state
            assert ("phone" in person.missing) is (state == "wrong")

    def test_keeps_the_class_that_it_was_settled_with(self, cast, person):
        call = self.log(cast, person, "talked")
        CallStatus.objects.filter(key="talked").update(class_name="to_do")
        retract(cast, call)
        restore(cast, call)
        assert fresh(call).outcome_class == "reached"
        assert person.points.get(kind="phone").state == "confirmed"

    def test_takes_the_next_call_along_and_brings_it_back(self, cast, person):
        call = self.log(cast, person, "call_back", again_at=NOW + DAY)
        again = Activity.objects.get(follows=call)
        retract(cast, call)
        assert fresh(again).retracted_at == NOW
        restore(cast, call)
        assert fresh(again).retracted_at is None
        assert planned_call(cast, person).retracted_at is None

    def test_leaves_a_next_call_that_was_made_already(self, cast, person):
        call = self.log(cast, person, "call_back", again_at=NOW + DAY)
        Activity.objects.filter(follows=call).update(state="done")
        retract(cast, call)
        assert Activity.objects.get(follows=call).retracted_at is None
