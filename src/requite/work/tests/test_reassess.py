"""What is owed follows what the base holds now and the rules in force, however it came."""

from datetime import timedelta
from functools import partial

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import call_of, company_of, deal_of, meeting_of, person_of
from testing.cast import NOW

from requite.deals import reassessing as deals_reassessing
from requite.journal.models import Entry
from requite.kernel.reading import fetch_all, run
from requite.people import reassessing as people_reassessing
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import erase_point, register_point
from requite.people.models import Company, Person
from requite.quality import halves, jobs
from requite.quality.models import Requirement
from requite.quality.registry import KINDS
from requite.work import reassessing
from requite.work.actions.meetings import call_off_meeting, hold_meeting
from requite.work.models import Activity
from requite.work.reactions import reassess_activities

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def person(cast):
    return person_of(cast, "anna", "Seo", "", points=[])


def fresh(record):
    return type(record).objects.get(id=record.id)


def react():
    """Run the reactions that are queued, as the worker would."""
    for job in ProcrastinateJob.objects.filter(task_name="requite.react").order_by("id"):
        entry = Entry.objects.get(id=job.args["entry_id"])
        reassess_activities(entry_id=entry.id, subject_id=entry.subject_id, at=entry.at)


def require(field, kind="meeting", **values):
    values = {"stage": "", "weight": 2, "check_name": "text", "grace_hours": 24, **values}
    return Requirement.objects.create(kind=kind, field=field, starts_at=NOW, **values)


class TestOfPerson:
    def test_a_number_closes_the_debt_of_a_meeting(self, cast, person):
        meeting = meeting_of(cast, person)
        assert meeting.missing == ["contact", "given_name"]
        point = register_point(
            actor=cast.actors["anna"], at=NOW, kind="phone", raw="010-2345-9876", person_id=person.id
        )
        correct_person(actor=cast.actors["anna"], at=NOW, person_id=person.id, given={"given_name": "Hana"})
        react()
        assert (fresh(meeting).missing, fresh(meeting).owed_at) == ([], None)
        erase_point(actor=cast.actors["anna"], at=NOW, point_id=point.id)
        react()
        assert fresh(meeting).missing == ["contact"]
        assert fresh(meeting).owed_at

    def test_runs_twice_as_once_and_leaves_the_version(self, cast, person):
        meeting = meeting_of(cast, person)
        Person.objects.filter(id=person.id).update(given_name="Hana")
        for _n in "12":
            reassessing.reassess_of_person(person_id=person.id, at=NOW)
        assert (fresh(meeting).missing, fresh(meeting).version) == (["contact"], 1)

    def test_leaves_what_is_over(self, cast, person):
        off, held = meeting_of(cast, person), meeting_of(cast, person)
        call_off_meeting(actor=cast.actors["anna"], at=NOW, activity_id=off.id)
        hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=held.id, result="ok")
        Activity.objects.filter(id=held.id).update(missing=[], owed_at=None)
        reassessing.reassess_of_person(person_id=person.id, at=NOW)
        assert (fresh(off).missing, fresh(held).missing) == ([], [])

    def test_of_nobody_is_nothing(self, cast, person):
        reassessing.reassess_of_person(person_id=cast.anna.id, at=NOW)


class TestAfterTheRulesChanged:
    def run(self, kind):
        jobs.reassess(kind=kind, at=LATER.isoformat())

    def test_meetings_owe_the_new_field_and_forget_the_old(self, cast, person):
        meeting, gone = meeting_of(cast, person, topic=""), meeting_of(cast, person)
        Activity.objects.filter(id=gone.id).update(retracted_at=NOW)
        require("place")
        Requirement.objects.filter(field="topic").update(ends_at=NOW)
        self.run("meeting")
        assert set(fresh(meeting).missing) == {"contact", "given_name", "place"}
        assert fresh(meeting).owed_at == NOW + timedelta(hours=24)  # made on Saturday, asked for since Tuesday
        assert set(fresh(gone).missing) == {"contact", "given_name"}

    def test_calls_and_what_isnt_done_too(self, cast, person):
        call = call_of(cast, person)
        require("result", "call", stage="done")
        self.run("call")
        assert fresh(call).missing == ["result"]

    def test_persons_and_companies_too(self, cast):
        person = person_of(cast, "anna", company_name="Sejong")
        lost = person_of(cast, "anna", "Lee", company_name="Sejong")
        Person.objects.filter(id=lost.id).update(owner=None, owed_at=None)
        company = company_of(cast)
        for kind, field in (("person", "title"), ("company", "industry")):
            require(field, kind)
            self.run(kind)
        assert fresh(person).missing == ["title"]
        assert (fresh(lost).missing, fresh(lost).owed_at) == (["title"], None)
        assert "industry" in Company.objects.get(id=company.id).missing

    def test_of_an_unknown_kind_is_nothing(self, cast):
        self.run("spaceship")

    @pytest.mark.parametrize("kind", ["meeting", "person"])
    def test_goes_in_parts_without_missing_any(self, cast, kind):
        people = [person_of(cast, "anna", f"Kim{n}") for n in range(5)]
        made = [meeting_of(cast, one) for one in people] if kind == "meeting" else people
        room = reassessing if kind == "meeting" else people_reassessing
        require("place" if kind == "meeting" else "title", kind)
        after, parts = None, 0
        while after is not None or not parts:
            after, parts = room.reassess_next(kind=kind, after=after, at=LATER, limit=2).last, parts + 1
        assert parts == 4
        wanted = "place" if kind == "meeting" else "title"
        assert all(wanted in fresh(one).missing for one in made)

    def test_a_part_queues_the_next(self, cast, person, monkeypatch):
        monkeypatch.setattr(halves, "BATCH", 1)
        made = meeting_of(cast, person)
        self.run("meeting")
        [job] = ProcrastinateJob.objects.filter(task_name="requite.quality.reassess")
        assert job.args["after"] == str(made.id)


@pytest.mark.parametrize("kind", ["person", "deal", "meeting", "call"])
def test_what_is_found_again_isnt_written_again(cast, person, kind):
    """A second pass over the same rules touches no row: its version in the table stays."""
    meeting_of(cast, person)
    call_of(cast, person)
    deal_of(cast)
    room = {"person": people_reassessing, "deal": deals_reassessing}.get(kind, reassessing)
    table = KINDS[kind].table

    def versions():
        return fetch_all(f"SELECT id, xmin::text, score FROM {table} ORDER BY id", prepare=False)

    run(f"UPDATE {table} SET score = 1")
    before = versions()
    at = LATER + timedelta(days=400)
    assert room.reassess_next(kind=kind, after=None, at=at).count
    once = versions()
    assert once
    assert {score for _id, _xmin, score in once} != {score for _id, _xmin, score in before}
    room.reassess_next(kind=kind, after=None, at=at)
    assert versions() == once


def test_a_window_that_takes_too_long_is_parted(cast, person):
    for n in range(3):
        person_of(cast, "anna", f"Slow{n}", "")
    asked = []

    def judge(*, after, limit, **more):
        asked.append(limit)
        if limit > 500:
            run("SET LOCAL statement_timeout = 1")
            run("SELECT pg_sleep(1)")
        return people_reassessing.reassess_next(after=after, limit=limit, **more)

    window, limit = jobs._judge_window(partial(judge, kind="person", at=LATER), None)
    assert asked == [2_000, 500]
    assert limit == 500
    assert window.last == max(Person.objects.values_list("id", flat=True))
