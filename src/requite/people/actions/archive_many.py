"""Archive many records at once, or bring them back: one statement and one batch of entries for all of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.people.bulk.changing import Change, change_many
from requite.people.bulk.rejudging import Kind

__all__ = ["Kind", "archive_many", "restore_many"]


def archive_many(
    *, actor: Actor, at: datetime, kind: Kind, ids: Sequence[UUID], act_id: UUID | None = None
) -> Tally:
    """Take the records out of lists and search, those of them that the actor may archive."""
    moment = at.isoformat()
    change = Change(
        kind=kind, right="people.archive", column="archived_at", act_id=act_id,
        after=lambda before: before or moment,
    )  # fmt: skip
    return change_many(actor=actor, at=at, ids=ids, change=change)


def restore_many(
    *, actor: Actor, at: datetime, kind: Kind, ids: Sequence[UUID], act_id: UUID | None = None
) -> Tally:
    """Bring archived records back, those of them that the actor may archive."""
    change = Change(
        kind=kind, right="people.archive", column="archived_at", act_id=act_id, after=lambda _before: None
    )
    return change_many(actor=actor, at=at, ids=ids, change=change)
