"""Which colleagues worked with a user's records in some days, and with which ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from requite.kernel.reading import fetch_all

PAGE = 50
# What moved a user's topic concerns them; of a change of many at once it is each one's, so that the owner is asked as well.
STILL_OWN = """(
    e.subject_kind = 'person'
       AND EXISTS (SELECT FROM people_person r WHERE r.id = e.subject_id AND r.owner_id = %(user)s)
    OR e.subject_kind = 'company'
       AND EXISTS (SELECT FROM people_company r WHERE r.id = e.subject_id AND r.owner_id = %(user)s)
    OR e.subject_kind = 'deal' AND EXISTS (SELECT FROM deals_deal r WHERE r.id = e.subject_id AND r.owner_id = %(user)s)
    OR e.subject_kind IN ('call', 'meeting', 'task', 'note', 'activity')
       AND EXISTS (SELECT FROM work_activity r WHERE r.id = e.subject_id AND r.owner_id = %(user)s)
)"""
HELPED = f"""
WITH e AS MATERIALIZED (
    SELECT DISTINCT actor_id, subject_kind, subject_id FROM adoption_helped
    WHERE owner_id = %(user)s AND day >= %(start)s AND day < %(end)s
)
SELECT u.id, u.family_name, u.given_name, u.email, count(DISTINCT e.subject_id) AS records, count(*) OVER () AS colleagues
FROM e JOIN identity_user u ON u.id = e.actor_id
WHERE {STILL_OWN}
GROUP BY u.id ORDER BY records DESC, u.family_name, u.given_name, u.id LIMIT %(most)s
"""  # noqa: S608
RECORDS = f"""
SELECT e.actor_id, e.subject_kind, e.subject_id, max(e.day), count(*), max(e.id) FROM adoption_helped e
WHERE e.owner_id = %(user)s AND e.day >= %(start)s AND e.day < %(end)s {{by}} AND {STILL_OWN}
GROUP BY 1, 2, 3 {{after}} ORDER BY 6 DESC LIMIT %(most)s
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Helper:
    """A colleague who worked with so many of one's records."""

    id: UUID
    names: tuple[str, str]
    email: str
    records: int


@dataclass(frozen=True, slots=True)
class HelpedRecord:
    """A record of one's own of which a colleague wrote `entries`, the last one on `day`; by `key` a page goes on."""

    actor_id: UUID
    kind: str
    record_id: UUID
    day: date
    entries: int
    key: int


def list_helpers(*, user_id: UUID, start: date, end: date, most: int) -> tuple[Sequence[Helper], int]:
    """Colleagues who worked with records that are still the user's, the most records first; and how many there are."""
    rows = fetch_all(HELPED, {"user": user_id, "start": start, "end": end, "most": most})
    return [Helper(row[0], (row[1], row[2]), row[3], row[4]) for row in rows], rows[0][5] if rows else 0


def list_helped(
    *, user_id: UUID, start: date, end: date, by: UUID | None = None, after: int | None = None, most: int = PAGE
) -> list[HelpedRecord]:
    """Those records, each with the colleague, the newest entry first; one more than `most`. One statement."""
    values = {"user": user_id, "start": start, "end": end, "most": most + 1}
    values |= {"by": by} if by else {}
    values |= {"after": after} if after else {}
    sql = RECORDS.format(by="AND e.actor_id = %(by)s" if by else "", after="HAVING max(e.id) < %(after)s" if after else "")
    return [HelpedRecord(*row) for row in fetch_all(sql, values)]
