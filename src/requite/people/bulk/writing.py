"""Records as lines of COPY, made as if all were new: which of them are is known only once the base was asked."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

import orjson

from requite.kernel.actor import Actor
from requite.kernel.copying import NULL, array, cell, cells
from requite.people.bulk.entries import CompanyEntry, PersonEntry, Record
from requite.people.bulk.gathering import make_ids
from requite.people.bulk.judging import Judge
from requite.people.drafts import ReadPoint
from requite.quality.engine import LASTING

TAIL = f"note, tags, source, owner_id, archived_at, made_at, made_by_id, version, asked, {', '.join(LASTING)}"
# A person's company stands second: so its line is easily given another (see `settling`).
PERSONS = (
    f"COPY people_person (id, company_id, family_name, given_name, middle_name, name_fold, title, {TAIL})"
    " FROM STDIN"
)
COMPANIES = (
    f"COPY people_company (id, name, name_fold, registration_number, industry, website, country, {TAIL})"
    " FROM STDIN"
)
POINTS = (
    "COPY people_point (id, person_id, company_id, kind, value, raw, label, state, position, made_at)"
    " FROM STDIN"
)
KEPT = {
    "person": ("family_name", "given_name", "middle_name", "title", "note"),
    "company": ("name", "registration_number", "industry", "website", "note"),
}
_KEPT = {kind: attrgetter(*names) for kind, names in KEPT.items()}
Holder = tuple[str | None, str | None]


def record_line(record: Record, *, actor: Actor, at: datetime, judge: Judge) -> str:
    """The line of a new record. Companies are written before the persons who name their ids."""
    entry = record.entry
    moment = at.isoformat()
    tail = f"{moment}\t{actor.id or NULL}\t1\t{{}}\t{judge(record).cells}\n"
    tags = array(entry.tags) if entry.tags else "{}"
    shared = f"{entry.note and cell(entry.note)}\t{tags}\t{record.source and cell(record.source)}\t{record.owner_id or NULL}"
    if isinstance(entry, PersonEntry):
        texts = cells(entry.family_name, entry.given_name, entry.middle_name, entry.fold, entry.title)
        company = record.company.id if record.company is not None else NULL
        return f"{record.id}\t{company}\t{texts}\t{shared}\t{NULL}\t{tail}"
    texts = cells(entry.name, entry.fold, entry.registration_number, entry.industry, entry.website)
    closed = moment if entry.closed else NULL
    return f"{record.id}\t{texts}\t{entry.country or actor.country}\t{shared}\t{closed}\t{tail}"


def list_points(records: Sequence[Record], *, at: datetime) -> list[str]:
    """The lines of their points, in the order of kind and value."""
    moment = at.isoformat()
    placed: list[tuple[str, str, str]] = []
    for record in records:
        holder = f"{record.id}\t{NULL}" if record.kind == "person" else f"{NULL}\t{record.id}"
        for position, (kind, raw, value, state) in enumerate(record.points):
            line = f"\t{holder}\t{kind}\t{cells(value, raw)}\t\t{state}\t{position}\t{moment}\n"
            placed.append((kind, value, line))
    placed.sort()
    ids = make_ids(len(placed), at_ms=int(at.timestamp() * 1000))
    return [own_id + line for own_id, (_kind, _value, line) in zip(reversed(ids), placed, strict=True)]


def point_line(point_id: str, holder: Holder, point: ReadPoint, position: int, moment: str) -> str:
    """The line of one point of contact."""
    return (
        f"{point_id}\t{holder[0] or NULL}\t{holder[1] or NULL}\t{point.kind}\t{cells(point.value, point.raw)}"
        f"\t\t{point.state}\t{position}\t{moment}\n"
    )


def changes_of(record: Record) -> bytes:
    """What the journal keeps of a new record: each filled field from nothing to its value, as JSON."""
    entry = record.entry
    changes = {name: (None, text) for name, text in zip(KEPT[record.kind], _KEPT[record.kind](entry), strict=True) if text}
    company = record.company.entry if record.company is not None else None
    if isinstance(company, CompanyEntry):
        changes["company"] = (None, company.name)
    if entry.tags:
        changes["tags"] = (None, ", ".join(entry.tags))
    for slug, given in entry.own.items():
        if given.said:
            changes[slug] = (None, given.said)
    for kind, raw, _value, _state in record.points:
        before = changes.get(kind)
        changes[kind] = (None, f"{before[1]}, {raw}" if before else raw)
    return orjson.dumps(changes)
