"""What is asked of some teams alone: handing a record over judges it anew, in every way in which it is handed over."""

import pytest
from testing.builders import deal_of, meeting_of, person_of
from testing.cast import DAY, NOW

from requite.deals.actions.archive_deal import assign_deal
from requite.people.actions.archive import assign_record
from requite.people.actions.assign_many import assign_many
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.actions.resolve_trial import resolve_batch
from requite.quality.actions.try_requirement import try_requirement
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
