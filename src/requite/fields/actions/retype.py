"""Give a field another type: what fits is converted, and all that was there is set aside under the former type."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from babel.numbers import is_currency
from django.utils.translation import gettext_lazy as _

from requite.fields import codec
from requite.fields.access import demand_same, stamp, take_field
from requite.fields.actions.fields import split_options
from requite.fields.blanks import forget_blanks
from requite.fields.catalogue import Choice, Definition
from requite.fields.codec import Cell, Cells, Wrong
from requite.fields.events import FieldCorrected
from requite.fields.models import Field, Option, Value
from requite.fields.references import names_of
from requite.fields.values import copy_line
from requite.identity.checks import Checks
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.copying import copy_lines
from requite.kernel.ids import new_id
from requite.kernel.reading import run

BATCH = 5_000
NONE = UUID(int=0)
COPY = "COPY fields_value (record_id, field_id, place, text, number, day, moment, ref) FROM STDIN"
ASIDE = "UPDATE fields_value SET field_id = %s WHERE field_id = %s"
PATIENCE = "SET LOCAL statement_timeout = '10min'"  # a million values are rewritten in one statement
ANYTHING = ("text", "long")
RENAME = """
UPDATE fields_value v SET ref = m.fresh FROM unnest(%s::uuid[], %s::uuid[]) m(former, fresh)
WHERE v.field_id = %s AND v.ref = m.former
"""


def define(field: Field) -> Definition:
    """The field as it is in force."""
    options = tuple(
        Choice(one.id, one.label, one.ended_at is not None)
        for one in field.options.order_by("position", "id")
    )
    return Definition(
        field.id,
        field.kind,
        field.type,
        field.name,
        field.section,
        field.help,
        field.unit,
        field.audience,
        False,
        options,
        kinds=tuple(field.kinds),
    )


def list_values(field_id: UUID, after: UUID = NONE) -> Iterator[dict[UUID, Cells]]:
    """All values of a field in records behind `after`, some thousand records at a time."""
    while True:
        found: dict[UUID, list[Cell]] = defaultdict(list)
        rows: list[Any] = list(
            Value.objects.filter(field_id=field_id, record_id__gt=after)
            .order_by("record_id", "place").values_list("record_id", "text", "number", "day", "moment", "ref")[:BATCH]
        )  # fmt: skip
        last = rows[-1][0] if len(rows) == BATCH else None
        for record_id, *values in rows:
            if record_id != last:
                found[record_id].append(Cell(*values))
        if not found:
            return
        yield {record_id: tuple(cells) for record_id, cells in found.items()}
        if last is None:
            return
        after = max(found)


def convert(
    old: Definition, new: Definition, cells: Cells, actor: Actor, names: dict[UUID, str]
) -> Cells | None:
    """The value under the new type; None where it doesn't fit. Options and records become their words."""
    if new.type in ("person", "company", "user"):
        return cells if new.type == old.type else None
    if old.type in ("choice", "choices", "person", "company", "user"):
        text = codec.say(old, cells, actor=actor, names=names)
    else:
        text = codec.write(old, cells, actor=actor)
        text = text.replace("T", " ") if old.type == "time" else text
    if old.type == "time" and new.type == "date":
        text = text[:10]
    try:
        return codec.read(new, text, actor=actor) or None
    except Wrong:
        return None


def converted(old: Definition, new: Definition, actor: Actor) -> Iterator[tuple[UUID, Cells | None]]:
    """Each record with its value under the new type."""
    for batch in list_values(old.id):
        yield from convert_batch(old, new, batch, actor)


def convert_batch(
    old: Definition, new: Definition, batch: Mapping[UUID, Cells], actor: Actor
) -> Iterator[tuple[UUID, Cells | None]]:
    """Each record of the batch with its value under the new type."""
    names: dict[UUID, str] = {}
    if old.type in ("person", "company", "user"):
        refs = {one.ref for cells in batch.values() for one in cells if one.ref}
        names = dict(names_of(actor, old.type, refs))
    for record_id, cells in batch.items():
        yield record_id, convert(old, new, cells, actor, names)


