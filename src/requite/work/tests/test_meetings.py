"""A meeting is planned, alone or jointly, and then held, moved, called off, or opened again."""

from datetime import timedelta

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import person_of, task_of
from testing.cast import DAY, NOW, entries

from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id
from requite.work import access
from requite.work.actions.meetings import (
    call_off_meeting,
    hold_meeting,
    plan_meeting,
    postpone_meeting,
    reopen_meeting,
)
from requite.work.models import Activity
from requite.work.queries.timeline import list_timeline

HOUR = timedelta(hours=1)
AHEAD, BEHIND = NOW + 2 * DAY, NOW - DAY


@pytest.fixture
def person(cast):
    return person_of(cast, "anna", company_name="Sejong")


def plan(cast, person, who="anna", event_at=AHEAD, **values):
    values = {"topic": "Prices", **values}
    person_id = person.id if person else None
    return plan_meeting(actor=cast.actors[who], at=NOW, event_at=event_at, person_id=person_id, **values)


def act(cast, doing, meeting, who="anna", **values):
    return doing(actor=cast.actors[who], at=NOW, activity_id=meeting.id, **values)


def postpone(cast, meeting, who="anna", event_at=AHEAD + DAY, **values):
    return act(cast, postpone_meeting, meeting, who, event_at=event_at, **values)


def fresh(meeting):
    return Activity.objects.get(id=meeting.id)


SETTLING = (hold_meeting, call_off_meeting, reopen_meeting)


class TestPlan:
    def test_keeps_the_meeting_and_journals_it(self, cast, person):
        meeting = fresh(plan(cast, person, topic=" Prices ", place=" Ours "))
        assert (meeting.kind, meeting.state, meeting.at, meeting.until) == (
            "meeting",
            "planned",
            AHEAD,
            AHEAD + HOUR,
        )
        assert (meeting.owner_id, meeting.team_id, meeting.company_id) == (
            cast.anna.id, cast.north.id, person.company_id,
        )  # fmt: skip
        assert (meeting.missing, meeting.owed_at, meeting.is_joint) == ([], None, False)
        entry = last_entry("work.MeetingPlanned")
        assert entry.changes == {
            "at": [None, AHEAD.isoformat()], "person": [None, "Seo Hana"], "topic": [None, "Prices"],
            "place": [None, "Ours"],
        }  # fmt: skip
        assert {f"person:{person.id}", f"company:{person.company_id}", f"user:{cast.anna.id}"} <= set(
            entry.topics
        )

    def test_what_is_missing_is_owed(self, cast):
        meeting = plan(cast, None, topic="")
        assert set(meeting.missing) == {"contact", "family_name", "given_name", "topic"}
        assert meeting.owed_at == NOW + 72 * HOUR
        nobody = person_of(cast, "anna", "Seo", "", points=[("phone", "010-1234-5678")])
        assert set(plan(cast, nobody).missing) == {"contact", "given_name"}

    def test_a_form_sent_twice_plans_once(self, cast, person):
        once = new_id()
        assert plan(cast, person, once=once).id == plan(cast, person, once=once).id
        assert len(entries("work.MeetingPlanned")) == Activity.objects.count() == 1

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"until": AHEAD - HOUR}, "until"),
            ({"until": AHEAD + 32 * DAY}, "until"),
            ({"topic": "x" * 301}, "topic"),
            ({"place": "x" * 301}, "place"),
        ],
    )
    def test_refuses(self, cast, person, values, field):
        with untouched(), pytest.raises(Refused) as refused:
            plan(cast, person, **values)
        assert set(refused.value.errors) == {field}


