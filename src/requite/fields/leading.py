"""Values of records that become one: what they name, and what one of them takes from the other."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from requite.fields import catalogue
from requite.fields.codec import Cell, Cells
from requite.fields.models import PREFIX
from requite.fields.values import Reading, cells_of, lock_fields
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

OF_TYPE = "SELECT id FROM fields_field WHERE type = %s AND NOT is_turning ORDER BY id FOR SHARE"
LEAD = """
UPDATE fields_value v SET ref = %(to)s WHERE v.field_id = ANY(%(fields)s::uuid[]) AND v.ref = %(from)s
    AND v.record_id NOT IN (%(from)s, %(to)s) RETURNING v.record_id, v.field_id, v.place
"""
LEAD_BACK = """
UPDATE fields_value v SET ref = %(to)s
FROM unnest(%(records)s::uuid[], %(fields)s::uuid[], %(places)s::int[]) n(record, field, place)
WHERE v.record_id = n.record AND v.field_id = n.field AND v.place = n.place AND v.ref = %(from)s RETURNING v.place
"""
Key = Sequence[object]
Plain = Sequence[Sequence[str | None]]


def lead_refs(type_: str, former: UUID, fresh: UUID) -> list[list[object]]:
    """Let all values that name a record of that type name another one, in the transaction that is open.

    Returns their keys as JSON has them: (record, field, place). Fields that are being given another type are left.
    """
    fields = [row[0] for row in fetch_all(OF_TYPE, [type_])]
    if not fields:
        return []
    rows = fetch_all(LEAD, {"from": former, "to": fresh, "fields": fields}, prepare=False)
    return [[str(record), str(field_id), place] for record, field_id, place in rows]


def lead_refs_back(keys: Sequence[Key], fresh: UUID, former: UUID) -> int:
    """Undo that for these keys; returns how many name something else by now."""
    if not keys:
        return 0
    records, fields, places = (list(column) for column in zip(*keys, strict=True))
    values = {"from": fresh, "to": former, "records": records, "fields": fields, "places": places}
    return len(keys) - len(fetch_all(LEAD_BACK, values, prepare=False))


def read_cells(actor: Actor, kind: str, record_id: UUID, wanted: Mapping[str, Cells]) -> Reading:
    """What a record's own fields are to hold, as cells; the fields may not change until the transaction that is open ends.

    The caller has asked who may. Fields that ended or are being given another type are left out.
    """
    reading = Reading(actor)
    found = lock_fields([UUID(slug[len(PREFIX) :]) for slug in wanted]) if wanted else {}
    known = catalogue.fresh().by_slug if found else {}
    for slug, cells in wanted.items():
        one = known.get(slug)
        if one is not None and one.id in found and one.is_of(kind):
            reading.fields[slug], reading.fresh[slug] = one, cells
    reading.held = cells_of([record_id]).get(record_id, {}) if reading.fields else {}
    return reading


def plain_cells(cells: Cells) -> list[list[str | None]]:
    """Cells as JSON has them."""
    return [[None if value is None else str(value) for value in cell] for cell in cells]


def cells_from(plain: Plain) -> Cells:
    """The same read back."""
    return tuple(
        Cell(
            text,
            None if number is None else Decimal(number),
            None if day is None else date.fromisoformat(day),
            None if moment is None else datetime.fromisoformat(moment),
            None if ref is None else UUID(ref),
        )
        for text, number, day, moment, ref in plain
    )
