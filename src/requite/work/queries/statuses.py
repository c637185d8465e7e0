"""The outcomes that a call can have."""

from dataclasses import dataclass
from uuid import UUID

from requite.kernel.reading import fetch_all
from requite.work.models.status import SHIPPED

LIST = 'SELECT id, key, name, "class" FROM work_call_status WHERE ended_at IS NULL ORDER BY position, id'


@dataclass(frozen=True, slots=True)
class StatusShape:
    """An outcome to choose."""

    id: UUID
    label: str
    class_name: str
    key: str


def list_statuses() -> list[StatusShape]:
    """The outcomes in force, in the administrator's order, in the reader's language."""
    return [StatusShape(row[0], label_of((row[1], row[2])), row[3], row[1]) for row in fetch_all(LIST)]


def label_of(outcome: tuple[str, str]) -> str:
    """The word for an outcome kept as (shipped key, own name), in the reader's language."""
    key, name = outcome
    return name or (str(SHIPPED[key]) if key in SHIPPED else key)
