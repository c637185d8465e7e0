"""The journal read back: a record's history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requite.journal.events import Event, label_of
from requite.journal.models import Entry
from requite.kernel.reading import fetch_all


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry as its page shows it. `changes` are (field, old, new)."""

    id: int
    at: datetime
    type: str
    label: str
    actor_name: str
    via: str
    changes: tuple[tuple[str, object, object], ...]

    def former(self, field: str) -> str:
        """What stood in the field before; "" for nothing, and for a field that didn't change."""
        return next((str(old) for name, old, _new in self.changes if name == field and old is not None), "")


def list_history(*, subject_id: UUID, before: int | None = None, limit: int = 50) -> list[HistoryLine]:
    """A record's entries, newest first, from `before` (an entry's id) on.

    The caller has authorised the record; hidden fields are the caller's to leave out.
    """
    entries = Entry.objects.filter(subject_id=subject_id).order_by("-id")
    if before is not None:
        entries = entries.filter(id__lt=before)
    return [_line(entry) for entry in entries[:limit]]


def find_last(*, subject_id: UUID, event: type[Event]) -> HistoryLine | None:
    """A record's last entry of an event; None for none. The caller has authorised the record."""
    entry = Entry.objects.filter(subject_id=subject_id, type=event.type()).order_by("-id").first()
    return _line(entry) if entry else None


def _line(entry: Entry) -> HistoryLine:
    return HistoryLine(
        id=entry.id,
        at=entry.at,
        type=entry.type,
        label=label_of(entry.type),
        actor_name=entry.actor_name,
        via=entry.via,
        changes=tuple((name, pair[0], pair[1]) for name, pair in entry.changes.items()),
    )


# Entries of later transactions may be seen before those of earlier ones: the sum tells of these, too.
MARK = """
SELECT coalesce(max(id), 0), coalesce(sum(id), 0)::bigint
FROM (SELECT id FROM journal_entry WHERE at >= %(since)s ORDER BY id DESC LIMIT 200) x
"""


def read_mark(*, since: datetime) -> tuple[int, int]:
    """A mark that another entry of the journal changes; entries of acts before `since` are left out."""
    newest, sum_ = fetch_all(MARK, {"since": since})[0]
    return newest, sum_


def changes_of(*, entry_id: int, subject_id: UUID) -> dict[str, list[object]]:
    """What one entry of a record says that changed, field → [old, new]; {} when the record has no such entry."""
    found = Entry.objects.filter(id=entry_id, subject_id=subject_id)
    return found.values_list("changes", flat=True).first() or {}


def last_writer(subject_id: UUID) -> str:
    """The name of who changed the record last; "" when nobody is known."""
    found = Entry.objects.filter(subject_id=subject_id).order_by("-id")
    return found.values_list("actor_name", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote what about which record."""

    subject_id: UUID
    actor_name: str
    changes: Mapping[str, Sequence[object]]


def list_written(subject_ids: Collection[UUID]) -> list[Written]:
    """Every entry of these few records, the oldest first. The caller has authorised them."""
    found = Entry.objects.filter(subject_id__in=subject_ids).order_by("id")
    return [Written(*row) for row in found.values_list("subject_id", "actor_name", "changes")]


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What somebody wrote into a field of a record, and what stood there. `is_followed`: it has been written since."""

    subject_id: UUID
    before: object
    after: object
    is_followed: bool


OWN = """
SELECT e.subject_id, e.changes -> %(field)s -> 0, e.changes -> %(field)s -> 1, EXISTS (
    SELECT FROM journal_entry j
    WHERE j.subject_id = e.subject_id AND j.id > e.id AND j.at >= %(first)s AND j.changes ? %(field)s)
FROM journal_entry e WHERE e.actor_id = %(actor)s AND e.at = ANY(%(moments)s) AND e.at BETWEEN %(first)s AND %(last)s
    AND e.changes ? %(field)s ORDER BY e.id LIMIT %(most)s
"""


def list_own_changes(
    *, actor_id: UUID, field: str, moments: Sequence[datetime], most: int
) -> list[OwnChange]:
    """What that user wrote into the field of any records at those instants, oldest first."""
    if not moments:
        return []
    values = {"actor": actor_id, "field": field, "moments": list(moments), "most": most}
    return [OwnChange(*row) for row in fetch_all(OWN, {**values, "first": min(moments), "last": max(moments)})]
