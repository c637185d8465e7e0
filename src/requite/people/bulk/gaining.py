"""Which known records gain by the batch: told by one plain read, so that a file taken twice costs little."""

from collections import defaultdict
from collections.abc import Container, Sequence

from django.db import connection

from requite.people.bulk.entries import Record
from requite.people.bulk.keys import worth
from requite.people.bulk.own import list_held

PERSONS = """
SELECT id::text, tags, company_id IS NOT NULL, middle_name <> '', title <> '', note <> '' FROM people_person
WHERE id = ANY(%s::uuid[])
"""
COMPANIES = """
SELECT id::text, tags, true, registration_number <> '', industry <> '', website <> '', note <> '' FROM people_company
WHERE id = ANY(%s::uuid[])
"""
POINTS = {
    "person": "SELECT person_id::text, coalesce(nullif(value, ''), lower(raw)) FROM people_point WHERE person_id = ANY(%s::uuid[])",
    "company": "SELECT company_id::text, coalesce(nullif(value, ''), lower(raw)) FROM people_point WHERE company_id = ANY(%s::uuid[])",
}
TEXTS = {
    "person": ("middle_name", "title", "note"),
    "company": ("registration_number", "industry", "website", "note"),
}


def list_gaining(records: Sequence[Record]) -> list[Record]:
    """Return the known records of one kind of which the batch knows something that the base doesn't."""
    records = [record for record in records if _offers(record)]
    if not records:
        return []
    kind = records[0].kind
    ids = list({record.id for record in records})
    points: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(PERSONS if kind == "person" else COMPANIES, [ids])
        held = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(POINTS[kind], [ids])
        for record_id, what in cursor.fetchall():
            points[record_id].add(what)
    own = list_held(records)
    return [
        record
        for record in records
        if _gains(record, held.get(record.id), points[record.id]) or _gains_own(record, held, own)
    ]


def _gains_own(record: Record, held: Container[str], own: set[tuple[str, str]]) -> bool:
    return record.id in held and any((record.id, slug) not in own for slug in record.entry.own)


def _offers(record: Record) -> bool:
    """Whether the batch says anything of the record beside its name."""
    entry = record.entry
    if record.points or record.company is not None or entry.tags or entry.own:
        return True
    return any(getattr(entry, name) for name in TEXTS[record.kind])


def _gains(record: Record, held: tuple[object, ...] | None, points: set[str]) -> bool:
    if held is None:
        return False
    tags, has_company, *filled = held
    entry = record.entry
    if record.company is not None and not has_company:
        return True
    if any(worth(point) not in points for point in record.points):
        return True
    if entry.tags and not set(entry.tags) <= set(tags if isinstance(tags, list) else ()):
        return True
    return any(
        not full and getattr(entry, name) for name, full in zip(TEXTS[record.kind], filled, strict=True)
    )