class TestJoint:
    @pytest.fixture
    def guest(self, cast):
        return person_of(cast, "boris", "Han")

    @pytest.fixture
    def meeting(self, cast, person, guest):
        colleagues = [cast.boris.id, cast.gleb.id, cast.anna.id]
        return plan(cast, person, people=[person.id, guest.id, guest.id], colleagues=colleagues)

    def test_keeps_who_takes_part_in_the_team_of_that_time(self, cast, meeting, guest):
        assert fresh(meeting).is_joint
        parts = {(part.user_id, part.team_id) for part in meeting.participations.all()}
        assert parts == {(cast.boris.id, cast.north.id), (cast.gleb.id, cast.south.id)}
        assert [seat.person_id for seat in meeting.attendances.all()] == [guest.id]

    @pytest.mark.parametrize("settled", [False, True])
    def test_tells_all_who_take_part(self, cast, meeting, person, guest, settled):
        if settled:
            act(cast, call_off_meeting, meeting)
        assert {
            f"user:{cast.anna.id}", f"user:{cast.boris.id}", f"user:{cast.gleb.id}", f"team:{cast.north.id}",
            f"team:{cast.south.id}", f"team:{cast.sales.id}", f"person:{person.id}", f"person:{guest.id}",
        } <= set(last_entry().topics)  # fmt: skip

    def test_stands_in_the_time_line_of_each_person(self, cast, meeting, person, guest):
        for who, someone in (("anna", person), ("boris", guest)):
            lines = list_timeline(actor=cast.actors[who], person_id=someone.id)
            assert [line.id for line in lines] == [meeting.id]

    @pytest.mark.parametrize("who", ["boris", "gleb"])
    def test_a_colleague_who_takes_part_sees_and_settles_it(self, cast, meeting, who):
        assert access.see_activity(actor=cast.actors[who], activity_id=meeting.id).id == meeting.id
        act(cast, call_off_meeting, meeting, who)
        assert last_entry().actor_id == getattr(cast, who).id

    def test_goes_on_together_when_it_is_moved(self, cast, meeting, guest):
        moved = postpone(cast, meeting)
        assert moved.is_joint
        assert {part.user_id for part in moved.participations.all()} == {cast.boris.id, cast.gleb.id}
        assert [seat.person_id for seat in moved.attendances.all()] == [guest.id]
        assert f"user:{cast.gleb.id}" in last_entry("work.MeetingPlanned").topics

    def test_a_stranger_cant_be_brought_along(self, cast, person):
        stranger = person_of(cast, "gleb", "Nam")
        meeting = plan(cast, person, people=[person.id, stranger.id])
        assert not meeting.attendances.exists()

    def test_with_nobody_who_is_there_isnt_joint(self, cast, person):
        cast.boris.is_active, cast.boris.deactivated_at = False, NOW
        cast.boris.save()
        meeting = plan(cast, person, colleagues=[cast.boris.id, new_id(), cast.anna.id])
        assert not fresh(meeting).is_joint
        assert not meeting.participations.exists()


class TestHold:
    def test_owes_a_result_until_it_has_one(self, cast, person):
        meeting = plan(cast, person, event_at=BEHIND)
        held = fresh(act(cast, hold_meeting, meeting))
        assert (held.state, held.missing, held.owed_at) == ("held", ["result"], NOW + 24 * HOUR)
        assert held.is_contact
        assert last_entry("work.MeetingSettled").changes == {"state": ["planned", "held"]}
        held = fresh(act(cast, hold_meeting, meeting, result=" Wants an offer "))
        assert (held.result, held.missing, held.owed_at) == ("Wants an offer", [], None)
        assert last_entry("work.MeetingSettled").changes == {"result": ["", "Wants an offer"]}

    def test_twice_is_once(self, cast, person):
        meeting = plan(cast, person, event_at=BEHIND)
        for _n in "12":
            act(cast, hold_meeting, meeting, result="ok")
        assert len(entries("work.MeetingSettled")) == 1

    def test_refuses_what_lies_ahead_unless_it_is_said_when(self, cast, person):
        meeting = plan(cast, person)
        for values in ({}, {"event_at": NOW + HOUR}):
            with untouched(), pytest.raises(Refused) as refused:
                act(cast, hold_meeting, meeting, **values)
            assert set(refused.value.errors) == {"at"}
        held = fresh(act(cast, hold_meeting, meeting, event_at=BEHIND))
        assert (held.at, held.until, held.day.isoformat()) == (BEHIND, BEHIND + HOUR, "2026-11-23")


