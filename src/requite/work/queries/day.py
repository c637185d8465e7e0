"""A rep's day: what is on now, what is open, who is neglected."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.reading import DEAR, ONCE, ONCE_IN_TURN, PLANNED_ONCE, fetch_all, fetch_one
from requite.work.queries.timeline import COLUMNS, JOINS, ActivityShape, Key, shape

DAY = 12
PAGE = 50
AHEAD = timedelta(days=7)
STANDINGS = f"""
SELECT person_id, last_contact_at, next_step_at FROM work_standing WHERE person_id = ANY(%s) AND {ONCE_IN_TURN}
"""  # noqa: S608
ONLY = {"overdue": "AND at < %(now)s", "meetings": "AND kind = 'meeting' AND at >= %(now)s AND at < %(week)s"}


def list_now(*, actor: Actor, user_id: UUID, until: datetime, limit: int = DAY) -> list[ActivityShape]:
    """The rep's open activities up to `until` (the end of their day), overdue ones too: the last `limit`, by time."""
    if not actor.covers("work.see", user_id):
        return []
    sql = f"""
    SELECT {COLUMNS} FROM (
        SELECT * FROM work_activity WHERE owner_id = %s AND state IN ('to_do', 'planned') AND retracted_at IS NULL
        AND at < %s ORDER BY at DESC, id DESC LIMIT {limit:d}) a {JOINS} WHERE {ONCE_IN_TURN} ORDER BY a.at, a.id
    """  # noqa: S608
    return _shapes(actor, sql, [user_id, until, DEAR])


def list_open(
    *, actor: Actor, user_id: UUID, now: datetime, after: Key | None = None, limit: int = PAGE, only: str = ""
) -> list[ActivityShape]:
    """All open activities of the rep, soonest first, paged by key.

    `only` "overdue" leaves those before `now`, "meetings" the meetings of the seven days from then.
    """
    if not actor.covers("work.see", user_id):
        return []
    key = "AND (at, id) > (%(after_at)s, %(after_id)s)" if after else ""
    sql = f"""
    SELECT {COLUMNS} FROM (
        SELECT * FROM work_activity WHERE owner_id = %(user)s AND state IN ('to_do', 'planned') AND retracted_at IS NULL
        {key} {ONLY.get(only, "")} ORDER BY at, id LIMIT {limit + 1:d}) a {JOINS} WHERE {ONCE} ORDER BY a.at, a.id
    """  # noqa: S608
    values: dict[str, object] = {"user": user_id, **PLANNED_ONCE}
    if after:
        values |= {"after_at": after[0], "after_id": after[1]}
    if only in ONLY:
        values |= {"now": now, "week": now + AHEAD}
    return _shapes(actor, sql, values)


def list_neglected_ids(
    *, actor: Actor, owner_id: UUID, after: Key | None = None, limit: int = PAGE
) -> list[UUID]:
    """Persons of the owner whom somebody was in touch with and for whom nothing is planned, latest contact first."""
    if not actor.covers("work.see", owner_id):
        return []
    key = "AND (last_contact_at, person_id) < (%s, %s)" if after else ""
    sql = f"""
    SELECT s.person_id FROM work_standing s JOIN people_person p ON p.id = s.person_id AND p.archived_at IS NULL
    WHERE s.owner_id = %s AND s.next_step_at IS NULL AND s.last_contact_at IS NOT NULL {key} AND {ONCE_IN_TURN}
    ORDER BY s.last_contact_at DESC, s.person_id DESC LIMIT {limit + 1:d}
    """  # noqa: S608
    return [row[0] for row in fetch_all(sql, [owner_id, *(after or ()), DEAR])]


def standings(person_ids: list[UUID]) -> dict[UUID, tuple[datetime | None, datetime | None]]:
    """Last contact and next step of persons, for a list that has authorised them."""
    if not person_ids:
        return {}
    return {row[0]: (row[1], row[2]) for row in fetch_all(STANDINGS, [person_ids, DEAR])}


def lacks_next_step(*, person_id: UUID | None, deal_id: UUID | None) -> str:
    """What has no next step now, of an activity's own: "deal", where it is about an open one, else "person", or ""."""
    if deal_id is not None:
        row = fetch_one("SELECT next_step_at IS NULL FROM work_deal_standing WHERE deal_id = %s", [deal_id])
        return "deal" if row and row[0] else ""
    found = standings([person_id]).get(person_id) if person_id else None
    return "person" if found and found[1] is None else ""


def _shapes(actor: Actor, sql: str, values: list[Any] | dict[str, Any]) -> list[ActivityShape]:
    return [shape(actor, row) for row in fetch_all(sql, values)]
