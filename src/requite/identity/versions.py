"""Two people, one record: the second learns of the first, and nothing is overwritten silently."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from requite.journal.events import Change
from requite.journal.queries import list_history
from requite.kernel.errors import Stale


class Versioned(Protocol):
    """A record that counts its changes."""

    id: UUID
    version: int


def demand_version(record: Versioned, *, version: int | None, given: Mapping[str, object]) -> None:
    """Raise Stale when the record moved on from `version` and differs from what is given.

    `version` None means that the caller saw no version (an import, a job).
    """
    if version is None or version == record.version:
        return
    changes = changes_of(record, given)
    if changes:
        last = list_history(subject_id=record.id, limit=1)
        raise Stale(by=last[0].actor_name if last else "", changes=changes)


def changes_of(record: Versioned, given: Mapping[str, object]) -> dict[str, Change]:
    """Fields whose value differs from the one given, as (present, given)."""
    return {
        name: (getattr(record, name), value)
        for name, value in given.items()
        if getattr(record, name) != value
    }


def write(record: Versioned, given: Mapping[str, object]) -> None:
    """Put the values on the record and count the change; saving is the caller's."""
    for name, value in given.items():
        setattr(record, name, value)
    record.version += 1
