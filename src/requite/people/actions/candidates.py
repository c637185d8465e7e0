"""Records that may be the same: found, counted against both once they have waited, and said not to be."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from requite.identity.queries import find_organisation
from requite.identity.topics import topics_of
from requite.journal.events import Event
from requite.journal.recording import Recorder, recording, tell
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.ids import new_id
from requite.kernel.period import start_of_day
from requite.kernel.reading import fetch_all, run
from requite.kernel.workdays import Calendar
from requite.people import access
from requite.people.bulk.rejudging import rejudge
from requite.people.bulk.relooks import note_relooks
from requite.people.events import CompanySetApart, CompanyTakenTogether, PersonSetApart, PersonTakenTogether
from requite.people.likeness import LEAST, Kind
from requite.people.models import Candidate, Company, Person
from requite.people.queries.resembling import Pair, list_pairs
from requite.people.queries.taken_away import list_taken_away
from requite.quality.keeping import MANY
from requite.quality.registry import KINDS

EVENTS: dict[str, dict[bool, type[Event]]] = {
    "person": {True: PersonSetApart, False: PersonTakenTogether},
    "company": {True: CompanySetApart, False: CompanyTakenTogether},
}
WAIT_DAYS = 3  # working days in which somebody may look before it counts
KEEP = """
INSERT INTO people_candidate AS c (
    id, kind, first_id, second_id, probability, signs, found_at, counts_at, first_owner_id, second_owner_id)
SELECT n.id, %s, n.first, n.second, n.probability, string_to_array(n.signs, ','), %s, %s, x.owner_id, y.owner_id
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::float8[], %s::text[]) n(id, first, second, probability, signs)
JOIN {table} x ON x.id = n.first JOIN {table} y ON y.id = n.second
ORDER BY n.first, n.second
ON CONFLICT (first_id, second_id) DO UPDATE SET probability = EXCLUDED.probability, signs = EXCLUDED.signs,
    first_owner_id = EXCLUDED.first_owner_id, second_owner_id = EXCLUDED.second_owner_id,
    first_in_use = true, second_in_use = true
WHERE (c.probability, c.signs, c.first_owner_id, c.second_owner_id, c.first_in_use, c.second_in_use)
    IS DISTINCT FROM (EXCLUDED.probability, EXCLUDED.signs, EXCLUDED.first_owner_id, EXCLUDED.second_owner_id, true, true)
"""
# Of these records, what no longer looks the same. All of theirs are locked first, in the order in which `KEEP` writes.
DROP = """
WITH held AS MATERIALIZED (
    SELECT h.id FROM people_candidate h WHERE h.first_id = ANY(%(ids)s::uuid[]) OR h.second_id = ANY(%(ids)s::uuid[])
    ORDER BY h.first_id, h.second_id FOR UPDATE)
DELETE FROM people_candidate c USING held
WHERE c.id = held.id AND c.apart_at IS NULL
AND NOT EXISTS (SELECT FROM unnest(%(firsts)s::uuid[], %(seconds)s::uuid[]) n(first, second)
                WHERE n.first = c.first_id AND n.second = c.second_id)
RETURNING c.first_id, c.second_id
"""
DOUBT = """
(SELECT max(c.probability) FROM people_candidate c
 JOIN {table} o ON o.id = CASE WHEN c.first_id = r.id THEN c.second_id ELSE c.first_id END AND o.archived_at IS NULL
 WHERE (c.first_id = r.id OR c.second_id = r.id) AND c.apart_at IS NULL AND c.counts_at <= %(at)s)
"""
# Of one that was merged there is no doubt left.
MOVED = f"""
SELECT r.id FROM {{table}} r WHERE r.id = ANY(%(ids)s::uuid[]) AND r.survivor_id IS NULL AND r.doubt IS DISTINCT FROM {DOUBT}
"""  # noqa: S608
STALE = f"""
SELECT r.id FROM {{table}} r WHERE r.doubt IS NOT NULL AND r.survivor_id IS NULL AND r.doubt IS DISTINCT FROM {DOUBT}
ORDER BY r.id LIMIT 400
"""  # noqa: S608
# Of these records, those that nobody else is writing just now.
FREE = "SELECT r.id FROM {table} r WHERE r.id = ANY(%(ids)s::uuid[]) ORDER BY r.id FOR NO KEY UPDATE SKIP LOCKED"
GIVE = f"UPDATE {{table}} r SET doubt = {DOUBT} WHERE r.id = ANY(%(ids)s::uuid[])"  # noqa: S608
OTHERS = """
SELECT second_id FROM people_candidate WHERE first_id = %(id)s
UNION SELECT first_id FROM people_candidate WHERE second_id = %(id)s
"""
DUE = """
SELECT id, kind, first_id, second_id FROM people_candidate
WHERE counts_at <= %s AND apart_at IS NULL AND counted_at IS NULL ORDER BY counts_at, id LIMIT 200 FOR UPDATE SKIP LOCKED
"""


def register_candidates(*, kind: Kind, ids: Sequence[UUID], at: datetime, is_parted: bool = False) -> int:
    """Look which other records these may be the same as, in the transaction that is open: how many there are.

    What looked the same before and doesn't any more is forgotten, unless somebody said something of it, or what they agreed
    in was only taken away. `is_parted`: what went from a record was never its own.
    """
    pairs = list_pairs(kind, ids, least=LEAST)
    if not is_parted:
        known = {pair[:2]: pair for pair in (*pairs, *list_taken_away(kind, ids, at=at))}
        pairs = sorted(known.values(), key=lambda pair: pair[:2])
    firsts, seconds = [pair.first_id for pair in pairs], [pair.second_id for pair in pairs]
    gone = fetch_all(DROP, {"ids": list(ids), "firsts": firsts, "seconds": seconds}, prepare=False)
    if pairs:
        _keep(kind, pairs, at)
    touched = {*firsts, *seconds, *(id_ for pair in gone for id_ in pair)}
    correct_doubts(kind=kind, ids=touched, at=at)
    return len(pairs)


def _keep(kind: Kind, pairs: Sequence[Pair], at: datetime) -> None:
    columns = [[new_id() for _pair in pairs], [one.first_id for one in pairs], [one.second_id for one in pairs]]
    signs = [",".join(one.signs) for one in pairs]
    likely = [one.probability for one in pairs]
    run(KEEP.format(table=KINDS[kind].table), [kind, at, counts_from(at), *columns, likely, signs])


def counts_from(at: datetime) -> datetime:
    """When three of the company's working days after that of `at` are gone."""
    company = find_organisation()
    zone = ZoneInfo(company.time_zone if company else "UTC")
    day = Calendar(company.country if company else "").after(at.astimezone(zone).date(), days=WAIT_DAYS)
    return start_of_day(day, zone=zone)


