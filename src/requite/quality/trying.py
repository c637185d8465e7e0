"""What a field would be owed of, read from the base in batches: nothing is judged anew and nothing is written."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from requite.kernel.reading import fetch_all
from requite.quality import measure
from requite.quality.engine import ASKABLE
from requite.quality.limits import Limits
from requite.quality.moments import moments_of
from requite.quality.registry import Kind, Requirable

BATCH = 20_000
# A window over the whole table, then those of it that are concerned: a batch costs the same wherever these are rare.
WINDOW = """
FROM {table} w WHERE (%(after)s::uuid IS NULL OR w.id > %(after)s) AND (%(of)s::uuid IS NULL OR w.owner_id = %(of)s)
ORDER BY w.id LIMIT %(limit)s
"""
READ = """
SELECT r.id, r.owner_id, cardinality(r.missing) = 0, NOT %(field)s = ANY(r.missing), r.asked ->> %(field)s,
    {country}, {value}
FROM (SELECT * {window}) r WHERE {owing} AND {reached}
    AND (%(owners)s::uuid[] IS NULL OR r.owner_id = ANY(%(owners)s)) ORDER BY r.id
"""
LAST = 'SELECT count(*), max(r.id::text COLLATE "C")::uuid FROM (SELECT w.id {window}) r'
ALL = "EXPLAIN (FORMAT JSON) SELECT FROM {table} r WHERE {among}"


@dataclass(frozen=True, slots=True)
class How:
    """By what values are judged: the company's day and zone, and the limits that are tried."""

    today: date
    zone: str = ""
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class Debtor:
    """A record that would owe the field; `is_fresh`: it lacks nothing else; `is_new`: it doesn't lack the field today."""

    id: UUID
    owner_id: UUID
    is_fresh: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What a batch found: rows of the table, the last one's id, how many records are concerned, and who lacks the field."""

    rows: int
    upto: UUID | None
    concerned: int
    debtors: Sequence[Debtor]


def expect(kind: Kind, *, among: str = "true") -> int:
    """About how many rows will be looked at, by the planner: of the whole table, or of those of it that meet `among`."""
    plan: Any = fetch_all(ALL.format(table=kind.table, among=among), prepare=False)[0][0]
    found = json.loads(plan) if isinstance(plan, str) else plan
    return int(found[0]["Plan"]["Plan Rows"])


def read_batch(
    kind: Kind,
    stage: str,
    field: Requirable,
    *,
    after: UUID | None,
    how: How,
    owners: Collection[UUID] | None = None,
    of: UUID | None = None,
    limit: int | None = None,
) -> Looked:
    """Look at the next rows behind `after` in order of id, of those `owners` (None: of all). Two statements.

    With `of` the rows of that owner alone are passed; without it those of the whole table.
    """
    meant = None if owners is None else list(owners)
    values = {"after": after, "limit": limit or BATCH, "field": field.name, "owners": meant, "of": of}
    window = WINDOW.format(table=kind.table)
    rows, upto = fetch_all(LAST.format(window=window), values, prepare=False)[0]
    sql = READ.format(
        window=window, owing=kind.owing, reached=moments_of(kind).condition(stage), country=kind.country, value=field.sql
    )
    found = fetch_all(sql, values, prepare=False)
    debtors = [
        Debtor(id_, owner_id, is_complete, is_new)
        for id_, owner_id, is_complete, is_new, asked, country, value in found
        if _lacks(field, how, value, asked, country)
    ]
    return Looked(rows, upto, len(found), debtors)


def _lacks(field: Requirable, how: How, value: object, asked: str | None, country: str) -> bool:
    given = field.read(value) if field.read else value
    state = measure.judge_value(
        given, check=field.check, country=country, today=how.today, limits=how.limits, zone=how.zone
    )
    if state in ASKABLE and asked:
        return not measure.is_asked(date.fromisoformat(asked), today=how.today)
    return state in measure.WANTING
