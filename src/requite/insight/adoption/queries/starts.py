"""How soon a new user gets something out of Requite: from joining to the first contact or meeting that counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

from requite.insight.adoption.access import NOBODYS, Reach
from requite.kernel.reading import fetch_all

# The tallies count what has its minimum data alone; the first day of either figure on which one did.
STARTS = """
SELECT u.id, u.family_name, u.given_name, u.email, (u.made_at AT TIME ZONE %(zone)s)::date AS joined, f.day, f.figure,
    extract(epoch FROM (
        SELECT min(p.at) FROM plans_part p
        WHERE p.user_id = u.id AND p.day = f.day AND p.is_complete AND (p.is_contact OR p.kind = 'meeting')
    ) - u.made_at) / 3600
FROM identity_user u LEFT JOIN LATERAL (
    SELECT t.day, t.figure FROM plans_tally t
    WHERE t.owner_id = u.id AND t.figure IN ('contacts', 'meetings_held') AND t.counted > 0
      AND t.day >= (u.made_at AT TIME ZONE %(zone)s)::date
    ORDER BY t.day, t.figure LIMIT 1
) f ON true
WHERE u.is_active AND u.role = ANY(%(roles)s) AND coalesce(u.team_id, %(nobodys)s::uuid) = ANY(%(teams)s::uuid[])
  AND (u.made_at AT TIME ZONE %(zone)s)::date >= %(since)s
ORDER BY joined DESC, u.id LIMIT %(most)s
"""
MOST = 200


@dataclass(frozen=True, slots=True)
class Start:
    """A user who joined on a day, and the day and figure of the first thing of theirs that counted; None: nothing yet.

    `hours` are those from joining to when that took place, 0 for what was before on the same day.
    """

    user_id: UUID
    names: tuple[str, str]
    email: str
    joined: date
    first: date | None
    figure: str | None
    hours: float | None

    @property
    def days(self) -> int | None:
        """How many days it took; 0 is the day of joining itself."""
        return (self.first - self.joined).days if self.first else None


@dataclass(frozen=True, slots=True)
class StartMonth:
    """Who joined in a month, how many of them have begun, and the medians of their days and hours; None: nobody has."""

    month: date
    joined: int
    begun: int
    median: float | None
    hours: float | None


def list_starts(*, reach: Reach, roles: Sequence[str], since: date, zone: str) -> list[Start]:
    """The active users of these roles who joined since that day, the latest first, at most 200. One statement."""
    values = {
        "teams": reach.ids, "nobodys": NOBODYS, "roles": list(roles), "since": since, "zone": zone, "most": MOST,
    }  # fmt: skip
    return [_start(*row) for row in fetch_all(STARTS, values)]


def _start(user_id: UUID, family: str, given: str, *rest: Any) -> Start:
    email, joined, first, figure, hours = rest
    took = None if hours is None else max(0.0, float(hours))
    return Start(user_id, (family, given), email, joined, first, figure, took)


def sum_starts(starts: Sequence[Start]) -> list[StartMonth]:
    """The months in which they joined, the latest first."""
    months = sorted({start.joined.replace(day=1) for start in starts}, reverse=True)
    return [_month(month, [one for one in starts if one.joined.replace(day=1) == month]) for month in months]


def _month(month: date, starts: Sequence[Start]) -> StartMonth:
    days = [one.days for one in starts if one.days is not None]
    hours = [one.hours for one in starts if one.hours is not None]
    middle = [float(median(found)) if found else None for found in (days, hours)]
    return StartMonth(month, len(starts), len(days), *middle)
