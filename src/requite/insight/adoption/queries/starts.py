"""How soon a new user gets something out of Requite: from joining to the first contact or meeting that counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from requite.insight.adoption.access import NOBODYS, Reach
from requite.kernel.reading import fetch_all

# The tallies count what has its minimum data alone; the first day of either figure on which one did.
STARTS = """
SELECT u.id, u.family_name, u.given_name, u.email, (u.made_at AT TIME ZONE %(zone)s)::date AS joined, f.day, f.figure
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
    """A user who joined on a day, and the day and figure of the first thing of theirs that counted; None: nothing yet."""

    user_id: UUID
    names: tuple[str, str]
    email: str
    joined: date
    first: date | None
    figure: str | None

    @property
    def days(self) -> int | None:
        """How many days it took; 0 is the day of joining itself."""
        return (self.first - self.joined).days if self.first else None


@dataclass(frozen=True, slots=True)
class StartMonth:
    """Who joined in a month, how many of them have begun, and the median of their days; None: nobody has."""

    month: date
    joined: int
    begun: int
    median: float | None


def list_starts(*, reach: Reach, roles: Sequence[str], since: date, zone: str) -> list[Start]:
    """The active users of these roles who joined since that day, the latest first, at most 200. One statement."""
    values = {
        "teams": reach.ids, "nobodys": NOBODYS, "roles": list(roles), "since": since, "zone": zone, "most": MOST,
    }  # fmt: skip
    return [Start(row[0], (row[1], row[2]), *row[3:]) for row in fetch_all(STARTS, values)]


def sum_starts(starts: Sequence[Start]) -> list[StartMonth]:
    """The months in which they joined, the latest first."""
    months = sorted({start.joined.replace(day=1) for start in starts}, reverse=True)
    return [_month(month, [one for one in starts if one.joined.replace(day=1) == month]) for month in months]


def _month(month: date, starts: Sequence[Start]) -> StartMonth:
    days = [one.days for one in starts if one.days is not None]
    return StartMonth(month, len(starts), len(days), float(median(days)) if days else None)
