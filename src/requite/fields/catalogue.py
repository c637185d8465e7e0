"""The fields in force, read once by each process for each change of them.

The reader's own statement brings a stamp that changes with every change of a field. Where there is none, the company
has no field of its own and nothing is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from requite.fields.models import PREFIX
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.kernel.reading import fetch_all, fetch_one

STAMP = "SELECT fields_stamp FROM identity_organisation"
ALL = """
SELECT f.id, f.kind, f.type, f.name, f.section, f.help, f.unit, f.audience, f.ended_at IS NOT NULL,
       (SELECT coalesce(json_agg(json_build_array(o.id, o.label, o.ended_at IS NOT NULL) ORDER BY o.position, o.id), '[]')
        FROM fields_option o WHERE o.field_id = f.id),
       f.is_turning, f.kinds
FROM fields_field f
ORDER BY f.kind, f.section <> '', min(f.position) OVER (PARTITION BY f.kind, f.section), f.section, f.position, f.id
"""
UNASKED = UUID(int=0)
# The stamp of the request; UNASKED where there is none.
PRESENT: ContextVar[UUID | None] = ContextVar("fields_stamp", default=UNASKED)


class Choice(NamedTuple):
    """An option of a choice."""

    id: UUID
    label: str
    is_ended: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """A field as it is in force. `kinds` are the activities that have it, () of other records."""

    id: UUID
    kind: str
    type: str
    name: str
    section: str
    help: str
    unit: str
    audience: str
    is_ended: bool
    options: tuple[Choice, ...]
    is_turning: bool = False
    kinds: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The field's name in forms, journal, filters and minimum sets."""
        return f"{PREFIX}{self.id.hex}"

    def is_of(self, kind: str) -> bool:
        """Whether records of the kind have it: activities by their own kind, or all of them as "activity"."""
        return kind == self.kind or kind in self.kinds

    @property
    def is_textual(self) -> bool:
        """Whether any text fits."""
        return self.type in ("text", "long")

    def access(self, actor: Actor) -> str:
        """How the actor has the field: hidden, masked, read or edit. Nobody fills one that is given another type."""
        found = self.access_once_settled(actor)
        return "read" if self.is_turning and found == "edit" else found

    def access_once_settled(self, actor: Actor) -> str:
        """The same, but for a change of type that goes on."""
        return actor.fields.get(self.audience, "edit") if self.audience else "edit"

    def label_of(self, option_id: UUID) -> str:
        """An option's word, "" for one that isn't the field's."""
        return next((one.label for one in self.options if one.id == option_id), "")


class Catalogue(NamedTuple):
    """All fields by slug, ended ones too, and those in force by kind in their order.

    Those of activities stand under "activity", and under each kind of activity that has them.
    """

    by_slug: Mapping[str, Definition]
    by_kind: Mapping[str, tuple[Definition, ...]]


NONE = Catalogue({}, {})


@lru_cache(maxsize=16)
def _load(stamp: UUID) -> Catalogue:  # noqa: ARG001 (the stamp is the key)
    found = [_shape(row) for row in fetch_all(ALL)]
    kinds: dict[str, list[Definition]] = {}
    for one in found:
        if not one.is_ended:
            for kind in (one.kind, *one.kinds):
                kinds.setdefault(kind, []).append(one)
    return Catalogue({one.slug: one for one in found}, {kind: tuple(ones) for kind, ones in kinds.items()})


def _shape(row: Sequence[Any]) -> Definition:
    options = orjson.loads(row[9]) if isinstance(row[9], str) else row[9]
    choices = tuple(Choice(UUID(id_), label, ended) for id_, label, ended in options)
    values: Any = (*row[:9], choices, row[10], tuple(row[11]))
    return Definition(*values)


def by_stamp(stamp: UUID) -> Catalogue:
    """The fields as they were when the reader brought this stamp."""
    return _load(stamp)


def definitions(actor: Actor, kind: str) -> tuple[Definition, ...]:
    """The fields of the kind that the actor may know of, in their order: group by group."""
    if actor.fields_stamp is None:
        return ()
    found = _load(actor.fields_stamp).by_kind.get(kind, ())
    return tuple(one for one in found if one.access(actor) != "hidden")


def editable(actor: Actor, kind: str) -> tuple[Definition, ...]:
    """The fields of the kind that the actor may fill."""
    return tuple(one for one in definitions(actor, kind) if one.access(actor) == "edit")


def turning(actor: Actor, kind: str) -> tuple[Definition, ...]:
    """The fields of the kind that the actor may fill once their change of type is done."""
    found = (one for one in definitions(actor, kind) if one.is_turning)
    return tuple(one for one in found if one.access_once_settled(actor) == "edit")


def present() -> Catalogue:
    """The fields in force where there is no actor to ask: by the stamp of the request, else by the base's own."""
    stamp = PRESENT.get()
    if stamp == UNASKED:
        return fresh()
    return _load(stamp) if stamp is not None else NONE


def fresh() -> Catalogue:
    """The fields as the base has them now."""
    row = fetch_one(STAMP)
    return _load(row[0]) if row and row[0] else NONE


def find(slug: str) -> Definition | None:
    """The field of that slug, also an ended one; None for none."""
    if not is_slug(slug):
        return None
    return present().by_slug.get(slug) or fresh().by_slug.get(slug)


def is_slug(name: str) -> bool:
    """Whether a name is that of a field of the company's own; an id that is spelled otherwise is none."""
    found = parse_id(name[len(PREFIX) :]) if name.startswith(PREFIX) else None
    return found is not None and name == f"{PREFIX}{found.hex}"


def told(actor: Actor, names: Iterable[str]) -> tuple[str, ...]:
    """Of the fields that a record lacks those that the actor may know of."""
    return tuple(name for name in names if not name.startswith(PREFIX) or _is_told(actor, name))


def standing(names: Iterable[str]) -> tuple[str, ...]:
    """Those that weren't removed since."""
    return tuple(name for name in names if not name.startswith(PREFIX) or ((one := find(name)) and not one.is_ended))


def fillable(actor: Actor, names: Iterable[str]) -> tuple[str, ...]:
    """Of the fields that a record lacks those of the company's own that the actor may fill."""
    known = (find(name) for name in names if name.startswith(PREFIX))
    return tuple(one.slug for one in known if one is not None and one.access(actor) == "edit")


def hidden_from(actor: Actor) -> list[str]:
    """The slugs of fields that the actor may not know of, for tests that run in the base."""
    known = _load(actor.fields_stamp).by_slug.values() if actor.fields_stamp else ()
    return [one.slug for one in known if one.access(actor) == "hidden"]


def _is_told(actor: Actor, slug: str) -> bool:
    found = find(slug)
    return found is not None and found.access(actor) != "hidden"
