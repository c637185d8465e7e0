"""Custom fields of a batch: values as lines of COPY, and what known records lack of them."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from requite.fields.values import HELD_PAIRS, copy_line, lock_fields
from requite.kernel.copying import copy_lines
from requite.kernel.reading import fetch_all
from requite.people.bulk.entries import Own, Record

VALUES = "COPY fields_value (record_id, field_id, place, text, number, day, moment, ref) FROM STDIN"


def field_id(slug: str) -> UUID:
    """The id of the field of that slug."""
    return UUID(slug[2:])


def drop_changed(records: Iterable[Record]) -> None:
    """Take out of the batch what was read for a field that has ended or changed its type since; lock the others."""
    slugs = {slug for record in records for slug in record.entry.own}
    if not slugs:
        return
    alive = lock_fields([field_id(slug) for slug in slugs])
    for record in records:
        if record.entry.own:
            record.entry.own = {
                slug: given
                for slug, given in record.entry.own.items()
                if alive.get(field_id(slug)) == given.type
            }


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
    lines = list(_lines(pairs))
    if lines:
        copy_lines(VALUES, lines)


def _lines(pairs: Iterable[tuple[str, Own]]) -> Iterator[str]:
    for record_id, own in pairs:
        for slug, given in own.items():
            for place, cell in enumerate(given.cells):
                yield copy_line(record_id, field_id(slug), place, cell)
