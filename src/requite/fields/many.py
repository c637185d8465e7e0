"""One value for a field of many records: read once, kept by a few statements, and given back just as it was.

What a record holds stands in the rows of an act under the field's slug, as JSON has it: the field's type and the cells. So
what was kept of a field that has another type since is never taken for its value.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields import catalogue, codec
from requite.fields.catalogue import Definition, is_slug
from requite.fields.codec import Cell, Cells
from requite.fields.leading import cells_from
from requite.fields.models import PREFIX
from requite.fields.references import names_of
from requite.fields.values import cells_of, copy_line, lock_fields, read_given, say_cells
from requite.journal.acts import Row, Tally
from requite.kernel.actor import Actor
from requite.kernel.copying import copy_lines
from requite.kernel.errors import Refused
from requite.kernel.reading import run

VALUES = "COPY fields_value (record_id, field_id, place, text, number, day, moment, ref) FROM STDIN"
CLEAR = "DELETE FROM fields_value WHERE field_id = %s AND record_id = ANY(%s::uuid[])"
NOTE = """
INSERT INTO fields_blank (field_id, record_id) SELECT s.field_id, n.id FROM fields_survey s, unnest(%s::uuid[]) n(id)
WHERE s.field_id = %s ON CONFLICT DO NOTHING
"""
Plain = list[Any]


class Same(NamedTuple):
    """What many records are to hold in a field, which stays as it is until the transaction that is open ends."""

    field: Definition
    cells: Cells

    def rows(self, ids: Sequence[UUID], tally: Tally) -> list[Row]:
        """What becomes of the records, which are locked; those that hold it already are counted as the same."""
        slug, held = self.field.slug, cells_of(ids, [self.field.id])
        after = {slug: _plain(self.field.type, self.cells)}
        rows = []
        for id_ in ids:
            before = held.get(id_, {}).get(slug, ())
            if before == self.cells:
                tally.same += 1
            else:
                rows.append(Row(id_, {slug: _plain(self.field.type, before)}, after))
        tally.changed = len(rows)
        return rows


def read_same(actor: Actor, kind: str, slug: str, text: str) -> Same:
    """Read a text for a field as a form of one record does; "" is no value. Raises Refused, under "value"."""
    try:
        reading = read_given(actor, kind, {slug: text})
    except Refused as refusal:
        raise Refused(next(iter(refusal.errors.values())), field="value") from refusal
    if slug not in reading.fields:
        raise Refused(_("This field isn’t there any more."), field="value")
    return Same(reading.fields[slug], reading.fresh[slug])


def say_same(actor: Actor, kind: str, slug: str, text: str) -> str:
    """The text in words, as the journal keeps it. Raises Refused, under "value", where the field can't hold it."""
    same = read_same(actor, kind, slug, text)
    return say_cells(actor, same.field, same.cells)


def held_plain(ids: Sequence[UUID], names: Iterable[str]) -> dict[UUID, dict[str, Plain]]:
    """What records hold in fields, which stay as they are until the transaction that is open ends, as rows have it.

    Nothing for a field that has gone.
    """
    slugs = {UUID(name[len(PREFIX) :]): name for name in names if is_slug(name)}
    types = lock_fields(list(slugs)) if slugs else {}
    held = cells_of(ids, list(types)) if types else {}
    return {
        id_: {slugs[one]: _plain(type_, held.get(id_, {}).get(slugs[one], ())) for one, type_ in types.items()}
        for id_ in ids
    }


def own_name(row: Row) -> str:
    """The slug of the custom field that the row is about, "" for none."""
    return next(filter(is_slug, row.after), "")


def write_values(rows: Sequence[Row]) -> list[Row]:
    """Keep what the rows give to a custom field, which is locked; returns the rows without it, for the records' table."""
    slug = own_name(rows[0])
    if not slug:
        return list(rows)
    field_id = UUID(slug[len(PREFIX) :])
    run(CLEAR, [field_id, [row.id for row in rows]])
    run(NOTE, [[row.id for row in rows if not row.after[slug][1]], field_id])
    copy_lines(VALUES, _lines(rows, slug, field_id))
    return [Row(row.id, _without(row.before, slug), _without(row.after, slug)) for row in rows]


def _without(values: Any, slug: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != slug}


def _lines(rows: Sequence[Row], slug: str, field_id: UUID) -> Iterable[str]:
    for row in rows:
        for place, cell in enumerate(cells_from(row.after[slug][1])):
            yield copy_line(row.id, field_id, place, cell)


def sayer(actor: Actor, rows: Sequence[Row]) -> Callable[[Row], dict[str, tuple[str | None, str | None]]]:
    """What says the change of a row for the journal, in the words of a single one; the names are asked once for all."""
    slug = own_name(rows[0])
    known = catalogue.find(slug)
    if known is None:
        raise LookupError(slug)
    pairs = [(cells_from(row.before[slug][1]), cells_from(row.after[slug][1])) for row in rows]
    refs = {one.ref for pair in pairs for cells in pair for one in cells if one.ref} if known.type == "user" else set()
    names = names_of(actor, known.type, refs)
    said = {
        row.id: tuple(say_cells(actor, known, cells, names) or None for cells in pair)
        for row, pair in zip(rows, pairs, strict=True)
    }
    return lambda row: {slug: (said[row.id][0], said[row.id][1])}


def _plain(type_: str, cells: Cells) -> Plain:
    return [type_, [_plain_cell(one) for one in cells]]


def _plain_cell(one: Cell) -> list[str | None]:
    """A cell as JSON has it, the same for the same value whether it was read from a text or from the table."""
    return [
        one.text,
        None if one.number is None else codec.plain(one.number),
        None if one.day is None else one.day.isoformat(),
        None if one.moment is None else one.moment.astimezone(UTC).isoformat(),
        None if one.ref is None else str(one.ref),
    ]
