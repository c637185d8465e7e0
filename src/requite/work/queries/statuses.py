"""The outcomes that a call can have."""

from dataclasses import dataclass
from uuid import UUID

from requite.work.models import CallStatus


@dataclass(frozen=True, slots=True)
class StatusShape:
    """An outcome to choose."""

    id: UUID
    label: str
    class_name: str
    key: str


def list_statuses() -> list[StatusShape]:
    """The outcomes in force, in the administrator's order, in the reader's language."""
    found = CallStatus.objects.filter(ended_at__isnull=True).order_by("position", "id")
    return [StatusShape(status.id, status.label, status.class_name, status.key) for status in found]


def label_of(outcome: tuple[str, str]) -> str:
    """The word for an outcome kept as (shipped key, own name), in the reader's language."""
    key, name = outcome
    return CallStatus(key=key, name=name).label if key or name else ""