def always_fits(old: Definition, new: Definition) -> bool:
    """Whether every value has words that are short enough, so that none needs to be looked at."""
    return new.type in ANYTHING and old.type not in ("text", "long", "link", "choices", "person", "company", "user")


def draft_of(field: Field, *, type_: str, unit: str, options: str, currency: str) -> Definition:
    """The field as it would be under another type. Raises Refused by field."""
    checks = Checks()
    checks.choice("type", type_, Field.Type.values)
    unit = unit.strip().upper() or currency if type_ == "money" else unit.strip()[:20] if type_ == "number" else ""
    if type_ == "money" and not is_currency(unit):
        checks.fault("unit", _("Write the currency by its three letters, for example KRW."))
    choices: tuple[Choice, ...] = ()
    if type_ in ("choice", "choices"):
        kept = define(field).options
        if kept and not options.strip():
            choices = kept
        else:
            choices = tuple(Choice(new_id(), word, False) for word in split_options(checks, options))
    checks.settle()
    old = define(field)
    return Definition(
        old.id, old.kind, type_, old.name, old.section, old.help, unit, old.audience, False, choices
    )


def retype_field(
    *,
    actor: Actor,
    at: datetime,
    field_id: UUID,
    type_: str,
    unit: str = "",
    options: str = "",
    version: int | None = None,
) -> Field:
    """Give the field another type, and return the ended field that keeps its former values: restoring that undoes it.

    Raises NotAllowed, NotVisible, Refused by field, Stale.
    """
    with recording(actor=actor, at=at) as record:
        organisation, field = take_field(actor=actor, field_id=field_id)
        demand_same(field, version)
        new, old = draft_of(field, type_=type_, unit=unit, options=options, currency=actor.currency), define(field)
        aside = set_aside(field, at)
        lines = [
            lines_of(record_id, field.id, cells) for record_id, cells in converted(old, new, actor) if cells
        ]
        run(PATIENCE)
        run(ASIDE, [aside.id, field.id])
        forget_blanks(field.id)
        move_options(field, aside, new)
        copy_lines(COPY, lines)
        field.type, field.unit = new.type, new.unit
        field.version += 1
        field.save(update_fields=["type", "unit", "version"])
        changes: dict[str, tuple[object, object]] = {"field_type": (old.type, new.type)}
        record(FieldCorrected(subject_id=field.id, changes=changes))
        stamp(organisation)
    return aside


def set_aside(field: Field, at: datetime) -> Field:
    """An ended field that takes up the former values."""
    return Field.objects.create(
        kind=field.kind, type=field.type, name=field.name, section=field.section, help=field.help, unit=field.unit,
        audience=field.audience, kinds=field.kinds, position=field.position, origin=field, made_at=field.made_at,
        ended_at=at,
    )  # fmt: skip


def move_options(field: Field, aside: Field, new: Definition) -> None:
    """The former options go with the former values; where the new type goes on with them, these get their like."""
    known = list(field.options.all())
    if {one.id for one in known} & {one.id for one in new.options}:
        made = [
            Option(field=aside, label=one.label, position=one.position, ended_at=one.ended_at) for one in known
        ]
        Option.objects.bulk_create(made)
        run(RENAME, [[one.id for one in known], [one.id for one in made], aside.id])
        return
    field.options.update(field=aside)
    Option.objects.bulk_create(
        Option(id=one.id, field=field, label=one.label, position=n) for n, one in enumerate(new.options)
    )


def lines_of(record_id: UUID, field_id: UUID, cells: Cells) -> str:
    """A value as lines of COPY."""
    return "".join(copy_line(record_id, field_id, place, one) for place, one in enumerate(cells))
