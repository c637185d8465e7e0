"""New records into the tables by COPY, in order of their names: an index fills faster in its own order."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import orjson

from requite.kernel.actor import Actor
from requite.kernel.copying import NULL, array, cell, copy_lines
from requite.people.bulk.entries import CompanyEntry, PersonEntry, Record
from requite.people.bulk.gathering import make_ids
from requite.people.bulk.judging import Judge
from requite.people.drafts import ReadPoint

TAIL = (
    "note, tags, source, owner_id, archived_at, made_at, made_by_id, version, asked, score, missing, owed_at"
)
PERSONS = (
    f"COPY people_person (id, family_name, given_name, middle_name, name_fold, title, company_id, {TAIL})"
    " FROM STDIN"
)
COMPANIES = (
    f"COPY people_company (id, name, name_fold, registration_number, industry, website, country, {TAIL})"
    " FROM STDIN"
)
POINTS = "COPY people_point (id, person_id, company_id, kind, value, raw, label, state, position, made_at) FROM STDIN"
Holder = tuple[str | None, str | None]
PlacedPoint = tuple[Holder, ReadPoint, int]


def insert_companies(records: Sequence[Record], *, actor: Actor, at: datetime, judge: Judge) -> None:
    """Insert the companies with their points."""
    copy_lines(COMPANIES, _company_lines(_sorted(records), actor, at, judge))
    insert_points(
        (((None, record.id), point, n) for record in records for n, point in enumerate(record.points)), at=at
    )


def insert_persons(records: Sequence[Record], *, actor: Actor, at: datetime, judge: Judge) -> None:
    """Insert the persons with their points."""
    copy_lines(PERSONS, _person_lines(_sorted(records), actor, at, judge))
    insert_points(
        (((record.id, None), point, n) for record in records for n, point in enumerate(record.points)), at=at
    )


def insert_points(points: Iterable[PlacedPoint], *, at: datetime) -> None:
    """Insert points of contact, each with its holder and its position there."""
    placed = sorted(points, key=_by_value)
    if placed:
        copy_lines(POINTS, _point_lines(placed, at))


def changes_of(record: Record) -> bytes:
    """What the journal keeps of a new record: each filled field from nothing to its value, as JSON."""
    entry = record.entry
    if isinstance(entry, PersonEntry):
        company = record.company.entry if record.company is not None else None
        texts = {
            "family_name": entry.family_name,
            "given_name": entry.given_name,
            "middle_name": entry.middle_name,
            "title": entry.title,
            "company": company.name if isinstance(company, CompanyEntry) else "",
        }
    else:
        texts = {
            "name": entry.name,
            "registration_number": entry.registration_number,
            "industry": entry.industry,
            "website": entry.website,
        }
    texts["note"], texts["tags"] = entry.note, ", ".join(entry.tags)
    for point in record.points:
        before = texts.get(point.kind)
        texts[point.kind] = f"{before}, {point.raw}" if before else point.raw
    return orjson.dumps({name: (None, text) for name, text in texts.items() if text})


def _person_lines(records: Iterable[Record], actor: Actor, at: datetime, judge: Judge) -> Iterator[str]:
    made = f"{at.isoformat()}\t{actor.id or NULL}\t1\t{{}}"
    for record in records:
        entry = record.entry
        if not isinstance(entry, PersonEntry):
            continue
        company = record.company.id if record.company is not None else NULL
        name = f"{cell(entry.family_name)}\t{cell(entry.given_name)}\t{cell(entry.middle_name)}\t{cell(entry.fold)}"
        yield (
            f"{record.id}\t{name}\t{cell(entry.title)}\t{company}\t{_shared(record)}\t{NULL}\t{made}"
            f"\t{judge(record).cells}\n"
        )


def _company_lines(records: Iterable[Record], actor: Actor, at: datetime, judge: Judge) -> Iterator[str]:
    moment = at.isoformat()
    made = f"{moment}\t{actor.id or NULL}\t1\t{{}}"
    for record in records:
        entry = record.entry
        if not isinstance(entry, CompanyEntry):
            continue
        kind = f"{cell(entry.registration_number)}\t{cell(entry.industry)}\t{cell(entry.website)}"
        yield (
            f"{record.id}\t{cell(entry.name)}\t{cell(entry.fold)}\t{kind}\t{entry.country or actor.country}"
            f"\t{_shared(record)}\t{moment if entry.closed else NULL}\t{made}\t{judge(record).cells}\n"
        )


def _shared(record: Record) -> str:
    entry = record.entry
    tags = array(entry.tags) if entry.tags else "{}"
    return f"{cell(entry.note)}\t{tags}\t{cell(record.source)}\t{record.owner_id or NULL}"


def _point_lines(placed: list[PlacedPoint], at: datetime) -> Iterator[str]:
    ids = make_ids(len(placed), at_ms=int(at.timestamp() * 1000))
    moment = at.isoformat()
    for (person_id, company_id), point, position in placed:
        yield (
            f"{ids.pop()}\t{person_id or NULL}\t{company_id or NULL}\t{point.kind}\t{cell(point.value)}"
            f"\t{cell(point.raw)}\t\t{point.state}\t{position}\t{moment}\n"
        )


def _sorted(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=_by_fold)


def _by_fold(record: Record) -> str:
    return record.entry.fold


def _by_value(placed: PlacedPoint) -> tuple[str, str]:
    return placed[1].kind, placed[1].value
