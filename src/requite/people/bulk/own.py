"""Custom fields of a batch: values as lines of COPY, and what known records lack of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from requite.fields.values import HELD_PAIRS, copy_line, lock_fields
from requite.kernel.copying import copy_text
from requite.kernel.reading import fetch_all
from requite.people.bulk.entries import Own, Record

TAB = b"\t"
VALUES = "COPY fields_value (record_id, field_id, place, text, number, day, moment, ref) FROM STDIN"


def field_id(slug: str) -> UUID:
    """The id of the field of that slug."""
    return UUID(slug[2:])


def types_of(records: Iterable[Record]) -> dict[str, str]:
    """The custom fields that the batch fills, by slug, with the type that each had when its values were read."""
    return {slug: given.type for record in records if record.entry.own for slug, given in record.entry.own.items()}


def list_dead(fields: Mapping[str, str]) -> frozenset[str]:
    """Which of those fields have ended or changed their type since; the others are locked."""
    if not fields:
        return frozenset()
    alive = lock_fields([field_id(slug) for slug in fields])
    return frozenset(slug for slug, type_ in fields.items() if alive.get(field_id(slug)) != type_)


def list_held(records: Sequence[Record]) -> set[tuple[str, str]]:
    """Which (record, field by its slug) of those that the batch offers hold a value already."""
    offers = {slug for record in records for slug in record.entry.own}
    if not offers:
        return set()
    ids = [record.id for record in records if record.entry.own]
    rows = fetch_all(HELD_PAIRS, [ids, [field_id(slug) for slug in offers]])
    return {(str(record), f"x_{field.hex}") for record, field in rows}


def keep(pairs: Iterable[tuple[str, Own]]) -> None:
    """Write values of records that hold none in these fields."""
    keep_text("".join(lines_of(pairs)).encode())


def keep_text(lines: bytes) -> None:
    """The same with the values as lines."""
    copy_text(VALUES, lines)


def without(lines: bytes, dead: frozenset[str]) -> bytes:
    """The lines of values but for those of fields that aren't filled any more."""
    if not dead or not lines:
        return lines
    return b"".join(
        line for line in lines.splitlines(keepends=True)
        if f"x_{line.split(TAB, 2)[1].decode().replace('-', '')}" not in dead
    )  # fmt: skip


def lines_of(pairs: Iterable[tuple[str, Own]]) -> Iterator[str]:
    """Values as lines of COPY."""
    for record_id, own in pairs:
        for slug, given in own.items():
            for place, cell in enumerate(given.cells):
                yield copy_line(record_id, field_id(slug), place, cell)
