"""What lies in a span of time for several people at once, and who of them is busy when."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.work.queries.timeline import COLUMNS, JOINS, ActivityShape, Key, shape

MOST = 1500
USUAL, POINT = timedelta(hours=1), timedelta(minutes=30)
LONGEST = timedelta(days=31)
_OWNER, ITEM = 17, 34  # whose it is, and how many columns an item has: COLUMNS and who has it
# The condition of the index activity_in_calendar, word for word.
SHOWN = """((a.kind = 'meeting' AND a.state IN ('planned', 'held')) OR (a.kind = 'task' AND a.state IN ('to_do', 'done'))
 OR (a.kind = 'call' AND a.state = 'to_do')) AND a.retracted_at IS NULL"""
# Who has what: one's own that begins in the span, one's own that reaches into it, joint meetings of others' (which the
# index activity_joint_in_calendar finds alike, and which book time always).
OWN = f"""
SELECT a.id, a.owner_id AS user_id, a.at, a.until, CASE WHEN a.is_all_day THEN a.day END AS day, a.is_all_day,
       a.kind = 'meeting' AS is_meeting,
       a.kind = 'meeting' OR (a.state = 'to_do' AND coalesce(a.until > a.at, false)) AS books
FROM work_activity a WHERE a.owner_id = ANY(%(users)s) AND {SHOWN}"""  # noqa: S608 - our own pieces
JOINT = """
SELECT a.id, w.user_id, a.at, a.until, NULL::date AS day, false AS is_all_day, true AS is_meeting, true AS books
FROM work_activity a JOIN work_participation w ON w.activity_id = a.id
WHERE a.is_joint AND a.kind = 'meeting' AND a.state IN ('planned', 'held') AND a.retracted_at IS NULL
  AND w.user_id = ANY(%(users)s)"""
# What has no length is drawn as an hour or half an hour (`end_of`): begun just before the span it reaches into it too.
BEGINS = """a.at > %(start)s - interval '1 hour' AND a.at < %(end)s AND (a.at >= %(start)s
 OR NOT a.is_all_day AND CASE WHEN a.until IS NULL THEN a.kind = 'meeting' OR a.at > %(start)s - interval '30 minutes'
                              ELSE a.until <= a.at AND a.at > %(start)s - interval '30 minutes' END)"""
REACHES = "a.at >= %(early)s AND a.at < %(start)s AND a.until > %(start)s"
FOUND = f"""
{OWN} AND {BEGINS} UNION ALL {OWN} AND {REACHES} UNION ALL {JOINT} AND {BEGINS} UNION ALL {JOINT} AND {REACHES}
"""
SPAN = f"""
SELECT {COLUMNS}, x.users FROM (
    SELECT id, array_agg(user_id) AS users FROM ({FOUND}) y
    WHERE %(after_id)s::uuid IS NULL OR (at, id) > (%(after_at)s::timestamptz, %(after_id)s::uuid)
    GROUP BY id ORDER BY min(at), id LIMIT %(most)s
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
SELECT DISTINCT y.user_id, y.at, y.until FROM ({FOUND}) y WHERE y.books ORDER BY 1, 2, 3
"""  # noqa: S608


class CalendarItem(NamedTuple):
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


def values_of(users: Sequence[UUID], start: datetime, end: datetime) -> dict[str, Any]:
    """What FOUND asks for."""
    return {"users": list(users), "start": start, "end": end, "early": start - LONGEST}


def list_span(
    *, actor: Actor, user_ids: Sequence[UUID], start: datetime, end: datetime, limit: int = MOST,
    after: Key | None = None,
) -> list[CalendarItem]:  # fmt: skip
    """What the users have in [start, end), by time; what reaches into the span is among it. One statement.

    Users whose work the actor may not see give nothing. At most `limit`, the first ones after the key `after`.
    """
    users = covered(actor, user_ids)
    if not users or end <= start:
        return []
    at, id_ = after or (None, None)
    rows = fetch_all(SPAN, {**values_of(users, start, end), "most": limit, "after_at": at, "after_id": id_})
    return read_items(actor, users, rows)


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
    values = values_of(users, *borders) | {"zone": zone.key, "first": first, "after": end, "few": few}
    found: dict[date, tuple[int, list[CalendarItem]]] = {}
    rows = fetch_all(MONTH, values)
    for item, row in zip(read_items(actor, users, rows), rows, strict=True):
        found.setdefault(row[ITEM], (row[ITEM + 1], []))[1].append(item)
    return found


def list_busy(
    *, actor: Actor, user_ids: Sequence[UUID], start: datetime, end: datetime
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """When something books each of the users' time, and nothing more of it: for those whose free time the actor may ask."""
    users = covered(actor, user_ids, "work.free")
    found: dict[UUID, list[tuple[datetime, datetime]]] = {id_: [] for id_ in users}
    if users and start < end:
        for user_id, at, until in fetch_all(BUSY, values_of(users, start, end)):
            found[user_id].append((at, end_of("meeting", at, until)))
    return found


def read_items(actor: Actor, users: Sequence[UUID], rows: Sequence[Sequence[Any]]) -> list[CalendarItem]:
    """Rows of COLUMNS and who of `users` has it, as what they show; columns that follow are left alone."""
    may = {owner: actor.covers("work.edit", owner) for owner in {row[_OWNER] for row in rows}}
    found = []
    for row in rows:
        one, having = shape(actor, row, may[row[_OWNER]]), row[ITEM - 1]
        at, until = one.at, one.until
        theirs = tuple(having) if len(having) == 1 else tuple(id_ for id_ in users if id_ in having)
        books = one.kind == "meeting" or (one.state == "to_do" and until is not None and until > at)
        on = actor.day_of(at) if one.is_all_day else None
        found.append(CalendarItem(one, theirs, at, end_of(one.kind, at, until), books, on))
    return found
