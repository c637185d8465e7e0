"""The company's own fields as minimum sets know them, and what their values are worth."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from requite.fields.catalogue import Definition, find, is_slug, present
from requite.fields.values import cells_of
from requite.quality import registry
from requite.quality.engine import Rule
from requite.quality.measure import State
from requite.quality.registry import Requirable

SECONDS = {"long": 15, "flag": 2, "choice": 4, "choices": 6, "date": 5, "number": 5}


# A text by its words, anything else as one that has none; nothing where there is no value.
HELD = "(SELECT ARRAY[v.text] FROM fields_value v WHERE v.record_id = r.id AND v.field_id = '{}' AND v.place = 0)"


def _requirable(one: Definition) -> Requirable:
    check, seconds = "text" if one.is_textual else "present", SECONDS.get(one.type, 8)
    return Requirable(one.slug, one.name, check, seconds, HELD.format(one.id), _read, audience=one.audience)


def _read(held: Sequence[str | None] | None) -> str | State:
    return worth_of(held[0]) if held else State.BLANK


def _added() -> Mapping[str, tuple[Requirable, ...]]:
    return {kind: tuple(map(_requirable, fields)) for kind, fields in present().by_kind.items()}


def _one(name: str) -> Requirable | None:
    found = find(name)
    return _requirable(found) if found else None


registry.extend(_added, _one)


def own_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The company's own fields among those that rules ask for."""
    return tuple(rule.field for rule in rules if is_slug(rule.field))


def worth_of(text: str | None) -> str | State:
    """How the engine sees a value that stands: a text by its words, anything else as valid."""
    return State.VALID if text is None else text


def judged(ids: Sequence[UUID], slugs: Sequence[str]) -> dict[UUID, Mapping[str, object]]:
    """What records hold in these fields, as the engine judges it; no statement where no field is asked for."""
    if not slugs or not ids:
        return {}
    found = cells_of(ids, [UUID(slug[2:]) for slug in slugs])
    return {
        record_id: {slug: worth_of(cells[0].text) for slug, cells in values.items() if cells}
        for record_id, values in found.items()
    }
