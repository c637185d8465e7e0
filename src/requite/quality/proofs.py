"""Proofs that a record is still true: when the last one of each source was. Pressing Save is none."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all, run

LAST = "SELECT record_id, max(at) FROM quality_proof WHERE record_id = ANY(%s::uuid[]) GROUP BY 1"
# The last proof of the record `{alias}`, as a column of its page.
NEWEST = """
(SELECT json_build_array(e.source, e.at) FROM quality_proof e WHERE e.record_id = {alias}.id
 ORDER BY e.at DESC, e.source LIMIT 1)
"""
PROVE = "SELECT quality_prove(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s)"


class Proved(NamedTuple):
    """The last proof of a record: `source` is a call, a meeting or a check, "" where the reader isn't told."""

    source: str
    at: datetime


UNTOLD = Proved("", datetime.min.replace(tzinfo=UTC))


def last_proofs(ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of the records was proved last; those that never were are left out."""
    return dict(fetch_all(LAST, [list(ids)])) if ids else {}


def read_proof(actor: Actor, told: Sequence[str] | None) -> Proved | None:
    """The last proof as `NEWEST` gives it; `UNTOLD` to who doesn't get to see what is done with customers."""
    if actor.fields.get("work", "edit") == "hidden":
        return UNTOLD
    return Proved(told[0], datetime.fromisoformat(told[1])) if told else None


def set_proof(*, kind: str, record_id: UUID, source: str, proved_at: datetime | None) -> None:
    """Say when a source proved the record last, None: it no longer does. Its score moves in the transaction that is open.

    For rooms above that judge one record; triggers call the database's `quality_prove` themselves.
    """
    run(PROVE, [[record_id], [kind], [source], [proved_at], True])
