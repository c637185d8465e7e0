"""What a merge keeps to be taken back: values of the survivor as JSON, before and after."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from requite.fields.codec import Cells
from requite.fields.leading import cells_from, plain_cells
from requite.people.models import Company, Person

Values = Mapping[str, Any]
COLUMNS = {
    "person": (
        "family_name", "given_name", "middle_name", "name_fold", "title", "company_id", "note", "tags", "asked", "rulings",
    ),
    "company": (
        "name", "name_fold", "registration_number", "industry", "website", "country", "note", "tags", "asked", "rulings",
    ),
}  # fmt: skip


def values_of(kind: str, record: Person | Company) -> dict[str, Any]:
    """The record's values that a merge may change, as JSON has them."""
    return {name: plain(getattr(record, name)) for name in COLUMNS[kind]}


def moved(before: Values, after: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of both only what differs."""
    names = [name for name, value in before.items() if value != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def put(record: Person | Company, values: Values) -> None:
    """Give the record these values; the caller saves it."""
    for name, value in values.items():
        setattr(record, name, UUID(value) if name == "company_id" and value else value)


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return str(value) if isinstance(value, UUID) else value


def plain_own(before: Mapping[str, Cells], after: Mapping[str, Cells]) -> dict[str, list[Any]]:
    """What custom fields held, and hold."""
    return {slug: [plain_cells(before.get(slug, ())), plain_cells(cells)] for slug, cells in after.items()}


def own_from(kept: Mapping[str, Sequence[Any]]) -> dict[str, tuple[Cells, Cells]]:
    """The same read back."""
    return {slug: (cells_from(before), cells_from(after)) for slug, (before, after) in kept.items()}
