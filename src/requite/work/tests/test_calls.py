"""A call is logged by one click on its outcome; the number learns from it; it can be taken back."""

from datetime import timedelta

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import note_of, person_of, status
from testing.cast import DAY, NOW, entries

from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id
from requite.people.models import Person
from requite.work.actions.log_call import log_call, plan_call, reopen_call, settle_call
from requite.work.models import Activity, CallStatus

AHEAD = NOW + 2 * DAY


@pytest.fixture
def person(cast):
    return person_of(cast, "anna", company_name="Sejong")


def log(cast, person, key="talked", who="anna", **values):
    outcome = status(key).id if key else None
    return log_call(
        actor=cast.actors[who], at=NOW, person_id=person and person.id, outcome_id=outcome, **values
    )


def settle(cast, call, key="talked", who="anna", at=NOW, **values):
    return settle_call(
        actor=cast.actors[who], at=at, activity_id=call.id, outcome_id=status(key).id, **values
    )


def reopen(cast, call, who="anna"):
    return reopen_call(actor=cast.actors[who], at=NOW, activity_id=call.id)


def plan(cast, person, who="anna", **values):
    values = {"event_at": AHEAD, **values}
    return plan_call(actor=cast.actors[who], at=NOW, person_id=person.id, **values)


def number(person):
    return person.points.get(kind="phone")


def fresh(call):
    return Activity.objects.get(id=call.id)


class TestLog:
    def test_keeps_the_call_and_journals_it(self, cast, person):
        call = fresh(
            log(cast, person, result=" Wants an offer ", event_at=NOW - DAY, seconds=90, direction="in")
        )
        assert (call.kind, call.state, call.direction, call.seconds) == ("call", "done", "in", 90)
        assert (call.owner_id, call.team_id, call.made_by_id) == (cast.anna.id, cast.north.id, cast.anna.id)
        assert (call.person_id, call.company_id, call.point_id) == (
            person.id,
            person.company_id,
            number(person).id,
        )
        assert (call.at, call.day.isoformat(), call.is_contact) == (NOW - DAY, "2026-11-23", True)
        assert (call.missing, call.owed_at) == ([], None)
        entry = last_entry("work.CallLogged")
        assert entry.changes == {
            "person": [None, "Seo Hana"], "outcome": [None, "talked"], "result": [None, "Wants an offer"],
        }  # fmt: skip
        assert set(entry.topics) == {
            "company", f"user:{cast.anna.id}", f"team:{cast.north.id}", f"team:{cast.sales.id}",
            f"person:{person.id}", f"company:{person.company_id}", f"activity:{call.id}",
        }  # fmt: skip

    def test_the_day_is_the_companys(self, cast, person):
        assert (
            log(cast, person, event_at=NOW - timedelta(hours=10, seconds=1)).day.isoformat() == "2026-11-23"
        )
        assert log(cast, person, event_at=NOW - timedelta(hours=10)).day.isoformat() == "2026-11-24"

    def test_without_an_outcome_or_a_person_it_is_kept_and_owes_them(self, cast, person):
        assert log(cast, person, None).missing == ["outcome"]
        call = log(cast, None, None)
        assert call.missing == ["outcome", "person"]
        assert call.owed_at == NOW + timedelta(hours=24)
        assert not fresh(call).is_contact

    @pytest.mark.parametrize(
        ("key", "seconds", "contact"),
        [("talked", None, True), ("no_answer", None, False), ("no_answer", 30, True), ("no_answer", 29, False),
         ("wrong_number", 300, False), (None, 45, True), (None, None, False)],
    )  # fmt: skip
    def test_is_a_contact_when_somebody_was_reached(self, cast, person, key, seconds, contact):
        assert fresh(log(cast, person, key, seconds=seconds)).is_contact is contact

    def test_a_form_sent_twice_logs_once(self, cast, person):
        once = new_id()
        calls = [log(cast, person, "call_back", once=once, again_at=AHEAD) for _n in "12"]
        assert calls[0].id == calls[1].id
        assert Activity.objects.count() == 2

    def test_refuses_a_time_that_lies_ahead(self, cast, person):
        with untouched(), pytest.raises(Refused) as refused:
            log(cast, person, event_at=NOW + timedelta(minutes=1))
        assert set(refused.value.errors) == {"at"}

    def test_refuses_an_outcome_that_is_off_the_list_and_a_long_text(self, cast, person):
        CallStatus.objects.filter(key="busy").update(ended_at=NOW)
        with untouched(), pytest.raises(Refused) as refused:
            log(cast, person, "busy")
        assert set(refused.value.errors) == {"outcome"}
        with untouched(), pytest.raises(Refused):
            log_call(actor=cast.actors["anna"], at=NOW, person_id=person.id, outcome_id=new_id())
        with untouched(), pytest.raises(Refused) as refused:
            log(cast, person, result="x" * 20_001)
        assert set(refused.value.errors) == {"result"}


