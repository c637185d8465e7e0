"""Tasks are planned, done, dropped and put off; notes are kept."""

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import call_of, meeting_of, note_of, person_of, planned_call, task_of
from testing.cast import DAY, NOW, entries

from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id
from requite.work.actions.tasks import complete_task, log_note, plan_task, postpone_activity
from requite.work.models import Activity


@pytest.fixture
def person(cast):
    return person_of(cast, "anna", company_name="Sejong")


def plan(cast, person, who="anna", topic="Send prices", **values):
    person_id = person.id if person else None
    return plan_task(
        actor=cast.actors[who], at=NOW, topic=topic, event_at=NOW + DAY, person_id=person_id, **values
    )


def write(cast, person, who="anna", body="Likes tea", **values):
    person_id = person.id if person else None
    return log_note(actor=cast.actors[who], at=NOW, body=body, person_id=person_id, **values)


def complete(cast, task, state="done", who="anna"):
    return complete_task(actor=cast.actors[who], at=NOW, activity_id=task.id, state=state)


def postpone(cast, found, who="anna"):
    return postpone_activity(actor=cast.actors[who], at=NOW, activity_id=found.id, event_at=NOW + 3 * DAY)


def fresh(found):
    return Activity.objects.get(id=found.id)


class TestTask:
    def test_is_kept_and_journaled(self, cast, person):
        task = fresh(plan(cast, person, topic=" Send prices "))
        assert (task.kind, task.state, task.topic, task.at) == ("task", "to_do", "Send prices", NOW + DAY)
        assert (task.person_id, task.company_id, task.owed_at, task.is_contact) == (
            person.id, person.company_id, None, False,
        )  # fmt: skip
        entry = last_entry("work.TaskPlanned")
        assert entry.changes == {"topic": [None, "Send prices"], "at": [None, (NOW + DAY).isoformat()]}
        assert {f"person:{person.id}", f"user:{cast.anna.id}", f"activity:{task.id}"} <= set(entry.topics)

    def test_needs_no_person(self, cast):
        task = plan(cast, None)
        assert (task.person_id, task.missing) == (None, [])

    def test_a_form_sent_twice_plans_once(self, cast, person):
        once = new_id()
        assert plan(cast, person, once=once).id == plan(cast, person, once=once).id
        assert len(entries("work.TaskPlanned")) == 1

    @pytest.mark.parametrize("topic", ["", "  ", "x" * 301])
    def test_refuses_no_words_and_too_many(self, cast, person, topic):
        with untouched(), pytest.raises(Refused) as refused:
            plan(cast, person, topic=topic)
        assert set(refused.value.errors) == {"topic"}

    def test_is_done_once_and_to_do_again(self, cast, person):
        task = plan(cast, person)
        for state in ("done", "done", "to_do", "dropped"):
            complete(cast, task, state)
            assert fresh(task).state == state
        assert [entry.changes["state"] for entry in entries("work.TaskCompleted")] == [
            ["to_do", "done"], ["done", "to_do"], ["to_do", "dropped"],
        ]  # fmt: skip

    def test_refuses_a_state_that_is_none(self, cast, person):
        task = plan(cast, person)
        with untouched(), pytest.raises(Refused):
            complete(cast, task, "held")

    def test_refuses_what_is_no_task(self, cast, person):
        for found in (note_of(cast, person), meeting_of(cast, person), planned_call(cast, person)):
            with untouched(), pytest.raises(Refused):
                complete(cast, found)


class TestOpenCall:
    def test_is_dropped_and_to_do_again(self, cast, person):
        call = planned_call(cast, person)
        complete(cast, call, "dropped")
        assert fresh(call).state == "dropped"
        complete(cast, call, "to_do")
        assert fresh(call).state == "to_do"

    def test_one_that_was_made_cant_be_dropped(self, cast, person):
        call = call_of(cast, person)
        for state in ("dropped", "to_do"):
            with untouched(), pytest.raises(Refused):
                complete(cast, call, state)


class TestPostpone:
    @pytest.mark.parametrize("make", [task_of, planned_call])
    def test_gives_another_day(self, cast, person, make):
        found = make(cast, person)
        postpone(cast, found)
        assert (fresh(found).at, fresh(found).day.isoformat()) == (NOW + 3 * DAY, "2026-11-27")
        assert last_entry("work.TaskPlanned").changes == {
            "at": [found.at.isoformat(), (NOW + 3 * DAY).isoformat()]
        }

    def test_to_the_same_time_is_nothing(self, cast, person):
        task = task_of(cast, person)
        postpone(cast, task)
        with untouched():
            postpone(cast, task)

    def test_refuses_what_isnt_open_and_meetings(self, cast, person):
        done = task_of(cast, person)
        complete(cast, done)
        for found in (done, call_of(cast, person), note_of(cast, person), meeting_of(cast, person)):
            with untouched(), pytest.raises(Refused):
                postpone(cast, found)


class TestNote:
    def test_is_kept_and_journaled(self, cast, person):
        note = fresh(write(cast, person, body=" <b>Likes</b>\ntea "))
        assert (note.kind, note.state, note.body, note.at) == ("note", "done", "<b>Likes</b>\ntea", NOW)
        assert (note.missing, note.is_contact) == ([], False)
        assert last_entry("work.NoteLogged").changes == {"body": [None, "<b>Likes</b>\ntea"]}

    def test_a_form_sent_twice_writes_once(self, cast, person):
        once = new_id()
        assert write(cast, person, once=once).id == write(cast, person, once=once).id
        assert len(entries("work.NoteLogged")) == 1

    @pytest.mark.parametrize("body", ["", " \n ", "x" * 20_001])
    def test_refuses_no_words_and_too_many(self, cast, person, body):
        with untouched(), pytest.raises(Refused) as refused:
            write(cast, person, body=body)
        assert set(refused.value.errors) == {"body"}


class TestRoles:
    @pytest.mark.parametrize(
        ("who", "owner", "error"),
        [("anna", "boris", NotAllowed), ("vera", "gleb", NotAllowed), ("gleb", "gleb", NotVisible),
         ("dina", "dina", NotAllowed), ("emma", "emma", NotAllowed)],
    )  # fmt: skip
    def test_refuses_to_make_them(self, cast, person, who, owner, error):
        for make in (plan, write):
            with untouched(), pytest.raises(error):
                make(cast, person, who, owner_id=getattr(cast, owner).id)

    @pytest.mark.parametrize(
        ("who", "error"),
        [("boris", NotAllowed), ("gleb", NotVisible), ("dina", NotVisible), ("emma", NotAllowed)],
    )
    def test_refuses_to_settle_anothers(self, cast, person, who, error):
        task = task_of(cast, person)
        for act in (complete, postpone):
            with untouched(), pytest.raises(error):
                act(cast, task, who=who)

    @pytest.mark.parametrize(("who", "owner"), [("anna", "anna"), ("vera", "boris"), ("oleg", "gleb")])
    def test_makes_them_for_those_in_reach(self, cast, person, who, owner):
        for make in (plan, write):
            made = make(cast, person, who, owner_id=getattr(cast, owner).id)
            assert (made.owner_id, made.made_by_id) == (getattr(cast, owner).id, getattr(cast, who).id)
