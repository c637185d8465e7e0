"""The company's own fields as minimum sets know them, and what their values are worth."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from requite.fields.catalogue import Definition, find, is_slug, present
from requite.fields.codec import Cell
from requite.fields.values import cells_of
from requite.quality import registry
from requite.quality.limits import Measured, measured
from requite.quality.measure import State
from requite.quality.registry import Days, Option, Requirable
from requite.quality.rules import Rule

SECONDS = {"long": 15, "flag": 2, "choice": 4, "choices": 6, "date": 5, "number": 5}


FAMILIES = {
    "number": "number", "money": "number", "date": "date", "time": "date", "choice": "choice", "choices": "choices",
}  # fmt: skip
# Each row of a value with all that it may be as texts; nothing where there is no value.
HELD = """
(SELECT array_agg(
        ARRAY[v.text, v.number::text, v.day::text, replace(v.moment::text, ' ', 'T'), v.ref::text] ORDER BY v.place)
    FROM fields_value v WHERE v.record_id = r.id AND v.field_id = '{}')
"""


WORDS = "(SELECT v.text FROM fields_value v WHERE v.record_id = r.id AND v.field_id = '{}' LIMIT 1)"


def _requirable(one: Definition) -> Requirable:
    check, seconds = "text" if one.is_textual else "present", SECONDS.get(one.type, 8)
    family = "text" if one.is_textual else FAMILIES.get(one.type, "")
    return Requirable(
        one.slug, one.name, check, seconds, HELD.format(one.id), _read, audience=one.audience, family=family,
        options=partial(_options, one) if one.options else None, unit=one.unit,
        days=_days(one) if family == "date" else None, words=WORDS.format(one.id) if one.type == "long" else "",
    )  # fmt: skip


def _days(one: Definition) -> Days:
    is_instant = one.type == "time"
    column = "moment" if is_instant else "day"
    among = f"d.field_id = '{one.id}' AND d.{column} IS NOT NULL"
    return Days("fields_value", f"d.{column}", "d.record_id", among, is_instant)


def _options(one: Definition) -> Sequence[Option]:
    return [Option(str(each.id), each.label, each.is_ended) for each in one.options]


def _read(held: Sequence[Sequence[str | None]] | None) -> object:
    if not held:
        return State.BLANK
    return worth_of([_cell(*row) for row in held])


def _cell(text: str | None, number: str | None, day: str | None, moment: str | None, ref: str | None) -> Cell:
    return Cell(
        text, Decimal(number) if number else None, date.fromisoformat(day) if day else None,
        datetime.fromisoformat(moment) if moment else None, UUID(ref) if ref else None,
    )  # fmt: skip


def _added() -> Mapping[str, tuple[Requirable, ...]]:
    return {kind: tuple(map(_requirable, fields)) for kind, fields in present().by_kind.items()}


def _one(name: str) -> Requirable | None:
    found = find(name)
    return _requirable(found) if found else None


registry.extend(_added, _one)


def own_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The company's own fields among those that rules ask for."""
    return tuple(rule.field for rule in rules if is_slug(rule.field))


def worth_of(cells: Sequence[Cell]) -> object:
    """How the engine sees a value that stands: a text by its words, anything else as valid, and measured by limits."""
    if cells[0].text is not None:
        return cells[0].text
    return Measured(State.VALID, measured([one.number if one.number is not None else one.day or one.moment or one.ref
                                           for one in cells]))


def judged(ids: Sequence[UUID], slugs: Sequence[str]) -> dict[UUID, Mapping[str, object]]:
    """What records hold in these fields, as the engine judges it; no statement where no field is asked for."""
    if not slugs or not ids:
        return {}
    found = cells_of(ids, [UUID(slug[2:]) for slug in slugs])
    return {
        record_id: {slug: worth_of(cells) for slug, cells in values.items() if cells}
        for record_id, values in found.items()
    }
