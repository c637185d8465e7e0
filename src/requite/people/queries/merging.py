"""Two records as the page shows them on which they are merged, and what was merged into a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from requite.fields import codec
from requite.fields.values import names_in
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.reading import fetch_all
from requite.people.comparing import Choice, Difference, list_differences, list_own_differences
from requite.people.hanging import Kind, Pair
from requite.people.models import Company, Person
from requite.people.queries.pages import get_company, get_person
from requite.people.queries.same_points import same_points
from requite.people.queries.shapes import CompanyShape, PersonShape, PointShape

MERGES = """
SELECT m.id, m.merged_id, {names}, m.at, coalesce(u.family_name, ''), coalesce(u.given_name, ''), r.owner_id
FROM people_merge m JOIN people_{kind} r ON r.id = m.merged_id LEFT JOIN identity_user u ON u.id = m.by_id
WHERE m.survivor_id = %s AND m.kind = '{kind}' AND m.retracted_at IS NULL ORDER BY m.id DESC LIMIT 50
"""
NAMES = {"person": "r.family_name, r.given_name", "company": "r.name, ''"}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field in which the two differ. `label` is the name of a custom field, "" of others; `choices` are (value, text)."""

    field: str
    label: str
    choices: tuple[tuple[Choice, str], ...]
    chosen: Choice
    is_tie: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both records, the fields in which they differ and that the reader may fill, and the points that would come over.

    `versions` are what the reader saw. `has_more`: there are differing fields that aren't the reader's to choose.
    """

    kind: Kind
    survivor: PersonShape | CompanyShape
    merged: PersonShape | CompanyShape
    lines: tuple[FieldLine, ...]
    points: tuple[PointShape, ...]
    has_more: bool

    @property
    def versions(self) -> str:
        """As the form carries them."""
        return f"{self.survivor.version} {self.merged.version}"


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A record that was merged into another: its (family, given) name or company name, by whom and when."""

    id: UUID
    merged_id: UUID
    names: tuple[str, str]
    at: datetime
    by: tuple[str, str]
    may_undo: bool


def compare_records(
    *, actor: Actor, at: datetime, kind: Kind, survivor_id: UUID, merged_id: UUID, choices: Mapping[str, str]
) -> Comparison:
    """The two beside each other, for one who may change the one and archive the other. Raises NotVisible, NotAllowed."""
    shapes = [_shape(actor, kind, id_) for id_ in (survivor_id, merged_id)]
    if not (shapes[0].may_edit and shapes[1].may_archive):
        raise NotAllowed
    records = _records(kind, survivor_id, merged_id)
    own = list_own_differences(kind, survivor_id, merged_id)
    mine = [one for one in own if one.own is not None and one.own.access(actor) == "edit"]
    lines = [*_lines(kind, records, choices), *_own_lines(actor, mine, choices)]
    known = same_points(Pair(kind, survivor_id, merged_id, at))
    points = tuple(point for point in shapes[1].points if point.id not in known)
    return Comparison(kind, shapes[0], shapes[1], tuple(lines), points, has_more=len(mine) < len(own))


def _shape(actor: Actor, kind: Kind, record_id: UUID) -> PersonShape | CompanyShape:
    if kind == "person":
        return get_person(actor=actor, person_id=record_id)
    return get_company(actor=actor, company_id=record_id)


def _records(kind: Kind, *ids: UUID) -> list[Person | Company]:
    found: Mapping[UUID, Person | Company] = (
        Person.objects.select_related("company").in_bulk(ids) if kind == "person" else Company.objects.in_bulk(ids)
    )
    return [found[id_] for id_ in ids]


def _lines(kind: Kind, records: Sequence[Person | Company], choices: Mapping[str, str]) -> list[FieldLine]:
    survivor, merged = records
    return [
        _line(one, "", (_said(survivor, one.field, one.value), _said(merged, one.field, one.other)), choices)
        for one in list_differences(kind, survivor, merged)
    ]


def _own_lines(actor: Actor, found: Sequence[Difference], choices: Mapping[str, str]) -> list[FieldLine]:
    fields = [one.own for one in found if one.own is not None]
    held = {one.field: (*one.value, *one.other) for one in found}
    names = names_in(actor, fields, held) if fields else {}
    lines = []
    for one in found:
        if one.own is not None:
            said = tuple(codec.say(one.own, cells, actor=actor, names=names) for cells in (one.value, one.other))
            lines.append(_line(one, one.own.name, said, choices))
    return lines


def _said(record: Person | Company, field: str, value: Any) -> str:
    if field == "company" and isinstance(record, Person):
        return record.company.name if record.company else ""
    return str(value)


def _line(one: Difference, label: str, said: Sequence[str], choices: Mapping[str, str]) -> FieldLine:
    texts: dict[Choice, str] = {"survivor": said[0], "merged": said[1], "both": ""}
    offered = tuple((choice, texts[choice]) for choice in one.choices)
    return FieldLine(one.field, label, offered, one.chosen(choices), one.is_tie)


def list_merges(*, actor: Actor, kind: Kind, survivor_id: UUID, owner_id: UUID | None) -> list[MergeLine]:
    """What was merged into a record that the reader sees, the latest first; the records that they don't see left out."""
    rows = fetch_all(MERGES.format(kind=kind, names=NAMES[kind]), [survivor_id])
    return [
        MergeLine(
            row[0], row[1], (row[2], row[3]), row[4], (row[5], row[6]),
            actor.covers("people.archive", row[7]) and actor.covers("people.archive", owner_id),
        )
        for row in rows
        if actor.covers("people.see", row[7])
    ]  # fmt: skip