class TestNumber:
    def test_reached_confirms_it(self, cast, person):
        log(cast, person, "talked")
        assert number(person).state == "confirmed"

    def test_not_reached_says_nothing(self, cast, person):
        log(cast, person, "no_answer")
        assert number(person).state == "valid"

    def test_a_wrong_one_is_gone_with_one_click_and_owed(self, cast, person):
        log(cast, person, "wrong_number")
        assert number(person).state == "wrong"
        assert Person.objects.get(id=person.id).missing == ["phone"]
        assert {entry.type for entry in entries()} >= {"people.PersonCorrected", "work.CallLogged"}

    def test_taking_the_outcome_back_gives_it_back(self, cast, person):
        call = log(cast, person, "wrong_number")
        reopen(cast, call)
        assert number(person).state == "valid"
        assert fresh(call).missing == ["outcome"]
        assert Person.objects.get(id=person.id).missing == []

    def test_another_outcome_gives_it_back_too(self, cast, person):
        call = log(cast, person, "wrong_number")
        settle(cast, call, "no_answer")
        assert number(person).state == "valid"

    def test_another_calls_undo_doesnt_make_it_right(self, cast, person):
        call = log(cast, person, "no_answer")
        log(cast, person, "wrong_number")
        reopen(cast, call)
        assert number(person).state == "wrong"

    def test_an_unreadable_one_doesnt_become_readable(self, cast):
        person = person_of(cast, "anna", points=[("phone", "ask Lee")])
        call = log(cast, person, "wrong_number")
        reopen(cast, call)
        assert number(person).state == "invalid"

    def test_one_by_which_somebody_was_reached_is_confirmed_again(self, cast, person):
        log(cast, person, "talked")
        call = log(cast, person, "wrong_number")
        assert number(person).state == "wrong"
        reopen(cast, call)
        assert number(person).state == "confirmed"

    def test_reached_after_all_makes_a_wrong_one_confirmed(self, cast, person):
        call = log(cast, person, "wrong_number")
        settle(cast, call, "talked")
        assert number(person).state == "confirmed"

    def test_reached_by_an_unreadable_one_leaves_it_unreadable(self, cast):
        person = person_of(cast, "anna", points=[("phone", "ask Lee")])
        log(cast, person, "talked")
        assert number(person).state == "invalid"
        assert "phone" in Person.objects.get(id=person.id).missing

    def test_of_somebody_else_isnt_taken(self, cast, person):
        other = person_of(cast, "anna", "Lee")
        assert log(cast, person, point_id=number(other).id).point_id is None


class TestAgain:
    def test_call_back_plans_the_next_one(self, cast, person):
        call = log(cast, person, "call_back", again_at=AHEAD)
        again = Activity.objects.get(follows=call)
        assert (again.state, again.at, again.owner_id, again.person_id) == (
            "to_do", AHEAD, cast.anna.id, person.id,
        )  # fmt: skip
        assert last_entry().changes == {"state": [None, "to_do"], "at": [None, AHEAD.isoformat()]}

    def test_without_a_time_or_the_class_nothing_is_planned(self, cast, person):
        log(cast, person, "call_back")
        log(cast, person, "talked", again_at=AHEAD)
        assert not Activity.objects.filter(state="to_do").exists()

    def test_the_same_outcome_twice_plans_one(self, cast, person):
        call = plan(cast, person)
        for hours in (0, 1):
            settle(cast, call, "call_back", again_at=AHEAD + timedelta(hours=hours))
        [again] = Activity.objects.filter(follows=call)
        assert again.at == AHEAD + timedelta(hours=1)

    def test_taking_the_outcome_back_takes_the_next_one_back(self, cast, person):
        call = log(cast, person, "call_back", again_at=AHEAD)
        reopen(cast, call)
        assert Activity.objects.get(follows=call).retracted_at == NOW
        assert "work.ActivityRetracted" in {entry.type for entry in entries()}


