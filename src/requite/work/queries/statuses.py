"""The outcomes that a call can have, read once by each process for each change of them.

The reader's own statement brings a stamp that changes with every change of an outcome; without one they are read.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from requite.kernel.reading import fetch_all
from requite.kernel.stamped import Present, Stamped
from requite.work.models.status import SHIPPED, CallStatus

LIST = """
SELECT id, key, name, "class", position, ended_at, version FROM work_call_status WHERE ended_at IS NULL ORDER BY position, id
"""
NAMES = ("id", "key", "name", "class_name", "position", "ended_at", "version")
PRESENT: Present = ContextVar("statuses_stamp", default=None)  # the stamp of the request
Row = tuple[UUID, str, str, str, int, None, int]
_in_force: Stamped[tuple[Row, ...]] = Stamped(PRESENT, lambda: tuple(fetch_all(LIST)))


@dataclass(frozen=True, slots=True)
class StatusShape:
    """An outcome to choose."""

    id: UUID
    label: str
    class_name: str
    key: str


def list_statuses() -> list[StatusShape]:
    """The outcomes in force, in the administrator's order, in the reader's language."""
    return [StatusShape(row[0], label_of((row[1], row[2])), row[3], row[1]) for row in _in_force()]


def find_status(status_id: UUID) -> CallStatus | None:
    """The outcome of that id when it is in force."""
    found = next((row for row in _in_force() if row[0] == status_id), None)
    return CallStatus.from_db("default", NAMES, found) if found else None


def label_of(outcome: tuple[str, str]) -> str:
    """The word for an outcome kept as (shipped key, own name), in the reader's language."""
    key, name = outcome
    return name or (str(SHIPPED[key]) if key in SHIPPED else key)
