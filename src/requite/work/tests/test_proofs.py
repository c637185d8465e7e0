"""What proves that a record is still true moves its score in the transaction that writes it, and moves it back."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import company_of, deal_of, person_of, status
from testing.cast import DAY
from testing.worker import told

from requite.deals.actions.close_deal import close_deal
from requite.deals.models import Deal
from requite.deals.reassessing import reassess_these as reassess_deals
from requite.kernel.reading import fetch_all
from requite.people.actions.archive import assign_record
from requite.people.actions.correct_person import correct_person
from requite.people.bulk.rejudging import rejudge
from requite.people.models import Company, Person
from requite.people.reassessing import reassess_next, reassess_these
from requite.quality.engine import LASTING
from requite.quality.jobs import fade
from requite.work.actions.correct_activity import correct_activity, restore_activity, retract_activity
from requite.work.actions.log_call import log_call, plan_call, reopen_call, settle_call
from requite.work.actions.meetings import hold_meeting, plan_meeting
from requite.work.models import Activity, Attendance

LONG = 400 * DAY
OLD, FRESH = 88, 100  # in percent: proved 400 days ago, and today
MODELS = {"person": Person, "company": Company, "deal": Deal}


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def do(cast, now):
    """Do it as Anna, now."""

    def run(doing, activity=None, **values):
        which = {"activity_id": activity.id} if activity is not None else {}
        return doing(actor=cast.actors["anna"], at=now, **which, **values)

    return run


def age(kind, record, now, days=LONG):
    """Let the record have been entered so long ago, and be judged today."""
    MODELS[kind].objects.filter(id=record.id).update(made_at=now - days)
    judge = reassess_deals if kind == "deal" else reassess_these
    judge(kind=kind, ids=[record.id], at=now)
    record.refresh_from_db()
    return record


@pytest.fixture
def company(cast, now):
    return age("company", company_of(cast), now)


@pytest.fixture
def person(cast, now, company):
    return age("person", person_of(cast, company_id=company.id), now)


def timely(record):
    record.refresh_from_db()
    return record.timeliness


def proofs(record):
    return dict(fetch_all("SELECT source, at FROM quality_proof WHERE record_id = %s", [record.id]))


def reached(do, now, days=0, outcome="talked", **values):
    return do(log_call, event_at=now - days * DAY, outcome_id=status(outcome).id, **values)


class TestCalls:
    def test_a_call_that_reached_moves_the_score_and_taken_back_moves_it_back(self, person, company, do, now):
        assert (person.timeliness, person.score) == (OLD, 97)
        call = reached(do, now, person_id=person.id)
        assert (timely(person), person.score, timely(company)) == (FRESH, 100, FRESH)
        do(retract_activity, call)
        assert (timely(person), person.score, timely(company)) == (OLD, 97, OLD)
        assert proofs(person) == proofs(company) == {}
        do(restore_activity, call)
        assert (timely(person), timely(company)) == (FRESH, FRESH)

    @pytest.mark.parametrize("outcome", ["no_answer", "wrong_number"])
    def test_one_that_reached_nobody_proves_nothing(self, person, do, now, outcome):
        reached(do, now, outcome=outcome, person_id=person.id)
        assert proofs(person) == {}

    def test_a_planned_call_proves_once_it_is_settled_and_not_once_that_was_a_slip(self, cast, person, do, now):
        call = do(plan_call, person_id=person.id, event_at=now + DAY)
        assert timely(person) == OLD
        do(settle_call, call, outcome_id=status("talked").id)
        assert (timely(person), proofs(person)) == (FRESH, {"call": now})
        do(reopen_call, call)
        assert (timely(person), proofs(person)) == (OLD, {})

    def test_the_last_of_several_holds(self, person, do, now):
        first, second, third = (reached(do, now, days=days, person_id=person.id) for days in (200, 10, 100))
        assert proofs(person) == {"call": second.at}
        do(retract_activity, second)
        assert proofs(person) == {"call": third.at}
        assert timely(person) == 97
        do(correct_activity, third, given={}, event_at=now - 300 * DAY)
        assert proofs(person) == {"call": first.at}

    def test_a_company_alone_is_proved_too(self, company, do, now):
        reached(do, now, company_id=company.id)
        assert timely(company) == FRESH

    def test_a_call_for_another_proves_that_one(self, cast, person, do, now):
        other = age("person", person_of(cast, family="Park"), now)
        call = reached(do, now, person_id=person.id)
        Activity.objects.filter(id=call.id).update(person=other)
        assert (timely(person), timely(other)) == (OLD, FRESH)
        Activity.objects.filter(id=call.id).delete()
        assert (timely(other), proofs(other)) == (OLD, {})


class TestMeetings:
    def test_a_held_meeting_proves_all_who_came(self, cast, person, do, now):
        guest = age("person", person_of(cast, family="Park"), now)
        meeting = do(plan_meeting, person_id=person.id, event_at=now - DAY, topic="prices", people=[guest.id])
        assert (timely(person), timely(guest)) == (OLD, OLD)
        do(hold_meeting, meeting, result="agreed")
        assert (timely(person), timely(guest), proofs(guest)) == (FRESH, FRESH, {"meeting": meeting.at})
        Attendance.objects.filter(person=guest).delete()
        assert (timely(guest), proofs(guest)) == (OLD, {})
        Attendance.objects.create(activity=meeting, person=guest)
        assert timely(guest) == FRESH


class TestDeals:
    def test_an_open_deal_is_proved_by_what_is_done_about_it(self, cast, person, do, now):
        deal = age("deal", deal_of(cast, person_id=person.id), now)
        assert timely(deal) == OLD
        call = reached(do, now, person_id=person.id)
        assert timely(deal) == OLD  # of something else, as far as anybody said
        do(retract_activity, call)
        reached(do, now, deal_id=deal.id)
        assert (timely(deal), timely(person)) == (FRESH, FRESH)

    def test_a_closed_one_fades_no_more(self, cast, do, now):
        deal = age("deal", deal_of(cast), now)
        close_deal(actor=cast.actors["anna"], at=now, deal_id=deal.id, state="won")
        reassess_deals(kind="deal", ids=[deal.id], at=now + LONG)
        assert (timely(deal), deal.full_score, deal.fades_at) == (FRESH, None, None)


class TestJudging:
    """Whoever judges a record counts its proofs."""

    def kept(self, record):
        record.refresh_from_db()
        return tuple(getattr(record, name) for name in LASTING)

    def test_every_way_finds_the_same(self, cast, person, do, now):
        reached(do, now, days=50, person_id=person.id)
        found = self.kept(person)
        assert found[3] == 98
        ways = (
            lambda: reassess_next(kind="person", after=None, at=now),
            lambda: rejudge(kind="person", ids=[person.id], at=now),
            lambda: correct_person(actor=cast.actors["anna"], at=now, person_id=person.id, given={"title": "Buyer"}),
            lambda: assign_record(
                actor=cast.actors["vera"], at=now, kind="person", record_id=person.id, owner_id=cast.boris.id
            ),
        )
        for way in ways:
            Person.objects.filter(id=person.id).update(timeliness=1, score=1, full_score=1, fades_at=None)
            way()
            assert self.kept(person) == found

    def test_days_that_go_lower_it_by_night(self, person, company, do, now):
        reassess_these(kind="person", ids=[person.id], at=now - 300 * DAY)
        assert (timely(person), person.fades_at < now) == (97, True)
        before = self.kept(company)
        fade(told(), timestamp=int(now.timestamp()))
        assert (timely(person), person.score, person.fades_at > now) == (OLD, 97, True)
        assert self.kept(company) == before  # its score holds still
        reached(do, now, person_id=person.id)
        fade(told(), timestamp=int((now + LONG).timestamp()))
        assert timely(person) == OLD

    def test_told_to_end_the_night_goes_on_with_what_it_has_room_for(self, cast, now, monkeypatch):
        monkeypatch.setattr("requite.quality.jobs.BATCH", 1)
        monkeypatch.setattr("requite.quality.jobs.MOST", 3)
        made = [person_of(cast, family=f"Han{n}") for n in range(5)]
        Person.objects.update(fades_at=now - DAY)
        old = Person.objects.filter(fades_at__lt=now)
        fade(told(lambda: old.count() < len(made)), timestamp=int(now.timestamp()))
        assert old.count() == 4
        [job] = ProcrastinateJob.objects.filter(task_name=fade.name)
        fade(told(), **job.args)
        assert old.count() == 2
