"""What stands beside a record that is checked: when it was entered and by whom, and what else happened around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from requite.insight.checks.queries.records import CheckRow
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all, fetch_one
from requite.work.queries.timeline import COLUMNS, JOINS, ActivityShape, seen_by, shape

AROUND = 12
NEAR = timedelta(days=3)
TABLES = {"meeting": "work_activity", "call": "work_activity", "person": "people_person",
          "company": "people_company", "deal": "deals_deal"}  # fmt: skip
ENTERED = """
SELECT r.made_at, u.family_name, u.given_name FROM {table} r LEFT JOIN identity_user u ON u.id = r.made_by_id WHERE r.id = %s
"""
OTHERS = "SELECT" + COLUMNS + "FROM work_activity a" + JOINS + """
WHERE a.retracted_at IS NULL AND a.id <> %(id)s AND a.at >= %(from)s AND a.at < %(to)s
 AND (a.owner_id = %(user)s OR a.person_id = %(person)s) {seen}
 AND (a.person_id = %(person)s OR (a.at >= %(day)s AND a.at < %(night)s))
ORDER BY coalesce(a.person_id = %(person)s, false) DESC, abs(extract(epoch FROM a.at - %(at)s)), a.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Entered:
    """When a record was entered and by whom; `after` is how long after the event, None where it was entered ahead."""

    at: datetime
    by: tuple[str, str]
    after: timedelta | None


def find_entered(*, row: CheckRow) -> Entered | None:
    """Of a record that the caller's reader sees; None once it is gone."""
    if row.standing in ("unseen", "gone"):
        return None
    found = fetch_one(ENTERED.format(table=TABLES[row.stratum]), [row.record_id])
    if found is None:
        return None
    after = found[0] - row.at if row.at and row.stratum in ("meeting", "call") and found[0] > row.at else None
    return Entered(found[0], (found[1] or "", found[2] or ""), after)


def list_around(
    *, actor: Actor, row: CheckRow, person_id: UUID | None, day: tuple[datetime, datetime]
) -> Sequence[ActivityShape]:
    """What else the reader sees of the rep's that day (`day`: its ends), and of anybody's with that person in three days.

    At most twelve: those with that person first, then the nearest in time. They come in the order of time.
    """
    if row.at is None:
        return []
    seen, values = seen_by(actor)
    values |= {
        "id": row.record_id, "user": row.user_id, "person": person_id, "from": min(day[0], row.at - NEAR),
        "to": max(day[1], row.at + NEAR), "day": day[0], "night": day[1], "at": row.at, "most": AROUND,
    }  # fmt: skip
    found = [shape(actor, one) for one in fetch_all(OTHERS.format(seen=seen), values)]
    return sorted(found, key=lambda one: (one.at, one.id))
