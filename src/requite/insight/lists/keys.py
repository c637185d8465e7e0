"""Where a list goes on: a key as an address holds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from requite.insight.lists.conditions import read_number
from requite.kernel.ids import parse_id

# A key of an address as what it is: what Python reads and the base wouldn't is never sent there as text.
READERS: Mapping[str, Callable[[str], object]] = {
    "timestamptz": lambda text: datetime.fromisoformat(text).astimezone(UTC), "date": date.fromisoformat,
    "numeric": read_number, "uuid": parse_id, "integer": lambda text: _read_whole(text, 31),
    "bigint": lambda text: _read_whole(text, 63),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """Where a list goes on: the last row's key as text (None: it has none) and its id."""

    value: str | None
    id: UUID


def read_key(type_: str, value: str | None) -> object | None:
    """A key that an address holds, as this type; None where it is none."""
    if value is None or (type_ == "date" and value == "infinity"):
        return value
    try:
        return READERS.get(type_, str)(value)
    except (ValueError, OverflowError):
        return None


def _read_whole(text: str, bits: int) -> int | None:
    number = int(text) if len(text) <= 20 else None
    return number if number is not None and abs(number) < 2**bits else None
