"""Activities with a company alone: on its time-line, in the counters, in what is owed, until somebody has a name."""

from datetime import timedelta

import pytest
from testing.asserts import last_entry
from testing.builders import company_of, deal_of, person_of, status
from testing.cast import DAY, NOW

from requite.kernel.errors import NotVisible
from requite.work.actions.correct_activity import correct_whom
from requite.work.actions.log_call import log_call, plan_call, settle_call
from requite.work.actions.meetings import hold_meeting, plan_meeting, postpone_meeting
from requite.work.actions.tasks import log_note, plan_task
from requite.work.models import Activity, Standing
from requite.work.queries.debts import list_debts
from requite.work.queries.steps import list_steps_of_company
from requite.work.queries.timeline import list_timeline

HOUR = timedelta(hours=1)


@pytest.fixture
def company(cast):
    return company_of(cast)


@pytest.fixture
def anna(cast):
    return cast.actors["anna"]


def test_every_kind_stands_on_the_companys_time_line(anna, company):
    common = {"actor": anna, "at": NOW, "company_id": company.id}
    made = [
        log_call(outcome_id=status("busy").id, **common),
        plan_call(event_at=NOW + DAY, **common),
        plan_meeting(event_at=NOW + DAY, topic="prices", **common),
        plan_task(topic="offer", event_at=NOW + DAY, **common),
        log_note(body="moves in spring", **common),
    ]
    shown = list_timeline(actor=anna, company_id=company.id)
    assert {line.id for line in shown} == {one.id for one in made}
    assert all(line.is_with_company and line.company == "Sejong" for line in shown)
    assert len(list_steps_of_company(actor=anna, company_id=company.id)) == 3


@pytest.mark.parametrize(
    ("outcome", "seconds", "missing"),
    [
        ("talked", None, ["person"]),
        ("no_answer", None, []),
        ("busy", 31, ["person"]),
        ("wrong_number", 31, []),
        (None, None, ["outcome"]),
    ],
)
def test_a_call_owes_a_name_once_somebody_answered(cast, anna, company, outcome, seconds, missing):
    outcome_id = status(outcome).id if outcome else None
    call = log_call(actor=anna, at=NOW, company_id=company.id, outcome_id=outcome_id, seconds=seconds)
    assert call.missing == missing
    assert not call.is_contact


def test_with_neither_person_nor_company_a_name_is_owed_always(anna):
    assert log_call(actor=anna, at=NOW, outcome_id=status("busy").id).missing == ["person"]


def test_named_later_it_is_a_contact_and_counts(cast, anna, company):
    seo = person_of(cast)
    call = log_call(actor=anna, at=NOW, company_id=company.id, outcome_id=status("talked").id)
    correct_whom(actor=anna, at=NOW + HOUR, activity_id=call.id, person_id=seo.id)
    call = Activity.objects.get(id=call.id)
    assert (call.person_id, call.company_id, call.missing, call.is_contact) == (seo.id, company.id, [], True)
    assert Standing.objects.get(person=seo).last_contact_at == NOW
    entry = last_entry("work.ActivityCorrected")
    assert entry.changes == {"person": [None, "Seo Hana"]}


def test_somebody_else_takes_the_contact_along(cast, anna):
    first, other = (
        person_of(cast, company_name="Sejong"),
        person_of(cast, family="Lee", company_name="Daehan"),
    )
    call = log_call(actor=anna, at=NOW, person_id=first.id, outcome_id=status("talked").id)
    correct_whom(actor=anna, at=NOW + HOUR, activity_id=call.id, person_id=other.id)
    call = Activity.objects.get(id=call.id)
    assert (call.person_id, call.company_id) == (other.id, other.company_id)
    assert Standing.objects.get(person=first).last_contact_at is None
    assert Standing.objects.get(person=other).last_contact_at == NOW


def test_a_held_meeting_waits_for_somebodys_name(cast, anna, company):
    meeting = plan_meeting(
        actor=anna, at=NOW - DAY, event_at=NOW - HOUR, topic="prices", company_id=company.id
    )
    hold_meeting(actor=anna, at=NOW, activity_id=meeting.id, result="two frames")
    debts = list_debts(actor=anna, user_id=cast.anna.id)
    assert [(one.kind, one.names[0]) for one in debts if one.record_id == meeting.id] == [
        ("meeting", "Sejong")
    ]
    correct_whom(actor=anna, at=NOW, activity_id=meeting.id, person_id=person_of(cast).id)
    assert Activity.objects.get(id=meeting.id).missing == []


def test_an_outcome_marks_the_companys_number_and_gives_it_back(anna, company):
    call = plan_call(actor=anna, at=NOW, company_id=company.id, event_at=NOW + HOUR)
    assert call.point is None
    call = log_call(actor=anna, at=NOW, company_id=company.id, outcome_id=status("wrong_number").id)
    assert company.points.get().state == "wrong"
    settle_call(actor=anna, at=NOW, activity_id=call.id, outcome_id=status("busy").id)
    assert company.points.get().state == "valid"


def test_a_deals_company_is_taken_along_and_its_person_first(cast, anna, company):
    seo = person_of(cast)
    alone = deal_of(cast, company_id=company.id)
    both = deal_of(cast, company_id=company.id, person_id=seo.id)
    of_alone = log_note(actor=anna, at=NOW, body="x", deal_id=alone.id)
    of_both = log_note(actor=anna, at=NOW, body="x", deal_id=both.id)
    assert (of_alone.person_id, of_alone.company_id) == (None, company.id)
    assert (of_both.person_id, of_both.company_id) == (seo.id, None)


def test_what_of_a_deal_one_may_not_see_is_not_taken_along(cast):
    hidden = company_of(cast, "gleb", name="Daehan")
    deal = deal_of(cast)
    deal.company = hidden
    deal.save()
    note = log_note(actor=cast.actors["anna"], at=NOW, body="x", deal_id=deal.id)
    assert (note.deal_id, note.company_id) == (deal.id, None)


def test_a_moved_meeting_keeps_its_company_and_its_deal(cast, anna, company):
    deal = deal_of(cast, company_id=company.id)
    meeting = plan_meeting(actor=anna, at=NOW, event_at=NOW + DAY, deal_id=deal.id)
    fresh = postpone_meeting(actor=anna, at=NOW, activity_id=meeting.id, event_at=NOW + 2 * DAY)
    assert (fresh.company_id, fresh.deal_id) == (company.id, deal.id)


def test_a_company_that_one_may_not_see_takes_nothing(cast, company):
    before = Activity.objects.count()
    with pytest.raises(NotVisible):
        log_note(actor=cast.actors["gleb"], at=NOW, body="x", company_id=company.id)
    assert Activity.objects.count() == before
