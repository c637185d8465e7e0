"""What pages see of the company's own fields: of a record, and of the settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby, islice
from uuid import UUID

from requite.fields import catalogue
from requite.fields.access import RIGHT, see_field
from requite.fields.actions.enqueue_conversion import MANY
from requite.fields.actions.retype import always_fits, converted, define, draft_of
from requite.fields.catalogue import Definition
from requite.fields.codec import Cells
from requite.fields.models import Conversion, Field
from requite.fields.references import count_records
from requite.fields.values import cells_of, names_in
from requite.identity.access import demand_right
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

COUNT = "SELECT count(*) FROM fields_value WHERE field_id = %s AND place = 0"
OF_OPTION = "SELECT count(*) FROM fields_value WHERE field_id = %s AND ref = %s"
REQUIRED = "SELECT count(*) FROM quality_requirement WHERE field = %s AND ends_at IS NULL"


@dataclass(frozen=True, slots=True)
class ValueShape:
    """A value of a record. `words` are options and names; the others are as the table has them. None: nothing."""

    slug: str
    type: str
    name: str
    unit: str
    words: tuple[tuple[UUID | None, str], ...] = ()
    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    moment: datetime | None = None
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A group of values; "" is that without a heading."""

    name: str
    values: tuple[ValueShape, ...]


def list_sections(*, actor: Actor, kind: str, record_id: UUID) -> list[Section]:
    """What a record that the actor sees holds in the company's own fields, group by group; only what is filled.

    No statement where the kind has no field; else one, and one for each type of record that the values name.
    """
    fields = catalogue.definitions(actor, kind)
    if not fields:
        return []
    held = cells_of([record_id], [one.id for one in fields]).get(record_id, {})
    names = names_in(actor, [one for one in fields if one.access(actor) != "masked"], held)
    shapes = [
        (one.section, shape(one, held[one.slug], names, is_masked=one.access(actor) == "masked"))
        for one in fields
        if held.get(one.slug)
    ]
    return [
        Section(name, tuple(one for _name, one in group))
        for name, group in groupby(shapes, key=lambda pair: pair[0])
    ]


def list_values(*, actor: Actor, kind: str, ids: Sequence[UUID]) -> dict[UUID, tuple[ValueShape, ...]]:
    """What records that the actor sees hold in the company's own fields, by id; only what is filled.

    No statement where the kind has no field; else one, and one for each type of record that the values name.
    """
    fields = catalogue.definitions(actor, kind)
    if not fields or not ids:
        return {}
    found = cells_of(ids, [one.id for one in fields])
    plain = [one for one in fields if one.access(actor) != "masked"]
    names = names_in(
        actor, plain, {one.slug: [cell for held in found.values() for cell in held.get(one.slug, ())] for one in plain}
    )
    return {
        id_: tuple(shape(one, held[one.slug], names, is_masked=one not in plain) for one in fields if held.get(one.slug))
        for id_, held in found.items()
    }


def shape(
    field: Definition, cells: Cells, names: Mapping[UUID, str], *, is_masked: bool = False
) -> ValueShape:
    """A value as a reader may see it."""
    if is_masked:
        return ValueShape(field.slug, field.type, field.name, field.unit, is_masked=True)
    if field.type in ("choice", "choices"):
        words: tuple[tuple[UUID | None, str], ...] = tuple(
            (None, field.label_of(one.ref)) for one in cells if one.ref
        )
        return ValueShape(field.slug, field.type, field.name, field.unit, words)
    one = cells[0]
    if one.ref is not None:
        said = names.get(one.ref, "")
        return ValueShape(
            field.slug, field.type, field.name, field.unit, ((one.ref if said else None, said or "•••"),)
        )
    return ValueShape(
        field.slug, field.type, field.name, field.unit, (), one.text or "", one.number, one.day, one.moment
    )


def list_fields(*, actor: Actor, kind: str) -> tuple[list[Field], list[Field]]:
    """The kind's fields in force, in their order, and those that ended. Raises NotAllowed."""
    demand_right(actor=actor, right=RIGHT)
    order = {one.id: place for place, one in enumerate(catalogue.fresh().by_kind.get(kind, ()))}
    fields = list(Field.objects.filter(kind=kind).prefetch_related("options"))
    last = len(order)  # one that was added between the two statements
    current = sorted((one for one in fields if one.ended_at is None), key=lambda one: order.get(one.id, last))
    stages = set(Conversion.objects.values_list("stage_id", flat=True))
    ended = [one for one in fields if one.ended_at is not None and one.id not in stages]
    return current, sorted(ended, key=lambda one: (str(one.ended_at), str(one.id)), reverse=True)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a change would take: of `records`, `held` hold a value, and `misfits` of these wouldn't fit any more."""

    records: int
    held: int
    misfits: int = 0
    required: int = 0
    looked: int = 0  # at so many values only; 0: at all


def weigh_removal(*, actor: Actor, field_id: UUID) -> Loss:
    """What taking the field away would hide. Raises NotAllowed, NotVisible."""
    field = see_field(actor=actor, field_id=field_id)
    records = count_records(field.kind, field.kinds)
    required = fetch_all(REQUIRED, [field.slug])[0][0]
    return Loss(records, fetch_all(COUNT, [field_id])[0][0], required=required)


def weigh_retyping(*, actor: Actor, field_id: UUID, type_: str, unit: str, options: str) -> Loss:
    """What giving the field another type would lose. Raises NotAllowed, NotVisible, Refused by field."""
    field = see_field(actor=actor, field_id=field_id)
    new, old = draft_of(field, type_=type_, unit=unit, options=options, currency=actor.currency), define(field)
    if always_fits(old, new):
        return Loss(count_records(field.kind, field.kinds), int(fetch_all(COUNT, [field_id])[0][0]))
    looked = misfits = 0
    for _record_id, cells in islice(converted(old, new, actor), MANY):
        looked += 1
        misfits += cells is None
    held = int(fetch_all(COUNT, [field_id])[0][0]) if looked == MANY else looked
    return Loss(count_records(field.kind, field.kinds), held, misfits, looked=looked if looked < held else 0)


def find_conversion(*, actor: Actor, field_id: UUID) -> Conversion | None:
    """The change of type that goes on, or the last one if it failed. Raises NotAllowed."""
    demand_right(actor=actor, right=RIGHT)
    return Conversion.objects.filter(field_id=field_id).first()


def count_option(*, actor: Actor, field_id: UUID, option_id: UUID) -> int:
    """How many records hold the answer. Raises NotAllowed."""
    demand_right(actor=actor, right=RIGHT)
    return int(fetch_all(OF_OPTION, [field_id, option_id])[0][0])
