"""Compare the records of the base with one another: those that are new since the last time, and those noted to be again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from requite.kernel.parting import take_first
from requite.kernel.reading import fetch_all, run
from requite.people.actions.candidates import correct_doubts, register_candidates
from requite.people.likeness import Kind
from requite.people.models import Look, Relook
from requite.quality.registry import KINDS

BATCH = 500
SETTLED = timedelta(hours=1)  # what is younger may belong to a transaction that is still open
NEXT = """
SELECT id FROM {table} WHERE (%(after)s::uuid IS NULL OR id > %(after)s) AND id < %(before)s AND archived_at IS NULL
ORDER BY id LIMIT %(limit)s
"""
# A pair that somebody held when its record was archived or given away doesn't know of it (the trigger `candidate_follows`).
# All are locked first, in the order in which candidates are written, so that the next statement sees what came meanwhile.
HOLD = """
SELECT id FROM people_candidate WHERE first_id = ANY(%(ids)s::uuid[]) OR second_id = ANY(%(ids)s::uuid[])
ORDER BY first_id, second_id FOR UPDATE
"""
FOLLOW = """
UPDATE people_candidate c SET first_owner_id = x.owner_id, first_in_use = x.archived_at IS NULL,
    second_owner_id = y.owner_id, second_in_use = y.archived_at IS NULL
FROM {table} x, {table} y
WHERE c.id = ANY(%s::uuid[]) AND x.id = c.first_id AND y.id = c.second_id
AND (c.first_owner_id, c.first_in_use, c.second_owner_id, c.second_in_use)
    IS DISTINCT FROM (x.owner_id, x.archived_at IS NULL, y.owner_id, y.archived_at IS NULL)
"""
IN_USE = "SELECT id FROM {table} WHERE id = ANY(%s::uuid[]) AND archived_at IS NULL ORDER BY id"


def first_id_of(moment: datetime) -> UUID:
    """The smallest id that a record can have that was made then or later."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def register_next(*, kind: Kind, at: datetime, limit: int = BATCH) -> int:
    """Compare the next records of the kind with all others, in a transaction: how many, fewer where that takes too long."""
    with transaction.atomic():
        Look.objects.get_or_create(kind=kind)
        look = Look.objects.select_for_update().get(kind=kind)
        values = {"after": look.upto, "before": first_id_of(at - SETTLED), "limit": limit}
        ids = [row[0] for row in fetch_all(NEXT.format(table=KINDS[kind].table), values, prepare=False)]
        count = take_first(ids, lambda some: register_candidates(kind=kind, ids=some, at=at))
        if count:
            look.upto = ids[count - 1]
            look.save()
    return count


def last_relook() -> int:
    """The last one noted so far: what is noted while a job is at it waits for the next."""
    return Relook.objects.aggregate(last=Max("id"))["last"] or 0


def register_again(*, kind: Kind, at: datetime, upto: int, limit: int = BATCH) -> int:
    """Compare the next ones noted, up to that one, in a transaction: how many notes, fewer where that takes too long."""
    with transaction.atomic():
        notes = Relook.objects.select_for_update(skip_locked=True).filter(kind=kind, id__lte=upto).order_by("id")
        rows = list(notes[:limit])
        count = take_first(rows, lambda some: _compare(kind, {one.record_id for one in some}, at))
        Relook.objects.filter(id__in=[one.id for one in rows[:count]]).delete()
    return count


def _compare(kind: Kind, ids: set[UUID], at: datetime) -> None:
    """Those in use with all others. An archived one keeps its candidates for when it comes back; whose the two of each are
    and whether they are in use is put right.
    """
    held = [row[0] for row in fetch_all(HOLD, {"ids": list(ids)}, prepare=False)]
    if held:
        run(FOLLOW.format(table=KINDS[kind].table), [held])
    used = [row[0] for row in fetch_all(IN_USE.format(table=KINDS[kind].table), [list(ids)], prepare=False)]
    if used:
        register_candidates(kind=kind, ids=used, at=at)
    correct_doubts(kind=kind, ids=ids, at=at)
