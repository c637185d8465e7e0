"""Calls, meetings and tasks settled where they are shown; refusals keep the text, undo brings back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from testing.asserts import field_of, last_entry, text, untouched
from testing.builders import call_of, deal_of, meeting_of, note_of, person_of, planned_call, status, task_of
from testing.cast import DAY, HTMX, NOW

from requite.identity.tests.cast import entries
from requite.work.actions.tasks import plan_task
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
LATER = {"day": "2027-03-01", "clock": "14:30"}


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def person(cast):
    return person_of(cast)


def at(activity, what="activity", place=""):
    return reverse(what, kwargs={"id": activity.id}, query={"in": place} if place else None)


def fresh(activity):
    return Activity.objects.get(id=activity.id)


class TestOutcome:
    def test_settles_a_call_with_one_click_and_offers_to_undo(self, cast, anna, person):
        call = planned_call(cast, person)
        for place in ("row", "entry"):
            answer = anna.post(at(call, "activity_outcome", place), {"outcome": status().id}, headers=HTMX)
            assert answer.status_code == 200
            assert f'id="{place}-{call.id}"' in text(answer)
            assert "<html" not in text(answer)
            assert at(call, "activity_reopening") in text(answer)
            assert fresh(call).outcome == status()
            assert anna.post(at(call, "activity_reopening"), headers=HTMX).status_code == 200
            assert (fresh(call).state, fresh(call).outcome) == ("to_do", None)
        assert last_entry("work.CallSettled").changes["outcome"] == ["talked", None]

    def test_its_undo_after_somebody_elses_word_changes_nothing(self, clients, cast, anna, person):
        call = planned_call(cast, person)
        answer = anna.post(at(call, "activity_outcome", "row"), {"outcome": status().id}, headers=HTMX)
        undo = re.search(r"/activities/[^\"]*/reopening/\?version=\d+", text(answer))[0]
        clients("vera").post(at(call, "activity_outcome"), {"outcome": status("no_answer").id})
        with untouched():
            assert anna.post(undo, headers=HTMX).status_code == 409
        assert fresh(call).outcome == status("no_answer")

    def test_plans_the_next_call_with_an_outcome_of_to_do(self, cast, anna, person):
        call = planned_call(cast, person)
        to_do = next(one for one in type(status()).objects.all() if one.class_name == "to_do")
        form = {"outcome": to_do.id, "again_day": "2027-03-01", "again_clock": "", "result": "later"}
        assert anna.post(at(call, "activity_outcome"), form).status_code == 302
        again = Activity.objects.get(follows=call)
        assert again.at.isoformat() == "2027-03-01T00:00:00+00:00"
        assert fresh(call).result == "later"

    def test_refuses_without_an_outcome_and_keeps_the_words(self, cast, anna, person):
        call = planned_call(cast, person)
        with untouched():
            page = anna.post(at(call, "activity_outcome"), {"result": "He said <yes>"})
            gone = anna.post(at(call, "activity_outcome"), {"outcome": person.id, "result": "He said <yes>"})
        for answer in (page, gone):
            assert answer.status_code == 422
            assert "<html" in text(answer)
            assert "He said <yes>" in text(answer)
        assert "Choose an outcome." in text(page)
        assert "no longer on the list" in text(gone)

    def test_refuses_a_day_of_no_calendar_beside_its_field(self, cast, anna, person):
        call = planned_call(cast, person)
        form = {"outcome": status().id, "again_day": "2026-02-30", "again_clock": "10:00"}
        answer = anna.post(at(call, "activity_outcome"), form)
        assert answer.status_code == 422
        assert "Give the date as year-month-day" in text(answer)
        assert 'value="2026-02-30"' in text(answer)
        assert fresh(call).is_open


class TestMeeting:
    def test_is_held_then_owes_its_result_which_is_given_in_place(self, cast, anna, person):
        meeting = meeting_of(cast, person)
        held = anna.post(at(meeting, "activity_holding", "entry"), headers=HTMX)
        assert "Missing: result" in text(held)
        form = {"result": "They buy ten", "base_result": field_of(held, "base_result")}
        done = anna.post(at(meeting, place="entry"), form, headers=HTMX)
        assert "They buy ten" in text(done)
        assert "Missing" not in text(done)
        assert (fresh(meeting).state, fresh(meeting).missing) == ("held", [])
        assert [entry.type for entry in entries()][-2:] == ["work.MeetingSettled", "work.ActivityCorrected"]

    def test_that_lies_ahead_is_not_held_yet(self, cast, anna, person):
        meeting = meeting_of(cast, person, at=NOW + 900 * DAY)
        for headers, frame in (({}, True), (HTMX, False)):
            answer = anna.post(at(meeting, "activity_holding", "row"), headers=headers)
            assert answer.status_code == 422
            assert "This meeting lies ahead" in text(answer)
            assert ("<html" in text(answer)) is frame
        assert fresh(meeting).state == "planned"

    def test_is_moved_kept_and_planned_anew(self, cast, anna, person):
        meeting = meeting_of(cast, person)
        answer = anna.post(at(meeting, "activity_move"), LATER, headers=HTMX)
        moved = Activity.objects.get(follows=meeting)
        assert f'id="activity-{moved.id}"' in text(answer)
        assert (fresh(meeting).state, moved.state) == ("moved", "planned")
        assert moved.at.isoformat() == "2027-03-01T05:30:00+00:00"
        assert moved.until - moved.at == timedelta(hours=1)

    @pytest.mark.parametrize("state", ["called_off", "no_show"])
    def test_is_called_off_or_missed_and_may_be_opened_again(self, cast, anna, person, state):
        meeting = meeting_of(cast, person)
        assert anna.post(at(meeting, "activity_cancellation"), {"state": state}).status_code == 302
        assert fresh(meeting).state == state
        anna.post(at(meeting, "activity_reopening"))
        assert fresh(meeting).state == "planned"

    @pytest.mark.parametrize(
        ("form", "sentence"),
        [
            ({}, "Say when instead."),
            ({"day": "1999-12-31", "clock": "10:00"}, "outside the years 2000 to 2099"),
            ({"day": "9999-12-31", "clock": "10:00"}, "outside the years 2000 to 2099"),
            ({"day": "2027-03-01", "clock": "25:00"}, "Give the time as hours and minutes"),
            ({"clock": "10:00"}, "Give the day too."),
        ],
    )
    def test_is_not_moved_to_nowhere(self, cast, anna, person, form, sentence):
        meeting = meeting_of(cast, person)
        with untouched():
            answer = anna.post(at(meeting, "activity_move"), form)
        assert answer.status_code == 422
        assert sentence in text(answer)
        assert form.get("day", "") in text(answer)


class TestTask:
    def test_is_done_undone_dropped_and_put_off(self, cast, anna, person):
        task = task_of(cast, person)
        anna.post(at(task, "activity_move"), LATER)
        assert fresh(task).at.isoformat() == "2027-03-01T05:30:00+00:00"
        for form, state in (({}, "done"), ({"state": "dropped"}, "dropped")):
            assert anna.post(at(task, "activity_completion", "row"), form, headers=HTMX).status_code == 200
            assert fresh(task).state == state
            anna.post(at(task, "activity_reopening"))
            assert fresh(task).state == "to_do"

    def test_acts_of_other_kinds_are_refused_in_a_sentence(self, cast, anna, person):
        task, note = task_of(cast, person), note_of(cast, person)
        with untouched():
            for what in ("holding", "cancellation", "outcome", "reopening", "completion", "move"):
                answer = anna.post(
                    at(note, f"activity_{what}"), {"outcome": status().id, **LATER}, headers=HTMX
                )
                assert answer.status_code == 422, what
            for what in ("holding", "cancellation", "outcome"):
                answer = anna.post(at(task, f"activity_{what}"), {"outcome": status().id})
                assert answer.status_code == 422, what
                assert "<html" in text(answer)


class TestCorrection:
    def form(self, page, **values):
        names = ("base_topic", "base_place", "base_result", "base_body")
        return {**{name: field_of(page, name) for name in names}, **values}

    def test_refuses_long_texts_and_a_missing_time_and_keeps_all(self, cast, anna, person):
        meeting = meeting_of(cast, person)
        form = {
            "topic": "t" * 301,
            "place": "The inn",
            "result": "r" * 20_001,
            "day": "2026-12-24",
            "clock": "",
        }
        for clock in ("", "12:00"):
            answer = anna.post(at(meeting), {**form, "clock": clock})
            assert answer.status_code == 422
            for kept in ("t" * 301, "The inn", "r" * 20_001, "2026-12-24"):
                assert kept in text(answer)
        assert "at most 300 letters" in text(answer)
        assert fresh(meeting).topic == "prices"

    def test_changes_of_two_people_both_stand_or_the_second_learns(self, cast, clients, anna, person):
        meeting = meeting_of(cast, person, colleagues=[cast.boris.id])
        boris, seen = clients("boris"), anna.get(at(meeting))
        form = self.form(seen, topic="prices", place="", result="")
        assert boris.post(at(meeting), {**form, "place": "Busan", "result": "Of Boris"}).status_code == 302
        clash = anna.post(at(meeting), {**form, "topic": "terms", "result": "Of Anna"})
        assert clash.status_code == 409
        for shown in ("Boris Lee", "Of Boris", "Of Anna", "terms"):
            assert shown in text(clash)
        assert fresh(meeting).result == "Of Boris"
        place = re.search(r'name="place"[^>]*value="([^"]*)"', clash.content.decode())[1]
        again = self.form(clash, topic="terms", place=place, result="Of both")
        assert anna.post(at(meeting), again).status_code == 302
        kept = fresh(meeting)
        assert (kept.topic, kept.place, kept.result) == ("terms", "Busan", "Of both")

    def test_a_note_never_ends_blank(self, cast, anna, person):
        note = note_of(cast, person)
        answer = anna.post(at(note), {"body": " "})
        assert answer.status_code == 422
        assert "Write the note first." in text(answer)
        assert fresh(note).body == "Likes tea"


class TestRetraction:
    def test_takes_back_and_restores(self, cast, anna, person):
        call = call_of(cast, person)
        answer = anna.post(at(call, "activity_retraction"), headers=HTMX)
        assert at(call, "activity_restoration") in text(answer)
        assert "It was taken back and counts nowhere." in text(anna.get(at(call)))
        assert anna.post(at(call, "activity_retraction")).status_code == 404
        assert anna.post(at(call, "activity_restoration"), headers=HTMX).status_code == 200
        assert anna.get(at(call)).status_code == 200
        told = [entry.type for entry in entries() if entry.type.startswith("work.")]
        assert told[-2:] == ["work.ActivityRetracted", "work.ActivityRestored"]

    def test_goes_back_to_where_one_was_but_never_elsewhere(self, cast, anna, person):
        for referer, path in (
            ("http://testserver/today/", "http://testserver/today/"),
            ("http://x.example/", "/"),
        ):
            call = call_of(cast, person)
            answer = anna.post(at(call, "activity_retraction"), headers={"Referer": referer})
            assert answer.url == path


class TestAccess:
    def test_a_colleague_of_the_team_sees_and_may_not_change(self, cast, clients, person):
        call, boris = call_of(cast, person, outcome=None), clients("boris")
        assert boris.get(at(call)).status_code == 200
        with untouched():
            assert boris.post(at(call), {"result": "x"}).status_code == 403
            assert boris.post(at(call, "activity_outcome"), {"outcome": status().id}).status_code == 403
        assert clients("vera").post(at(call), {"result": "x"}).status_code == 302

    def test_who_takes_part_may_settle_it(self, cast, clients, person):
        meeting = meeting_of(cast, person, colleagues=[cast.gleb.id])
        assert clients("gleb").post(at(meeting, "activity_holding"), {"result": "x"}).status_code == 302
        assert fresh(meeting).state == "held"


class TestNextStep:
    """After a step that is done the next one is asked for, where none stands."""

    def test_is_asked_for_beside_the_undo(self, cast, anna, person):
        task = task_of(cast, person)
        answer = text(anna.post(at(task, "activity_completion", "row"), headers=HTMX))
        assert f'href="/people/{person.id}/?compose=task#composer"' in answer

    def test_is_not_asked_for_where_one_stands(self, cast, anna, person):
        task = task_of(cast, person)
        task_of(cast, person)
        answer = text(anna.post(at(task, "activity_completion", "row"), headers=HTMX))
        assert "Done." in answer
        assert "#composer" not in answer

    def test_is_that_of_the_deal_and_comes_without_script_too(self, cast, anna, person):
        deal = deal_of(cast, person_id=person.id)
        task = plan_task(
            actor=cast.actors["anna"], at=NOW, topic="offer", event_at=NOW + DAY, person_id=person.id, deal_id=deal.id
        )
        anna.post(at(task, "activity_completion"), headers={"Referer": "http://testserver/today/"})
        assert f'href="/deals/{deal.id}/step/"' in text(anna.get("/today/"))
