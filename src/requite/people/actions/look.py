"""Compare the records of the base with one another: those that are new since the last time, and those noted to be again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from requite.kernel.parting import take_first
from requite.kernel.reading import fetch_all
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
    """Those in use with all others. An archived one keeps its candidates for when it comes back."""
    used = [row[0] for row in fetch_all(IN_USE.format(table=KINDS[kind].table), [list(ids)], prepare=False)]
    if used:
        register_candidates(kind=kind, ids=used, at=at)
    correct_doubts(kind=kind, ids=ids, at=at)
