"""Which records of the batch are in the base already: one set-based join for each way of knowing a record."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection

from requite.kernel.copying import NULL, cell, cells, copy_text
from requite.people.bulk import keys
from requite.people.bulk.entries import Record

STAGE = """
CREATE TEMPORARY TABLE arriving (
    place integer NOT NULL, how text NOT NULL, value text NOT NULL, fold text COLLATE "C" NOT NULL, company_id uuid
) ON COMMIT DROP
"""
COPY = "COPY arriving (place, how, value, fold, company_id) FROM STDIN"
THIN = "thin"
# One that was merged leads to its survivor, which is known by the other's name, too.
LED = "coalesce(s.id, r.id) AS id, CASE WHEN s.id IS NULL THEN r.owner_id ELSE s.owner_id END AS owner_id"
TO = "LEFT JOIN {table} s ON s.id = r.survivor_id"
MINE = "(%(owners)s::uuid[] IS NULL OR known.owner_id = ANY(%(owners)s::uuid[]))"

# Each LATERAL with its LIMIT is a promise to the planner's reader: by the index, row by row, and never more than
# so many of one number or one name, however the statistics of a growing base may lie.
BY_POINT = """
    WITH wanted AS MATERIALIZED (SELECT DISTINCT value FROM arriving WHERE how = 'point'),
    near AS MATERIALIZED (
        SELECT p.value, known.id, known.name_fold, known.owner_id FROM wanted
        CROSS JOIN LATERAL (
            SELECT point.value, point.{kind}_id FROM people_point point
            WHERE point.value = wanted.value AND point.value <> '' AND point.kind <> 'address'
                AND point.{kind}_id IS NOT NULL
            LIMIT 100000
        ) p
        CROSS JOIN LATERAL (
            (SELECT {led}, r.name_fold FROM {table} r {to} WHERE r.id = p.{kind}_id LIMIT 1)
            UNION ALL
            (SELECT r.id, r.owner_id, m.name_fold FROM {table} m JOIN {table} r ON r.id = m.survivor_id
            WHERE m.survivor_id = p.{kind}_id LIMIT 100)
        ) known
    )
    SELECT a.place, 1 AS rank, known.id FROM near known
    JOIN arriving a ON a.how = 'point' AND a.value = known.value AND a.fold = known.name_fold
    WHERE {mine}
"""
BY_TEXT = """
    SELECT a.place, 2, known.id FROM arriving a
    CROSS JOIN LATERAL ({named}) known
    JOIN people_point p ON p.{kind}_id = known.id AND coalesce(nullif(p.value, ''), lower(p.raw)) = a.value
    WHERE a.how IN ('address', 'unread') AND {mine}
"""
NAMED_COMPANY = """
    (SELECT c.id, c.owner_id FROM people_company c
    WHERE c.name_fold = a.fold AND c.archived_at IS NULL ORDER BY c.id LIMIT 100000)
    UNION ALL
    (SELECT {led} FROM people_company r {to}
    WHERE r.name_fold = a.fold AND r.archived_at IS NOT NULL LIMIT 100000)
""".format(led=LED, to=TO.format(table="people_company"))
NAMED_PERSON = """
    SELECT r.id, r.owner_id, r.company_id FROM people_person r
    WHERE r.name_fold = a.fold AND r.archived_at IS NULL ORDER BY r.id LIMIT 100000
"""
NAMED_OR_LEADING = f"""
    ({NAMED_PERSON}) UNION ALL
    (SELECT s.id, s.owner_id, s.company_id FROM people_person m JOIN people_person s ON s.id = m.survivor_id
    WHERE m.name_fold = a.fold AND m.survivor_id IS NOT NULL LIMIT 100)
