"""What is asked of some teams alone: handing a record over judges it anew, in every way in which it is handed over."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.asserts import last_entry
from testing.builders import deal_of, meeting_of, person_of
from testing.cast import DAY, NOW

from requite.deals.actions.archive_deal import assign_deal
from requite.fields.actions.fields import FieldDraft, register_field
from requite.identity.actions.correct_user import UserDraft, correct_user
from requite.people.actions.archive import assign_record
from requite.people.actions.assign_many import assign_many
from requite.quality import engine, gates
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.actions.resolve_trial import resolve_batch
from requite.quality.actions.try_requirement import try_requirement
from requite.quality.engine import Subject
from requite.quality.reactions import reassess_member
from requite.quality.registry import KINDS
from requite.quality.rules import Rule
from requite.quality.terms import Terms
from requite.work.actions.assigning import assign_activity
from requite.work.reassessing import THESE

pytestmark = pytest.mark.django_db


def ask(cast, kind, field, team):
    declare_requirement(
        actor=cast.actors["oleg"], at=NOW - DAY, kind=kind, stage="", field=field, weight=2, grace_hours=1,
        terms=Terms(teams=(str(team.id),)),
    )  # fmt: skip


def missing(record):
    record.refresh_from_db()
    return record.missing


def test_of_a_person(cast):
    ask(cast, "person", "title", cast.south)
    person = person_of(cast)
    assert "title" not in missing(person)
    oleg = cast.actors["oleg"]
    assign_record(actor=oleg, at=NOW, kind="person", record_id=person.id, owner_id=cast.gleb.id)
    assert "title" in missing(person)
    assign_many(actor=oleg, at=NOW, kind="person", ids=[person.id], owner_id=cast.boris.id)
    assert "title" not in missing(person)


def test_of_a_meeting(cast):
    ask(cast, "meeting", "place", cast.south)
    meeting = meeting_of(cast, person_of(cast))
    assert "place" not in missing(meeting)
    assign_activity(actor=cast.actors["oleg"], at=NOW, activity_id=meeting.id, owner_id=cast.gleb.id)
    assert "place" in missing(meeting)


def test_of_a_deal(cast):
    ask(cast, "deal", "note", cast.south)
    deal = deal_of(cast)
    assert "note" not in missing(deal)
    assign_deal(actor=cast.actors["oleg"], at=NOW, deal_id=deal.id, owner_id=cast.gleb.id)
    assert "note" in missing(deal)


def test_a_trial_counts_their_records_alone(cast):
    person_of(cast)
    person_of(cast, "gleb")
    tried = try_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="person", stage="", field="note", weight=1, grace_hours=1,
        terms=Terms(teams=(str(cast.south.id),)),
    )  # fmt: skip
    assert not resolve_batch(trial_id=tried.id, at=NOW)
    assert (tried.concerned, tried.lacking, tried.owners) == (1, 1, {str(cast.gleb.id): 1})


def test_a_move_between_teams_judges_what_is_theirs(cast):
    ask(cast, "person", "title", cast.south)
    mine, theirs = person_of(cast), person_of(cast, "boris")
    type(cast.anna).objects.filter(id=cast.anna.id).update(team=cast.south)
    THESE["person"](kind="person", ids=[mine.id, theirs.id], at=NOW)
    assert ("title" in missing(mine), "title" in missing(theirs)) == (True, False)


class TestWhoMayNotFill:
    @pytest.fixture
    def own(self, cast):
        """A field of persons that the operator Dina doesn't see."""
        draft = FieldDraft(type="text", name="Branch", audience="work")
        own = register_field(actor=cast.actors["oleg"], at=NOW - DAY, draft=draft)
        declare_requirement(
            actor=cast.actors["oleg"], at=NOW - DAY, kind="person", stage="", field=own.slug, weight=2, grace_hours=1
        )
        return own

    def test_owes_it_never_and_who_may_does(self, cast, own):
        points = [("phone", "010-8273-4615"), ("email", "kim@sejong.kr")]
        person = person_of(cast, "dina", points=points, company_name="Sejong")
        THESE["person"](kind="person", ids=[person.id], at=NOW)
        assert (missing(person), person.owed_at) == ([own.slug], None)
        oleg = cast.actors["oleg"]
        assign_record(actor=oleg, at=NOW, kind="person", record_id=person.id, owner_id=cast.anna.id)
        assert (missing(person), person.owed_at is None) == ([own.slug], False)
        assign_many(actor=oleg, at=NOW, kind="person", ids=[person.id], owner_id=cast.dina.id)
        assert (missing(person), person.owed_at) == ([own.slug], None)

    def test_who_gets_another_role_is_judged_anew(self, cast, own):
        draft = UserDraft(family_name="Kim", given_name="Anna", role="operator", team_id=cast.north.id)
        correct_user(actor=cast.actors["oleg"], at=NOW, user_id=cast.anna.id, draft=draft)
        reassess_member(entry_id=last_entry("identity.UserCorrected").id, subject_id=cast.anna.id, at=NOW)
        jobs = ProcrastinateJob.objects.filter(task_name="requite.quality.reassess", args__owner=str(cast.anna.id))
        assert {job.args["kind"] for job in jobs} == set(KINDS)

    def test_isnt_stopped_by_a_gate_either(self, cast):
        rule = Rule("result", "held", 3, "text", 24, is_gate=True, unable=frozenset({cast.anna.id}))
        subject = Subject(kind="meeting", values={}, made_at=NOW, stages=frozenset({"held"}), owner_id=cast.anna.id)
        found = engine.assess(subject, at=NOW, rules=(rule,))
        assert found.owed_at is None
        assert gates.stopped_by(found, by=cast.anna.id, reached={"held"}) == ()
        assert gates.stopped_by(found, by=cast.vera.id, reached={"held"}) == ("result",)