class TestSettle:
    def test_a_planned_call_is_done_now(self, cast, person):
        call = plan(cast, person, topic=" prices ")
        assert (call.state, call.topic, call.missing, call.owed_at) == ("to_do", "prices", [], None)
        after = fresh(settle(cast, call, result="ok", at=NOW + DAY))
        assert (after.state, after.at, after.result, after.version) == ("done", NOW + DAY, "ok", 2)
        times = [AHEAD.isoformat(), (NOW + DAY).isoformat()]
        assert last_entry("work.CallSettled").changes == {
            "outcome": [None, "talked"], "at": times, "result": ["", "ok"],
        }  # fmt: skip

    def test_a_done_call_keeps_its_time(self, cast, person):
        call = log(cast, person, None, event_at=NOW - DAY)
        after = fresh(settle(cast, call))
        assert (after.at, after.missing, after.owed_at) == (NOW - DAY, [], None)

    def test_reopening_a_planned_one_gives_back_its_time_and_the_length_that_it_booked(self, cast, person):
        call = plan(cast, person, until=AHEAD + timedelta(minutes=20))
        reopen(cast, settle(cast, call))
        again = fresh(call)
        assert (again.at, again.until, again.day) == (AHEAD, AHEAD + timedelta(minutes=20), call.day)
        reopen(cast, settle(cast, plan(cast, person)))
        assert fresh(call).until

    def test_reopening_a_planned_one_makes_it_open_again(self, cast, person):
        call = plan(cast, person)
        settle(cast, call)
        reopen(cast, call)
        assert (fresh(call).state, fresh(call).outcome_class) == ("to_do", "")
        times = [NOW.isoformat(), AHEAD.isoformat()]
        assert last_entry("work.CallSettled").changes == {"outcome": ["talked", None], "at": times}

    def test_refuses_what_is_no_call_or_has_no_outcome(self, cast, person):
        note, call = note_of(cast, person), plan(cast, person)
        for act in (settle, reopen):
            with untouched(), pytest.raises(Refused):
                act(cast, note)
        with untouched(), pytest.raises(Refused):
            reopen(cast, call)


class TestRoles:
    @pytest.mark.parametrize(
        ("who", "owner", "error"),
        [("anna", "boris", NotAllowed), ("vera", "gleb", NotAllowed), ("gleb", "gleb", NotVisible),
         ("dina", "dina", NotAllowed), ("emma", "emma", NotAllowed)],
    )  # fmt: skip
    def test_refuses(self, cast, person, who, owner, error):
        owner_id = getattr(cast, owner).id
        with untouched(), pytest.raises(error):
            log(cast, person, who=who, owner_id=owner_id)
        with untouched(), pytest.raises(error):
            plan(cast, person, who, owner_id=owner_id)

    def test_refuses_an_owner_who_isnt_an_active_colleague(self, cast, person):
        with untouched(), pytest.raises(Refused):
            log(cast, person, who="oleg", owner_id=new_id())

    @pytest.mark.parametrize(("who", "owner"), [("anna", "anna"), ("vera", "boris"), ("oleg", "gleb")])
    def test_logs_for_those_in_reach(self, cast, person, who, owner):
        call = log(cast, person, who=who, owner_id=getattr(cast, owner).id)
        assert (call.owner_id, call.team_id) == (getattr(cast, owner).id, getattr(cast, owner).team_id)
        assert last_entry("work.CallLogged").actor_id == getattr(cast, who).id

    @pytest.mark.parametrize(
        ("who", "error"),
        [("boris", NotAllowed), ("gleb", NotVisible), ("dina", NotVisible), ("emma", NotAllowed)],
    )
    @pytest.mark.parametrize("act", [settle, reopen])
    def test_refuses_to_settle_anothers(self, cast, person, who, error, act):
        call = log(cast, person)
        with untouched(), pytest.raises(error):
            act(cast, call, who=who)
