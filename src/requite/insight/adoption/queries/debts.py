"""The records behind a week's numbers of debts: which came to lack which fields, or ceased to, and whose they were then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from requite.insight.adoption.access import NOBODYS, Reach
from requite.insight.adoption.models import Written
from requite.insight.adoption.queries.use import WEEK
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import fetch_all, fetch_one

WHATS = (Written.What.OPENED, Written.What.CLOSED, Written.What.IMPOSED, Written.What.LIFTED)
PAGE = 50
Key = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A week's debts of the teams `ids` (None: of whichever team), of one user where one is named."""

    ids: Sequence[UUID] | None
    week: date
    user_id: UUID | None = None

    @property
    def values(self) -> dict[str, object]:
        """What the conditions bind."""
        teams = {} if self.ids is None else {"teams": list(self.ids), "nobodys": NOBODYS}
        user = {"user": self.user_id} if self.user_id else {}
        whats = [str(what) for what in WHATS]
        return {"start": self.week, "end": self.week + WEEK, "whats": whats, **teams, **user}

    @property
    def condition(self) -> str:
        """Which rows of either table these are."""
        return OF_WEEK + ("" if self.ids is None else OF_TEAMS) + (" AND user_id = %(user)s" if self.user_id else "")


class Sum(NamedTuple):
    """So many debts are counted; of so many it is kept which records they were."""

    counted: int = 0
    listed: int = 0
    records: int = 0


@dataclass(frozen=True, slots=True)
class DebtLine:
    """A record of `user_id`'s, and the fields that it came to lack or ceased to, at once."""

    id: int
    user_id: UUID
    day: date
    at: datetime
    kind: str
    record_id: UUID
    fields: Sequence[str]


OF_WEEK = "day >= %(start)s AND day < %(end)s"
OF_TEAMS = " AND coalesce(team_id, %(nobodys)s::uuid) = ANY(%(teams)s::uuid[])"
SUMS = """
SELECT what, sum(counted), sum(listed), sum(records) FROM (
    SELECT what, sum(n) AS counted, 0 AS listed, 0 AS records FROM adoption_written
    WHERE what = ANY(%(whats)s) AND {condition} GROUP BY 1
    UNION ALL
    SELECT what, 0, sum(cardinality(fields)), count(DISTINCT record_id) FROM adoption_debt
    WHERE what = ANY(%(whats)s) AND {condition} GROUP BY 1
) x GROUP BY 1
"""
LINES = """
SELECT id, user_id, day, at, kind, record_id, fields FROM adoption_debt
WHERE what = %(what)s AND {condition} {after} ORDER BY day DESC, id DESC LIMIT {most}
"""
MEMBER = """
SELECT 1 FROM identity_user
WHERE id = %(user)s AND is_active AND coalesce(team_id, %(nobodys)s::uuid) = ANY(%(teams)s::uuid[])
"""
OF_MEMBER = ("user", "nobodys", "teams")
SINCE = "SELECT applied FROM django_migrations WHERE app = 'adoption' AND name = '0005_debts'"


def asked_of(*, reach: Reach, week: date, team_id: UUID | None = None, user_id: UUID | None = None) -> Asked:
    """The debts of the holder; of one of its teams without those below, or of one person in them, where one is named.

    Raises NotVisible where that team isn't the holder's.
    """
    if team_id is not None and team_id not in reach.ids:
        raise NotVisible
    return Asked([team_id] if team_id else reach.ids, week, user_id)


def asked_of_rep(*, actor: Actor, user_id: UUID, week: date) -> Asked:
    """A rep's own debts, in whichever team they were then. Raises NotVisible where the actor doesn't see their work."""
    if not actor.covers("work.see", user_id):
        raise NotVisible
    return Asked(None, week, user_id)


def sum_debts(asked: Asked) -> Mapping[str, Sum]:
    """The figures as the page of adoption tells them, and what of them is kept. One statement, two where it is nothing.

    Raises NotVisible where a user is asked for who neither did anything in these teams nor is in them.
    """
    rows = fetch_all(SUMS.format(condition=asked.condition), asked.values)
    if asked.user_id and asked.ids is not None and not rows:
        member = {name: asked.values[name] for name in OF_MEMBER}
        if not fetch_all(MEMBER, member):
            raise NotVisible
    return {str(what): Sum() for what in WHATS} | {row[0]: Sum(*map(int, row[1:])) for row in rows}


def list_debts(asked: Asked, *, what: str, after: Key | None = None, most: int = PAGE) -> list[DebtLine]:
    """Newest day first; one more than `most`. One statement."""
    values: dict[str, object] = {**asked.values, "what": what}
    del values["whats"]
    if after:
        values |= {"after_day": after[0], "after_id": after[1]}
    more = "AND (day, id) < (%(after_day)s, %(after_id)s)" if after else ""
    sql = LINES.format(condition=asked.condition, after=more, most=most + 1)
    return [DebtLine(*row) for row in fetch_all(sql, values)]


def find_beginning() -> datetime | None:
    """Since when it is kept which records they were."""
    row = fetch_one(SINCE)
    return row[0] if row else None
