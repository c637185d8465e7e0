"""Records that a day alone has made other than they were judged: what was ahead is past, what was too far is near enough."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from requite.kernel.reading import fetch_all
from requite.quality.limits import load
from requite.quality.models import Requirement
from requite.quality.moments import moments_of
from requite.quality.registry import Kind
from requite.quality.terms import owners_of

BATCH = 1_000
DAYS_BACK = 14  # a worker that was down so long still finds what came of age meanwhile
AGED = """
SELECT r.id FROM {table} r WHERE {owing} AND {reached} AND (%(after)s::uuid IS NULL OR r.id > %(after)s)
  AND (%(owners)s::uuid[] IS NULL OR r.owner_id = ANY(%(owners)s)) AND (%(field)s = ANY(r.missing)) = %(was_missing)s
  AND {day} >= %(since)s AND {day} <= %(upto)s
ORDER BY r.id LIMIT %(limit)s
"""


def list_aged(kind: Kind, *, at: datetime, today: date, zone: str) -> Iterator[list[UUID]]:
    """Records of the kind that a line with a limit of days finds otherwise since a fortnight, some at a time."""
    for row in _dated(kind, at):
        known, limits = kind.find_field(row.field), load(row.limits)
        if known is None or limits is None or not known.day:
            continue
        if limits.ahead:
            yield from _list(kind, row, known.day, zone, today - timedelta(days=1), was_missing=False)
        if limits.days is not None:
            yield from _list(kind, row, known.day, zone, today + timedelta(days=limits.days), was_missing=True)


def _dated(kind: Kind, at: datetime) -> list[Requirement]:
    rows = Requirement.objects.filter(kind=kind.slug, starts_at__lte=at, limits__has_any_keys=["ahead", "days"])
    return [row for row in rows.order_by("id") if row.ends_at is None or row.ends_at > at]


def _list(
    kind: Kind, row: Requirement, day: str, zone: str, upto: date, *, was_missing: bool
) -> Iterator[list[UUID]]:
    reached = moments_of(kind).condition(row.stage)
    sql = AGED.format(table=kind.table, owing=kind.owing, reached=reached, day=day)
    whose, after = owners_of(row.teams), None
    while True:
        values = {
            "after": after, "limit": BATCH, "owners": None if whose is None else list(whose), "field": row.field,
            "was_missing": was_missing, "upto": upto, "since": upto - timedelta(days=DAYS_BACK), "zone": zone,
        }  # fmt: skip
        found = [one[0] for one in fetch_all(sql, values, prepare=False)]
        if found:
            yield found
        if len(found) < BATCH:
            return
        after = found[-1]
