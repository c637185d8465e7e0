"""What lies on each day, as far as a column has room: of an overfull day the first of each hour, the rest counted."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.reading import ONCE, PLANNED_ONCE, fetch_all
from requite.work.queries.calendar import FOUND, ITEM, CalendarItem, covered, read_items, values_of
from requite.work.queries.timeline import COLUMNS, JOINS, Key

DAY = timedelta(days=1)
WHOLE = -1  # the part of a day in which stands what fills all of it
FEW_WHOLE = 5
DRAWN = """CASE WHEN until > at THEN until WHEN is_meeting AND until IS NULL THEN at + interval '1 hour'
                        ELSE at + interval '30 minutes' END"""
# Each activity on each of the days that it touches, from 1: a task of a whole day by its date, all else by its instants
# as it is drawn. `part` is the hour since the day began, `turn` its place there: what books time goes before a reminder.
PLACED = f"""
SELECT id, users, books, n, at, ends, CASE WHEN is_all_day OR (at <= starts AND ends >= stops) THEN {WHOLE}
       ELSE extract(epoch FROM greatest(at, starts) - starts)::int / 3600 END AS part
FROM (
    SELECT o.*, n, (%(borders)s::timestamptz[])[n] AS starts, (%(borders)s::timestamptz[])[n + 1] AS stops
    FROM (
        SELECT *, CASE WHEN is_all_day THEN day - %(first)s::date + 1
                       ELSE width_bucket(at, %(borders)s::timestamptz[]) END AS begun,
               CASE WHEN is_all_day THEN day - %(first)s::date + 1
                    ELSE width_bucket(ends - interval '1 microsecond', %(borders)s::timestamptz[]) END AS ended
        FROM (
            SELECT id, at, day, is_all_day, books, array_agg(user_id) AS users,
                   {DRAWN} AS ends
            FROM ({FOUND}) y GROUP BY id, at, until, day, is_all_day, is_meeting, books
        ) g
    ) o CROSS JOIN LATERAL unnest((%(numbers)s::int[])[greatest(begun, 1):greatest(begun, ended)]) n
) p
"""  # noqa: S608 - our own pieces
COLUMNS_OF_DAYS = f"""
SELECT {COLUMNS}, x.users, x.n, x.whom, x.part, x.of_part, x.of_day FROM (
    SELECT id, users, n, whom, part, count(*) OVER (PARTITION BY n, whom) AS of_day,
           count(*) OVER (PARTITION BY n, whom, part) AS of_part,
           row_number() OVER (PARTITION BY n, whom, part ORDER BY books DESC, at, id) AS turn
    FROM ({PLACED}) z {{whom}}
) x JOIN work_activity a ON a.id = x.id {JOINS}
WHERE (x.of_day <= %(full)s OR x.turn <= CASE x.part WHEN {WHOLE} THEN {FEW_WHOLE} ELSE %(few)s END) AND {ONCE}
ORDER BY x.n, a.at, a.id
"""  # noqa: S608
ONE_FOR_ALL = "CROSS JOIN (SELECT NULL::uuid AS whom) w"
ONE_FOR_EACH = "CROSS JOIN LATERAL unnest(z.users) AS whom"
PART = f"""
SELECT {COLUMNS}, x.users, x.total FROM (
    SELECT id, users, at, total FROM (
        SELECT *, count(*) OVER () AS total FROM ({PLACED}) z WHERE part >= %(part)s AND part < %(past)s
    ) t WHERE %(after_id)s::uuid IS NULL OR (at, id) > (%(after_at)s::timestamptz, %(after_id)s::uuid)
    ORDER BY at, id LIMIT %(most)s
) x JOIN work_activity a ON a.id = x.id {JOINS} ORDER BY a.at, a.id
"""  # noqa: S608
BOOKED = f"""
SELECT user_id, array_agg(at ORDER BY at, number), array_agg(ends ORDER BY at, number), array_agg(number ORDER BY at, number)
FROM (SELECT DISTINCT user_id, at, {DRAWN} AS ends, dense_rank() OVER (ORDER BY id) AS number FROM ({FOUND}) y WHERE books) z
WHERE {ONCE} GROUP BY user_id
"""  # noqa: S608


@dataclass(slots=True)
class DayColumn:
    """A day, or one user's day: what of it is shown, in order of time and each in its part, and how many each part holds."""

    shown: list[tuple[CalendarItem, int]] = field(default_factory=list)
    parts: dict[int, int] = field(default_factory=dict)
    count: int = 0

    @property
    def is_overfull(self) -> bool:
        """Whether it holds more than is shown."""
        return self.count > len(self.shown)


