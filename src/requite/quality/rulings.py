"""What a leader says of a debt: another time for it, or that it isn't owed. Kept on the record, field by field."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

Kept = Mapping[str, Mapping[str, str]]


class Ruling(NamedTuple):
    """Of one field. `due_at` None: it isn't owed (waived), for `reason`. By whom, and when."""

    due_at: datetime | None
    reason: str
    by: UUID
    at: datetime


def plain(ruling: Ruling) -> dict[str, str]:
    """The ruling as the record keeps it."""
    due = {"due_at": ruling.due_at.isoformat()} if ruling.due_at else {}
    return {**due, "reason": ruling.reason, "by": str(ruling.by), "at": ruling.at.isoformat()}


def read(kept: Kept) -> dict[str, Ruling]:
    """The rulings of a record by field."""
    return {
        field: Ruling(
            datetime.fromisoformat(one["due_at"]) if "due_at" in one else None,
            one["reason"], UUID(one["by"]), datetime.fromisoformat(one["at"]),
        )
        for field, one in kept.items()
    }  # fmt: skip


def due_of(kept: Kept, field: str, usual: datetime | None) -> datetime | None:
    """When the field is due: as it was ruled, else `usual`; None for what was waived."""
    one = kept.get(field)
    if one is None:
        return usual
    return datetime.fromisoformat(one["due_at"]) if "due_at" in one else None


def is_waived(kept: Kept, field: str) -> bool:
    """Whether the field needn't be filled."""
    return field in kept and "due_at" not in kept[field]
