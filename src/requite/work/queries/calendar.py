"""What lies in a span of time for several people at once, and who of them is busy when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.work.queries.timeline import COLUMNS, JOINS, ActivityShape, shape

MOST = 1500
USUAL, POINT = timedelta(hours=1), timedelta(minutes=30)
LONGEST = timedelta(days=31)
# The condition of the index activity_in_calendar, word for word.
SHOWN = """((a.kind = 'meeting' AND a.state IN ('planned', 'held')) OR (a.kind = 'task' AND a.state IN ('to_do', 'done'))
 OR (a.kind = 'call' AND a.state = 'to_do')) AND a.retracted_at IS NULL"""
# Who has what: one's own that begins in the span, one's own that reaches into it, joint meetings of others'.
FOUND = f"""
SELECT a.id, a.owner_id AS user_id, a.at, a.until, a.day, a.is_all_day FROM work_activity a
WHERE a.owner_id = ANY(%(users)s) AND {SHOWN} AND a.at >= %(start)s AND a.at < %(end)s
UNION ALL
SELECT a.id, a.owner_id, a.at, a.until, a.day, a.is_all_day FROM work_activity a
WHERE a.owner_id = ANY(%(users)s) AND {SHOWN}
  AND a.at >= %(early)s AND a.at < %(start)s AND a.until > %(start)s
UNION ALL
SELECT a.id, w.user_id, a.at, a.until, a.day, a.is_all_day
FROM work_activity a JOIN work_participation w ON w.activity_id = a.id
WHERE a.is_joint AND a.retracted_at IS NULL AND a.kind = 'meeting' AND a.day >= %(early_day)s AND a.day <= %(last_day)s
  AND w.user_id = ANY(%(users)s) AND a.state IN ('planned', 'held')
  AND a.at < %(end)s AND (a.at >= %(start)s OR a.until > %(start)s)
"""  # noqa: S608 - our own pieces
SPAN = f"""
SELECT {COLUMNS}, x.users FROM (
    SELECT id, array_agg(user_id) AS users FROM ({FOUND}) y GROUP BY id
    ORDER BY min(at), id LIMIT %(most)s
) x JOIN work_activity a ON a.id = x.id {JOINS} ORDER BY a.at, a.id
"""  # noqa: S608
MONTH = f"""
SELECT {COLUMNS}, x.users, x.on_day, x.of_day FROM (
    SELECT *, row_number() OVER (PARTITION BY on_day ORDER BY is_all_day DESC, at, id) AS turn,
           count(*) OVER (PARTITION BY on_day) AS of_day
    FROM (SELECT id, at, is_all_day, array_agg(user_id) AS users,
                 CASE WHEN is_all_day THEN day ELSE (at AT TIME ZONE %(zone)s)::date END AS first,
                 CASE WHEN is_all_day THEN day ELSE greatest((at AT TIME ZONE %(zone)s)::date,
                      ((until - interval '1 second') AT TIME ZONE %(zone)s)::date) END AS last
          FROM ({FOUND}) y GROUP BY id, at, until, day, is_all_day) z
    CROSS JOIN LATERAL (SELECT z.first + n AS on_day FROM generate_series(0, coalesce(z.last, z.first) - z.first) n) d
    WHERE on_day >= %(first)s AND on_day < %(after)s
) x JOIN work_activity a ON a.id = x.id {JOINS} WHERE x.turn <= %(few)s ORDER BY x.on_day, x.turn
"""  # noqa: S608
BUSY = f"""
SELECT DISTINCT y.user_id, y.at, y.until FROM ({FOUND}) y JOIN work_activity a ON a.id = y.id
WHERE a.kind = 'meeting' OR (a.state = 'to_do' AND a.until > a.at) ORDER BY 1, 2, 3
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """An activity in the calendar, from `at` up to `until`; what has no length is drawn as half an hour.

    `users` are those of the chosen who have it: the owner, colleagues in it. `books` says whether it takes their time:
    a meeting does, and a task or call to be done that has a length. `on` is the day of a task of a whole day, which is
    the company's day in every zone.
    """

    activity: ActivityShape
    users: tuple[UUID, ...]
    at: datetime
    until: datetime
    books: bool
    on: date | None = None


def end_of(kind: str, at: datetime, until: datetime | None) -> datetime:
    """When an activity ends, or until when it is drawn."""
    if until is not None and until > at:
        return until
    return at + (USUAL if kind == "meeting" and until is None else POINT)


def covered(actor: Actor, user_ids: Sequence[UUID], right: str = "work.see") -> list[UUID]:
    """Those of the users whom the right reaches, in their order, each once."""
    return [id_ for id_ in dict.fromkeys(user_ids) if actor.covers(right, id_)]


def _values(actor: Actor, users: Sequence[UUID], start: datetime, end: datetime) -> dict[str, Any]:
    early = start - LONGEST
    return {
        "users": list(users), "start": start, "end": end, "early": early, "early_day": actor.day_of(early),
        "last_day": actor.day_of(end),
    }  # fmt: skip


def list_span(
    *, actor: Actor, user_ids: Sequence[UUID], start: datetime, end: datetime, limit: int = MOST
) -> list[CalendarItem]:
    """What the users have in [start, end), by time; what reaches into the span is among it. One statement.

    Users whose work the actor may not see give nothing. At most `limit`, the first ones.
    """
    users = covered(actor, user_ids)
    if not users or end <= start:
        return []
    rows = fetch_all(SPAN, {**_values(actor, users, start, end), "most": limit})
    may = {owner: actor.covers("work.edit", owner) for owner in {row[17] for row in rows}}
    return [_item(actor, row[:-1], row[-1], users, may[row[17]]) for row in rows]


def list_days(
    *, actor: Actor, user_ids: Sequence[UUID], first: date, end: date, borders: tuple[datetime, datetime],
    zone: ZoneInfo, few: int,
) -> dict[date, tuple[int, list[CalendarItem]]]:  # fmt: skip
    """Of each day of the zone how many the users have, and the first `few`. One statement.

    `borders` are the instants at which the days from `first` up to `end` begin and end.
    """
    users = covered(actor, user_ids)
    if not users:
        return {}
    values = _values(actor, users, *borders)
    values |= {"zone": zone.key, "first": first, "after": end, "few": few}
    found: dict[date, tuple[int, list[CalendarItem]]] = {}
    for *row, having, on, count in fetch_all(MONTH, values):
        found.setdefault(on, (count, []))[1].append(_item(actor, row, having, users))
    return found


def list_busy(
    *, actor: Actor, user_ids: Sequence[UUID], start: datetime, end: datetime
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """When something books each of the users' time, and nothing more of it: for those whose free time the actor may ask."""
    users = covered(actor, user_ids, "work.free")
    found: dict[UUID, list[tuple[datetime, datetime]]] = {id_: [] for id_ in users}
    if users and start < end:
        for user_id, at, until in fetch_all(BUSY, _values(actor, users, start, end)):
            found[user_id].append((at, end_of("meeting", at, until)))
    return found


def _item(
    actor: Actor, row: Sequence[Any], having: Sequence[UUID], users: Sequence[UUID], may_edit: bool | None = None
) -> CalendarItem:
    one = shape(actor, row, may_edit)
    on = actor.day_of(one.at) if one.is_all_day else None
    theirs = tuple(having) if len(having) == 1 else tuple(id_ for id_ in users if id_ in having)
    books = one.kind == "meeting" or (one.state == "to_do" and one.until is not None and one.until > one.at)
    return CalendarItem(one, theirs, one.at, end_of(one.kind, one.at, one.until), books, on)