@dataclass(frozen=True, slots=True)
class Booked:
    """When a user's time is booked, in the order of the beginnings; `numbers` tell one activity from another."""

    starts: Sequence[datetime]
    ends: Sequence[datetime]
    numbers: Sequence[int]
    sorted_ends: Sequence[datetime]

    def count(self, at: datetime, until: datetime) -> int:
        """How many book some of [at, until)."""
        return bisect_left(self.starts, until) - bisect_right(self.sorted_ends, at)

    def found(self, at: datetime, until: datetime) -> set[int]:
        """The numbers of those that do."""
        last = bisect_left(self.starts, until)
        return {self.numbers[place] for place in range(last) if self.ends[place] > at}


def list_columns(
    *, actor: Actor, user_ids: Sequence[UUID], days: Sequence[date], borders: Sequence[datetime], apart: bool, few: int,
    full: int,
) -> dict[tuple[date, UUID | None], DayColumn]:  # fmt: skip
    """What the users have on days that follow each other, by day, and with `apart` by user too. One statement.

    `borders` are the instants between the days, one more than these. A column of more than `full` shows `few` of each hour
    and says how many there are. A day on which there is nothing is left out.
    """
    users = covered(actor, user_ids)
    if not users or not days:
        return {}
    sql = COLUMNS_OF_DAYS.format(whom=ONE_FOR_EACH if apart else ONE_FOR_ALL)
    rows = fetch_all(sql, {**_values(actor, users, days, borders), "few": few, "full": full})
    found: dict[tuple[date, UUID | None], DayColumn] = {}
    for item, row in zip(read_items(actor, users, rows), rows, strict=True):
        n, whom, part, of_part, of_day = row[ITEM:]
        column = found.setdefault((days[n - 1], whom), DayColumn(count=of_day))
        column.shown.append((item, part))
        column.parts[part] = of_part
    return found


def list_part(
    *, actor: Actor, user_ids: Sequence[UUID], day: date, borders: Sequence[datetime], part: tuple[int, int], limit: int,
    after: Key | None = None,
) -> tuple[int, list[CalendarItem]]:  # fmt: skip
    """How much stands in the parts [first, past) of a day, and of that what follows the key `after`. One statement."""
    users = covered(actor, user_ids)
    if not users:
        return 0, []
    at, id_ = after or (None, None)
    values = _values(actor, users, [day], borders) | {"part": part[0], "past": part[1]}
    rows = fetch_all(PART, values | {"after_at": at, "after_id": id_, "most": limit})
    return (rows[0][ITEM] if rows else 0), read_items(actor, users, rows)


def list_booked(
    *, actor: Actor, user_ids: Sequence[UUID], start: datetime, end: datetime
) -> dict[UUID, Booked]:
    """When the time of each of the users is booked in [start, end). One statement."""
    users = covered(actor, user_ids)
    rows = fetch_all(BOOKED, _around(actor, users, start, end)) if users else []
    return {row[0]: Booked(row[1], row[2], row[3], sorted(row[2])) for row in rows}


def _around(actor: Actor, users: Sequence[UUID], start: datetime, end: datetime) -> dict[str, Any]:
    """Tasks of whole days lie by the company's days: for a reader of another zone those are sought a day around."""
    more = DAY if actor.zone.key != actor.company_zone.key else timedelta()
    return values_of(users, start - more, end + more) | PLANNED_ONCE


def _values(
    actor: Actor, users: Sequence[UUID], days: Sequence[date], borders: Sequence[datetime]
) -> dict[str, Any]:
    return _around(actor, users, borders[0], borders[-1]) | {
        "borders": list(borders),
        "first": days[0],
        "numbers": list(range(1, len(days) + 1)),
    }