class TestPostpone:
    def test_keeps_the_old_one_as_moved_and_plans_the_new_one(self, cast, person):
        meeting = plan(cast, person, until=AHEAD + 2 * HOUR, place="Ours")
        moved = fresh(postpone(cast, meeting))
        assert (fresh(meeting).state, fresh(meeting).at, moved.state, moved.at) == (
            "moved", AHEAD, "planned", AHEAD + DAY,
        )  # fmt: skip
        assert (moved.until, moved.topic, moved.place) == (AHEAD + DAY + 2 * HOUR, "Prices", "Ours")
        assert (moved.follows_id, moved.person_id, moved.company_id) == (
            meeting.id,
            person.id,
            person.company_id,
        )
        settled, planned = entries()[-2:]
        assert (settled.subject_id, settled.changes) == (meeting.id, {"state": ["planned", "moved"]})
        assert (planned.subject_id, planned.changes) == (
            moved.id, {"at": [AHEAD.isoformat(), (AHEAD + DAY).isoformat()]},
        )  # fmt: skip

    def test_twice_plans_one(self, cast, person):
        meeting = plan(cast, person)
        postpone(cast, meeting)
        with untouched(), pytest.raises(Refused):
            postpone(cast, meeting)
        assert Activity.objects.filter(state="planned").count() == 1

    def test_refuses_what_was_held_and_a_bad_end(self, cast, person):
        meeting = plan(cast, person, event_at=BEHIND)
        with untouched(), pytest.raises(Refused):
            postpone(cast, meeting, until=AHEAD)
        act(cast, hold_meeting, meeting)
        with untouched(), pytest.raises(Refused):
            postpone(cast, meeting)

    def test_what_moved_isnt_settled_any_more(self, cast, person):
        meeting = plan(cast, person, event_at=BEHIND)
        postpone(cast, meeting)
        for doing in SETTLING:
            with untouched(), pytest.raises(Refused):
                act(cast, doing, meeting)


class TestCallOff:
    @pytest.mark.parametrize("state", ["called_off", "no_show"])
    def test_counts_and_owes_nothing_and_can_be_undone(self, cast, person, state):
        meeting = plan(cast, person, topic="", event_at=BEHIND)
        for _n in "12":
            act(cast, call_off_meeting, meeting, state=state)
        off = fresh(meeting)
        assert (off.state, off.missing, off.owed_at, off.is_contact) == (state, [], None, False)
        assert [entry.changes for entry in entries("work.MeetingSettled")] == [{"state": ["planned", state]}]
        act(cast, reopen_meeting, meeting)
        assert (fresh(meeting).state, fresh(meeting).missing) == ("planned", ["topic"])

    def test_refuses_another_state(self, cast, person):
        meeting = plan(cast, person)
        with untouched(), pytest.raises(Refused):
            act(cast, call_off_meeting, meeting, state="moved")


def test_opening_a_held_one_again_takes_it_out_of_the_counts(cast, person):
    meeting = plan(cast, person, event_at=BEHIND)
    act(cast, hold_meeting, meeting, result="ok")
    act(cast, reopen_meeting, meeting)
    act(cast, reopen_meeting, meeting)
    assert (fresh(meeting).state, fresh(meeting).is_contact, fresh(meeting).result) == (
        "planned",
        False,
        "ok",
    )
    assert len(entries("work.MeetingSettled")) == 2


def test_only_meetings_are_settled_so(cast, person):
    task = task_of(cast, person)
    for doing in SETTLING:
        with untouched(), pytest.raises(Refused):
            act(cast, doing, task)
    with untouched(), pytest.raises(Refused):
        postpone(cast, task)


class TestRoles:
    @pytest.mark.parametrize(
        ("who", "owner", "error"),
        [("anna", "boris", NotAllowed), ("vera", "gleb", NotAllowed), ("gleb", "gleb", NotVisible),
         ("dina", "dina", NotAllowed), ("emma", "emma", NotAllowed)],
    )  # fmt: skip
    def test_refuses_to_plan(self, cast, person, who, owner, error):
        with untouched(), pytest.raises(error):
            plan(cast, person, who, owner_id=getattr(cast, owner).id)

    @pytest.mark.parametrize(
        ("who", "error"),
        [("boris", NotAllowed), ("gleb", NotVisible), ("dina", NotVisible), ("emma", NotAllowed)],
    )
    def test_refuses_to_settle_anothers(self, cast, person, who, error):
        meeting = plan(cast, person, event_at=BEHIND)
        for doing in (*SETTLING, postpone_meeting):
            values = {"event_at": AHEAD} if doing is postpone_meeting else {}
            with untouched(), pytest.raises(error):
                act(cast, doing, meeting, who, **values)

    @pytest.mark.parametrize(("who", "owner"), [("anna", "anna"), ("vera", "boris"), ("oleg", "gleb")])
    def test_plans_and_settles_for_those_in_reach(self, cast, person, who, owner):
        meeting = plan(cast, person, who, event_at=BEHIND, owner_id=getattr(cast, owner).id)
        assert (meeting.owner_id, meeting.team_id) == (getattr(cast, owner).id, getattr(cast, owner).team_id)
        act(cast, hold_meeting, meeting, who, result="ok")
        assert last_entry("work.MeetingSettled").actor_id == getattr(cast, who).id
