"""Records that a day alone has made other than they were judged: what was ahead is past, what was too far is near enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from requite.kernel.period import start_of_day
from requite.kernel.reading import fetch_all
from requite.quality.limits import load
from requite.quality.models import Requirement
from requite.quality.moments import moments_of
from requite.quality.registry import Days, Kind
from requite.quality.terms import owners_of

BATCH = 2_000  # values, of which few or none belong to a record that is to be judged
DAYS_BACK = 14  # a worker that was down so long still finds what came of age meanwhile
# The next values by their index, and whether the record of each is one that stands otherwise now.
AGED = """
WITH looked AS MATERIALIZED (
    SELECT {column} AS day, {record} AS id FROM {values} d
    WHERE {among} AND ({column}, {record}) > (%(day)s, %(id)s::uuid) AND {column} < %(until)s ORDER BY 1, 2 LIMIT %(limit)s)
SELECT l.day, l.id, r.id IS NOT NULL FROM looked l LEFT JOIN {table} r ON r.id = l.id AND {owing} AND {reached}
  AND (%(owners)s::uuid[] IS NULL OR r.owner_id = ANY(%(owners)s)) AND (%(field)s = ANY(r.missing)) = %(was_missing)s
ORDER BY 1, 2
"""
FIRST = UUID(int=0)


class When(NamedTuple):
    """The company's day, and its zone."""

    today: date
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Dated:
    """A line whose answer a day changes: of values up to so many days ahead, where the field was missing, or wasn't."""

    kind: Kind
    row: Requirement
    days: Days
    ahead: int
    was_missing: bool


def list_dated(kind: Kind, *, at: datetime) -> list[Dated]:
    """The lines of a kind with a limit of days: one that must be ahead, one that comes near enough, or both of one line."""
    rows = Requirement.objects.filter(kind=kind.slug, starts_at__lte=at, limits__has_any_keys=["ahead", "days"])
    found = []
    for row in [one for one in rows.order_by("id") if one.ends_at is None or one.ends_at > at]:
        known, limits = kind.find_field(row.field), load(row.limits)
        if known is None or limits is None or known.days is None:
            continue
        if limits.ahead:
            found.append(Dated(kind, row, known.days, -1, was_missing=False))
        if limits.days is not None:
            found.append(Dated(kind, row, known.days, limits.days, was_missing=True))
    return found


def list_aged(line: Dated, *, when: When) -> Iterator[list[UUID]]:
    """Records that the line finds otherwise since a fortnight, some at a time: by the days of values, not by all records."""
    upto = when.today + timedelta(days=line.ahead)
    since, until = upto - timedelta(days=DAYS_BACK), upto + timedelta(days=1)
    if line.days.is_instant:
        key: tuple[object, UUID] = (start_of_day(since, zone=when.zone), FIRST)
        end: object = start_of_day(until, zone=when.zone)
    else:
        key, end = (since, FIRST), until
    sql, whose = _sql(line), owners_of(line.row.teams)
    owners = None if whose is None else list(whose)
    values = {"until": end, "limit": BATCH, "owners": owners, "field": line.row.field, "was_missing": line.was_missing}
    count = BATCH
    while count == BATCH:
        with transaction.atomic():
            looked = fetch_all(sql, {**values, "day": key[0], "id": key[1]}, prepare=False)
        count = len(looked)
        key = looked[-1][:2] if looked else key
        found = [id_ for _day, id_, is_other in looked if is_other]
        if found:
            yield found


def _sql(line: Dated) -> str:
    days, kind = line.days, line.kind
    reached = moments_of(kind).condition(line.row.stage)
    return AGED.format(
        column=days.column, record=days.record, values=days.table, among=days.among,
        table=kind.table, owing=kind.owing, reached=reached,
    )  # fmt: skip
