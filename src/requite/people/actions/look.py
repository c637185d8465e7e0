"""Compare the records of the base with one another, those that are new since the last time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from requite.kernel.reading import fetch_all
from requite.people.actions.candidates import register_candidates
from requite.people.likeness import Kind
from requite.people.models import Look
from requite.quality.registry import KINDS

BATCH = 500
SETTLED = timedelta(hours=1)  # what is younger may belong to a transaction that is still open
NEXT = """
SELECT id FROM {table} WHERE (%(after)s::uuid IS NULL OR id > %(after)s) AND id < %(before)s AND archived_at IS NULL
ORDER BY id LIMIT %(limit)s
"""


def first_id_of(moment: datetime) -> UUID:
    """The smallest id that a record can have that was made then or later."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def register_next(*, kind: Kind, at: datetime, limit: int = BATCH) -> int:
    """Compare the next records of the kind with all others, in a transaction: how many they were."""
    with transaction.atomic():
        Look.objects.get_or_create(kind=kind)
        look = Look.objects.select_for_update().get(kind=kind)
        values = {"after": look.upto, "before": first_id_of(at - SETTLED), "limit": limit}
        ids = [row[0] for row in fetch_all(NEXT.format(table=KINDS[kind].table), values, prepare=False)]
        if ids:
            register_candidates(kind=kind, ids=ids, at=at)
            look.upto = ids[-1]
            look.save()
    return len(ids)
