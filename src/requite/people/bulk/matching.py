"""Which records of the batch are in the base already: one set-based join for each way of knowing a record."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connection

from requite.kernel.copying import NULL, cell, copy_lines
from requite.people.bulk import keys
from requite.people.bulk.entries import Record

STAGE = """
CREATE TEMPORARY TABLE arriving (
    place integer NOT NULL, how text NOT NULL, value text NOT NULL, fold text COLLATE "C" NOT NULL, company_id uuid
) ON COMMIT DROP
"""
COPY = "COPY arriving (place, how, value, fold, company_id) FROM STDIN"
MINE = "(%(owners)s::uuid[] IS NULL OR known.owner_id = ANY(%(owners)s::uuid[]))"

COMPANIES = f"""
WITH found AS (
    SELECT a.place, 0 AS rank, known.id FROM arriving a
    JOIN people_company known ON known.registration_number = a.value AND known.registration_number <> ''
    WHERE a.how = 'registration' AND {MINE}
    UNION ALL
    SELECT a.place, 1, known.id FROM arriving a
    JOIN people_point p ON p.value = a.value AND p.value <> '' AND p.kind <> 'address' AND p.company_id IS NOT NULL
    JOIN people_company known ON known.id = p.company_id AND known.name_fold = a.fold
    WHERE a.how = 'point' AND {MINE}
    UNION ALL
    SELECT a.place, 2, known.id FROM arriving a
    JOIN people_company known ON known.name_fold = a.fold
    JOIN people_point p ON p.company_id = known.id AND coalesce(nullif(p.value, ''), lower(p.raw)) = a.value
    WHERE a.how IN ('address', 'unread') AND {MINE}
    UNION ALL
    SELECT a.place, 3, known.id FROM arriving a JOIN people_company known ON known.name_fold = a.fold
    WHERE a.how = 'name' AND {MINE}
    UNION ALL
    SELECT a.place, 4, known.id FROM arriving a
    CROSS JOIN LATERAL (
        SELECT c.id, c.owner_id, c.registration_number FROM people_company c
        WHERE c.name_fold = a.fold AND c.archived_at IS NULL ORDER BY c.id LIMIT 3
    ) known
    WHERE a.how = 'thin' AND {MINE} AND known.registration_number = ''
        AND NOT EXISTS (SELECT FROM people_point p WHERE p.company_id = known.id)
)
SELECT DISTINCT ON (place) place, id::text FROM found ORDER BY place, rank, id
"""

PERSONS = f"""
WITH found AS (
    SELECT a.place, 0 AS rank, known.id FROM arriving a
    JOIN people_point p ON p.value = a.value AND p.value <> '' AND p.kind <> 'address' AND p.person_id IS NOT NULL
    JOIN people_person known ON known.id = p.person_id AND known.name_fold = a.fold
    WHERE a.how = 'point' AND {MINE}
    UNION ALL
    SELECT a.place, 1, known.id FROM arriving a
    JOIN people_person known ON known.name_fold = a.fold AND known.archived_at IS NULL
    JOIN people_point p ON p.person_id = known.id AND coalesce(nullif(p.value, ''), lower(p.raw)) = a.value
    WHERE a.how IN ('address', 'unread') AND {MINE}
    UNION ALL
    SELECT a.place, 2, known.id FROM arriving a
    JOIN people_person known ON known.company_id = a.company_id AND known.name_fold = a.fold
    WHERE a.how = 'company' AND {MINE}
    UNION ALL
    SELECT a.place, 3, known.id FROM arriving a JOIN people_person known ON known.name_fold = a.fold
    WHERE a.how = 'name' AND known.archived_at IS NULL AND {MINE} AND known.company_id IS NULL
        AND NOT EXISTS (SELECT FROM people_point p WHERE p.person_id = known.id)
)
SELECT DISTINCT ON (place) place, id::text FROM found ORDER BY place, rank, id
"""

THIN = "thin"


def match_companies(records: Sequence[Record], *, owners: Sequence[UUID] | None) -> None:
    """Give records that are in the base their id there. Only records of `owners` are looked at; None: all."""
    _match(records, _company_lines(records), COMPANIES, owners)


def match_persons(records: Sequence[Record], *, owners: Sequence[UUID] | None) -> None:
    """The same for persons, once their companies are settled."""
    _match(records, _person_lines(records), PERSONS, owners)


def _match(records: Sequence[Record], lines: Iterable[str], sql: str, owners: Sequence[UUID] | None) -> None:
    if not records:
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.arriving")
        cursor.execute(STAGE)
        copy_lines(COPY, lines)
        cursor.execute("ANALYZE arriving")
        cursor.execute(sql, {"owners": None if owners is None else list(owners)})
        for place, known in cursor.fetchall():
            records[place].id, records[place].known = known, True


def _company_lines(records: Sequence[Record]) -> Iterator[str]:
    for record in records:
        fold = cell(record.entry.fold)
        for how, what in record.keys:
            yield f"{record.place}\t{how}\t{cell(what)}\t{fold}\t{NULL}\n"
        if record.points:
            yield f"{record.place}\t{THIN}\t\t{fold}\t{NULL}\n"


def _person_lines(records: Sequence[Record]) -> Iterator[str]:
    for record in records:
        fold = cell(record.entry.fold)
        for how, what in record.keys:
            if how != keys.COMPANY:
                yield f"{record.place}\t{how}\t{cell(what)}\t{fold}\t{NULL}\n"
            elif record.company is not None and record.company.known:
                yield f"{record.place}\t{how}\t\t{fold}\t{record.company.id}\n"