"""


def _by_point(kind: str) -> str:
    table = f"people_{kind}"
    return BY_POINT.format(kind=kind, table=table, mine=MINE, led=LED, to=TO.format(table=table))


COMPANIES = f"""
SELECT DISTINCT ON (place) place, id::text FROM (
    SELECT a.place, 0 AS rank, known.id FROM arriving a
    CROSS JOIN LATERAL (
        SELECT {LED} FROM people_company r {TO.format(table="people_company")}
        WHERE r.registration_number = a.value AND r.registration_number <> '' LIMIT 10
    ) known
    WHERE a.how = 'registration' AND {MINE}
    UNION ALL ({_by_point("company")})
    UNION ALL {BY_TEXT.format(kind="company", named=NAMED_COMPANY, mine=MINE)}
    UNION ALL
    SELECT a.place, 3, known.id FROM arriving a CROSS JOIN LATERAL ({NAMED_COMPANY}) known
    WHERE a.how = 'name' AND {MINE}
    UNION ALL
    SELECT a.place, 4, known.id FROM arriving a
    CROSS JOIN LATERAL (
        SELECT c.id, c.owner_id, c.registration_number FROM people_company c
        WHERE c.name_fold = a.fold AND c.archived_at IS NULL ORDER BY c.id LIMIT 3
    ) known
    WHERE a.how = 'thin' AND {MINE} AND known.registration_number = ''
        AND NOT EXISTS (SELECT FROM people_point p WHERE p.company_id = known.id)
) found ORDER BY place, rank, id
"""

PERSONS = f"""
SELECT DISTINCT ON (place) place, id::text FROM (
    ({_by_point("person")})
    UNION ALL {BY_TEXT.format(kind="person", named=NAMED_OR_LEADING, mine=MINE)}
    UNION ALL
    SELECT a.place, 3, known.id FROM arriving a
    CROSS JOIN LATERAL (
        SELECT {LED} FROM people_person r {TO.format(table="people_person")}
        WHERE r.company_id = a.company_id AND r.name_fold = a.fold LIMIT 10
    ) known
    WHERE a.how = 'company' AND {MINE}
    UNION ALL
    SELECT a.place, 4, known.id FROM arriving a CROSS JOIN LATERAL ({NAMED_PERSON}) known
    WHERE a.how = 'name' AND {MINE} AND known.company_id IS NULL
        AND NOT EXISTS (SELECT FROM people_point p WHERE p.person_id = known.id)
) found ORDER BY place, rank, id
"""


def match_companies(keys: bytes, *, owners: Sequence[UUID] | None) -> dict[int, str]:
    """The ids of those that are in the base, by their place. Only records of `owners` are looked at; None: all.

    `keys` are the lines of the companies' keys (see `key_lines`).
    """
    return _match(keys, COMPANIES, owners)


def match_persons(keys: bytes, *, owners: Sequence[UUID] | None) -> dict[int, str]:
    """The same for persons, once their companies are settled and `lines_by_company` name them as the base does."""
    return _match(keys, PERSONS, owners)


def key_lines(records: Sequence[Record]) -> Iterator[str]:
    """The keys of records as lines, but for those by the company, whose id isn't known yet."""
    for record in records:
        fold = record.entry.fold
        for how, what in record.keys:
            if how != keys.COMPANY:
                yield f"{record.place}\t{how}\t{cells(what, fold)}\t{NULL}\n"
        if record.kind == "company" and record.points:
            yield f"{record.place}\t{THIN}\t\t{cell(fold)}\t{NULL}\n"


def lines_by_company(records: Sequence[Record]) -> Iterator[str]:
    """The keys of those who can be known by their company alone; its id, should it be a new one, stands last."""
    for record in records:
        if record.company is not None and record.keys[0][0] == keys.COMPANY:
            yield f"{record.place}\t{keys.COMPANY}\t\t{cell(record.entry.fold)}\t{record.company.id}\n"


def _match(lines: bytes, sql: str, owners: Sequence[UUID] | None) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.arriving")
        cursor.execute(STAGE)
        copy_text(COPY, lines)
        cursor.execute("ANALYZE arriving")
        cursor.execute(sql, {"owners": None if owners is None else list(owners)})
        return dict(cursor.fetchall())
