"""What may hang on two persons who are one, scene by scene, and the base as it stands, row by row."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from testing.builders import (
    BACK,
    DAY,
    call_of,
    deal_of,
    meeting_of,
    note_of,
    person_of,
    planned_call,
    task_of,
)
from testing.cast import NOW
from testing.files import file_of

from requite.deals.actions.stakeholders import archive_stakeholder, register_stakeholder
from requite.deals.models import Part
from requite.people.actions.candidates import correct_due, mark_distinct
from requite.people.actions.merging.judging import reassess
from requite.people.actions.merging.merge import merge_persons
from requite.people.models import Candidate, Company, Person
from requite.quality.proofs import set_proof
from requite.web.tests import own
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.log_call import log_call
from requite.work.actions.meetings import hold_meeting, plan_meeting
from requite.work.reassessing import reassess_of_person

PHONE = ("phone", "010-2551-4720")
# What of the base is looked at: versions only ever rise, and what is only added to is asked by its sums (`verify`).
TABLES = (
    "people_person", "people_company", "people_point", "people_candidate", "work_activity", "work_attendance",
    "work_standing", "work_deal_standing", "deals_deal", "deals_stakeholder", "deals_tally", "files_file", "fields_value",
    "quality_proof",
)  # fmt: skip

# A standing that says nothing is none; a pair of which one is archived is shown nowhere, and forgotten at the next look.
AMONG = {
    "work_standing": "(next_step_at, last_contact_at) IS DISTINCT FROM (NULL, NULL)",
    "people_candidate": """
        2 = (SELECT count(*) FROM people_person p WHERE p.id IN (first_id, second_id) AND archived_at IS NULL)
        + (SELECT count(*) FROM people_company p WHERE p.id IN (first_id, second_id) AND archived_at IS NULL)""",
}


def rows(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def base() -> dict[str, Any]:
    """All rows of the base, by table."""
    found = {}
    for table in TABLES:
        less = " - 'version' - 'id'" if table == "work_attendance" else " - 'version'"
        found[table] = rows(f"SELECT (to_jsonb(r){less})::text FROM {table} r WHERE {AMONG.get(table, 'true')}")
    found["tallies"] = rows("SELECT (to_jsonb(r) - 'id')::text FROM plans_tally r WHERE counted <> 0 OR pending <> 0")
    return found


def settle(*records: Person | Company) -> None:
    """Judge them as of the time of the merge, so that no day that passed differs."""
    for one in records:
        one.refresh_from_db()
        reassess(one, at=NOW)
        reassess_of_person(person_id=one.id, at=NOW)


def scene_calls(at):
    call_of(at.cast, at.other)
    planned_call(at.cast, at.other)
    task_of(at.cast, at.other)
    note_of(at.cast, at.other)
    gone = call_of(at.cast, at.other, at=BACK - DAY)
    retract_activity(actor=at.anna, at=NOW, activity_id=gone.id)


def scene_same_day(at):
    """Contacts of one rep with two persons on one day, who are one: one contact."""
    call_of(at.cast, at.one)
    call_of(at.cast, at.other)
    call_of(at.cast, at.other, who="boris")


def scene_meetings(at):
    meeting = meeting_of(at.cast, at.other, at=BACK - DAY)
    hold_meeting(actor=at.anna, at=NOW, activity_id=meeting.id, result="agreed")
    meeting_of(at.cast, at.other)


def scene_attendances(at):
    """Each beside a third, each beside the other, both beside a third."""
    third = person_of(at.cast, family="Third")
    for whom, people in ((third, [at.other.id]), (at.one, [at.other.id]), (at.other, [at.one.id]),
                         (third, [at.one.id, at.other.id])):
        met = plan_meeting(
            actor=at.anna, at=BACK, person_id=whom.id, event_at=BACK - DAY, topic="prices", people=people
        )
        hold_meeting(actor=at.anna, at=NOW, activity_id=met.id, result="agreed")


def scene_deals(at):
    deal_of(at.cast, person_id=at.other.id)
    part = Part.objects.order_by("position").first()
    for people in ([at.other], [at.one, at.other]):
        deal = deal_of(at.cast, title="Cases")
        made = [
            register_stakeholder(actor=at.anna, at=BACK, deal_id=deal.id, person_id=one.id, part_id=part.id)
            for one in people
        ]
    archive_stakeholder(actor=at.anna, at=BACK, stakeholder_id=made[0].id)
    deal = deal_of(at.cast, title="Both")
    for one in (at.one, at.other):
        register_stakeholder(actor=at.anna, at=BACK, deal_id=deal.id, person_id=one.id, part_id=part.id)


def scene_files(at):
    file_of(at.cast, at.other)


def scene_numbers(at):
    """Calls by the number that both have."""
    for whom in (at.one, at.other):
        point = whom.points.get(kind="phone")
        log_call(actor=at.anna, at=BACK, person_id=whom.id, point_id=point.id)


def scene_own_fields(at):
    for n, (mine, theirs) in enumerate((("Busan", "Seoul"), ("", "Seoul"), ("Busan", ""))):
        field = own.add(at.cast, name=f"Branch {n}")
        for whom, text in ((at.one, mine), (at.other, theirs)):
            if text:
                own.fill(at.cast, whom, field, text)
    field, third = own.add(at.cast, "person", "Came by"), person_of(at.cast, family="Third")
    own.fill(at.cast, third, field, str(at.other.id))
    own.fill(at.cast, at.one, field, str(at.other.id))


def scene_checked(at):
    set_proof(kind="person", record_id=at.other.id, source="check", proved_at=NOW - DAY)


def scene_both_checked(at):
    set_proof(kind="person", record_id=at.one.id, source="check", proved_at=NOW - 9 * DAY)
    scene_checked(at)


def scene_pairs(at):
    """A third and a fourth that may be the same as both; of the third somebody said that it isn't the other."""
    third = person_of(at.cast, points=[PHONE])
    person_of(at.cast, points=[("email", "hana@sejong.kr")])
    pair = Candidate.objects.get(first_id=min(third.id, at.other.id), second_id=max(third.id, at.other.id))
    mark_distinct(actor=at.anna, at=BACK, candidate_id=pair.id)
    correct_due(at=NOW)


def scene_owed(at):
    Person.objects.filter(id=at.other.id).update(asked={"address": "2026-11-20"}, rulings={
        "email": {"reason": "none", "by": str(at.cast.vera.id), "at": NOW.isoformat()}})


def scene_chain(at):
    third = person_of(at.cast, points=[PHONE])
    call_of(at.cast, third)
    merge_persons(actor=at.anna, at=BACK, survivor_id=at.other.id, merged_id=third.id)


SCENES: list[Callable[[Any], None]] = [found for name, found in sorted(globals().items()) if name.startswith("scene_")]