def correct_doubts(*, kind: Kind, ids: Collection[UUID], at: datetime) -> int:
    """Let the records, as far as they stand otherwise, be worth what their open candidates leave of them: how many moved.

    One that somebody else is writing just now isn't waited for: who writes one of two doubles holds it, and wants the
    candidate that this transaction holds. It is compared again by the job instead.
    """
    if not ids:
        return 0
    table = KINDS[kind].table
    other = [row[0] for row in fetch_all(MOVED.format(table=table), {"ids": list(ids), "at": at}, prepare=False)]
    moved = [row[0] for row in fetch_all(FREE.format(table=table), {"ids": other}, prepare=False)] if other else []
    note_relooks(kind, set(other) - set(moved))
    if len(moved) > MANY:
        run("DISCARD PLANS")  # as in keeping.py: the triggers keep plans made for one row
    if moved:
        run(GIVE.format(table=table), {"ids": moved, "at": at})
        rejudge(kind=kind, ids=moved, at=at)
        tell(topics={f"{kind}:{id_}" for id_ in moved})
    return len(moved)


def correct_others(*, kind: Kind, record_id: UUID, at: datetime) -> None:
    """A record left the lists or came back: those that may be the same are worth more, or less again, and so is it."""
    rows = fetch_all(OTHERS, {"id": record_id})
    correct_doubts(kind=kind, ids={record_id, *(row[0] for row in rows)} if rows else (), at=at)


def correct_due(*, at: datetime) -> int:
    """Count what has waited long enough, then count no longer what was archived since: 0 when nothing is left to be done.

    For the latter all that are worth less are read: once nothing waits, not for each two hundred that did. One that
    somebody holds isn't come back to: it is compared again by the job.
    """
    due = fetch_all(DUE, [at], prepare=False)
    done = len(due)
    for kind in ("person", "company"):
        ids = {id_ for _id, one, first, second in due if one == kind for id_ in (first, second)}
        if not due:
            ids = {row[0] for row in fetch_all(STALE.format(table=KINDS[kind].table), {"at": at}, prepare=False)}
        moved = correct_doubts(kind=kind, ids=ids, at=at)
        done += 0 if due else moved
    run("UPDATE people_candidate SET counted_at = %s WHERE id = ANY(%s::uuid[])", [at, [row[0] for row in due]])
    return done


def mark_distinct(*, actor: Actor, at: datetime, candidate_id: UUID) -> Candidate:
    """Say that the two aren't the same: neither is worth less for it any more. Twice is once.

    Raises NotVisible where the actor sees but one of them, NotAllowed where they may change neither.
    """
    with recording(actor=actor, at=at) as record:
        found = _take(actor, candidate_id)
        if found.apart_at is None:
            found.apart_at, found.apart_by_id = at, actor.id
            _tell(record, found)
    return found


def retract_distinct(*, actor: Actor, at: datetime, candidate_id: UUID) -> Candidate:
    """Take that back: they may be the same again. Raises NotVisible, NotAllowed."""
    with recording(actor=actor, at=at) as record:
        found = _take(actor, candidate_id)
        if found.apart_at is not None:
            found.apart_at, found.apart_by_id = None, None
            _tell(record, found)
    return found


def _take(actor: Actor, candidate_id: UUID) -> Candidate:
    found = Candidate.objects.select_for_update(of=("self",)).filter(id=candidate_id).first()
    if found is None:
        raise NotVisible
    records: list[Person | Company] = (
        [access.see_person(actor=actor, person_id=id_) for id_ in (found.first_id, found.second_id)]
        if found.kind == "person"
        else [access.see_company(actor=actor, company_id=id_) for id_ in (found.first_id, found.second_id)]
    )
    if not any(actor.covers("people.edit", one.owner_id) for one in records):
        raise NotAllowed
    return found


def _tell(record: Recorder, found: Candidate) -> None:
    """Keep it, let both be worth what they are now, and note it with both."""
    found.save(update_fields=["apart_at", "apart_by"])
    kind: Kind = "person" if found.kind == "person" else "company"
    ids = (found.first_id, found.second_id)
    correct_doubts(kind=kind, ids=ids, at=record.at)
    apart = found.apart_at is not None
    event = EVENTS[kind][apart]
    sql = f"SELECT id, owner_id FROM {KINDS[kind].table} WHERE id = ANY(%s::uuid[]) ORDER BY id"  # noqa: S608
    for id_, owner_id in fetch_all(sql, [list(ids)]):
        record(event(subject_id=id_, topics=topics_of([owner_id]) | {f"{kind}:{id_}"}))
