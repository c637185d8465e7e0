"""The journal read for several records at once: a person and what was done with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requite.journal.events import label_of
from requite.journal.models import Entry

PAGE = 50


@dataclass(frozen=True, slots=True)
class PastEntry:
    """One entry of the journal. `changes` are (field, old, new) as they were kept, `topics` what moved with it."""

    id: int
    at: datetime
    type: str
    label: str
    actor_id: UUID | None
    actor_name: str
    via: str
    subject_kind: str
    subject_id: UUID
    changes: tuple[tuple[str, object, object], ...]
    topics: frozenset[str] = frozenset()


def list_entries(
    *, subject_ids: Sequence[UUID], before: int | None = None, limit: int = PAGE
) -> list[PastEntry]:
    """Entries of these records, newest first, from `before` (an entry's id) on; one more than `limit` for more.

    The caller has authorised the records; hidden fields are the caller's to leave out.
    """
    entries = Entry.objects.filter(subject_id__in=subject_ids).order_by("-id")
    if before is not None:
        entries = entries.filter(id__lt=before)
    return [_shape(entry) for entry in entries[: limit + 1]]


def _shape(entry: Entry) -> PastEntry:
    return PastEntry(
        id=entry.id,
        at=entry.at,
        type=entry.type,
        label=label_of(entry.type),
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        via=entry.via,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        changes=tuple((name, pair[0], pair[1]) for name, pair in entry.changes.items()),
        topics=frozenset(entry.topics),
    )
