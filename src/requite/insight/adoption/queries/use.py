"""Who works in Requite: by week, by team and by person. Reading is told of teams of five people or more alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from requite.insight.adoption.access import NOBODYS, Reach
from requite.kernel.reading import fetch_all

WEEK = timedelta(days=7)
WEEKS = 12
PEOPLE = 500
RECORDS = ("person", "company", "deal", "activity")
LOOKS = ("team", "adoption", "checks")


@dataclass(frozen=True, slots=True)
class Use:
    """What was done in a week: records `made`, entries that `changed` one, debts `opened` and `closed`.

    `imposed` and `lifted` are debts that a changed rule, a passing day or a file opened and closed: nobody's work.

    `read` are pages of records that were opened; `days` are days of people on which one made or changed something, `people`
    how many of them there were.
    """

    made: int = 0
    changed: int = 0
    opened: int = 0
    closed: int = 0
    days: int = 0
    people: int = 0
    read: int = 0
    imposed: int = 0
    lifted: int = 0


@dataclass(frozen=True, slots=True)
class Looks:
    """How often a leader opened the pages Team, Adoption and those of spot checks in a week."""

    team: int = 0
    adoption: int = 0
    checks: int = 0


@dataclass(frozen=True, slots=True)
class PersonUse:
    """A user's week. `read` is None where it may not be told."""

    user_id: UUID
    names: tuple[str, str]
    email: str
    role: str
    team: str
    is_active: bool
    use: Use
    read: int | None
    looks: Looks


OF_USE = len(fields(Use))
# A day of a user in a team, as far as the teams are asked for; what nobody's team holds has the key NOBODYS.
DAYS = """
w AS (
    SELECT user_id, coalesce(team_id, %(nobodys)s::uuid) AS team_id, day,
           coalesce(sum(n) FILTER (WHERE what = 'made'), 0) AS made,
           coalesce(sum(n) FILTER (WHERE what = 'changed'), 0) AS changed,
           coalesce(sum(n) FILTER (WHERE what = 'opened'), 0) AS opened,
           coalesce(sum(n) FILTER (WHERE what = 'closed'), 0) AS closed,
           coalesce(sum(n) FILTER (WHERE what = 'imposed'), 0) AS imposed,
           coalesce(sum(n) FILTER (WHERE what = 'lifted'), 0) AS lifted
    FROM adoption_written WHERE day >= %(start)s AND day < %(end)s
      AND coalesce(team_id, %(nobodys)s::uuid) = ANY(%(teams)s::uuid[]) GROUP BY 1, 2, 3
), r AS (
    SELECT user_id, coalesce(team_id, %(nobodys)s::uuid) AS team_id, day, kind, n FROM adoption_opened
    WHERE day >= %(start)s AND day < %(end)s AND coalesce(team_id, %(nobodys)s::uuid) = ANY(%(teams)s::uuid[])
)
"""
SUMS = (
    "sum(made) AS made, sum(changed) AS changed, sum(opened) AS opened, sum(closed) AS closed,"
    " sum(imposed) AS imposed, sum(lifted) AS lifted,"
    " count(*) FILTER (WHERE made + changed > 0) AS days,"
    " count(DISTINCT user_id) FILTER (WHERE made + changed > 0) AS people"
)
READ = "kind = ANY(%(records)s) AND team_id = ANY(%(told)s::uuid[])"
BY = """
WITH {days}, x AS (SELECT {key} AS key, {sums} FROM w GROUP BY 1),
y AS (SELECT {key} AS key, sum(n) AS read FROM r WHERE {read} GROUP BY 1)
SELECT key, coalesce(made, 0), coalesce(changed, 0), coalesce(opened, 0), coalesce(closed, 0), coalesce(days, 0),
       coalesce(people, 0), coalesce(read, 0), coalesce(imposed, 0), coalesce(lifted, 0) FROM x FULL JOIN y USING (key)
"""
BY_PERSON = """
WITH {days}, x AS (SELECT user_id, {sums} FROM w GROUP BY 1),
y AS (
    SELECT user_id, sum(n) FILTER (WHERE {read}) AS read, sum(n) FILTER (WHERE kind = 'team') AS team,
           sum(n) FILTER (WHERE kind = 'adoption') AS adoption, sum(n) FILTER (WHERE kind = 'checks') AS checks
    FROM r GROUP BY 1
)
SELECT u.id, u.family_name, u.given_name, u.email, u.role, coalesce(t.name, ''), u.is_active,
       coalesce(u.team_id, %(nobodys)s::uuid) = ANY(%(told)s::uuid[]),
       coalesce(x.made, 0), coalesce(x.changed, 0), coalesce(x.opened, 0), coalesce(x.closed, 0), coalesce(x.days, 0),
       coalesce(x.people, 0), coalesce(y.read, 0), coalesce(x.imposed, 0), coalesce(x.lifted, 0),
       coalesce(y.team, 0), coalesce(y.adoption, 0), coalesce(y.checks, 0)
FROM identity_user u LEFT JOIN identity_team t ON t.id = u.team_id
LEFT JOIN x ON x.user_id = u.id LEFT JOIN y ON y.user_id = u.id
WHERE u.is_active AND coalesce(u.team_id, %(nobodys)s::uuid) = ANY(%(teams)s::uuid[]) OR x.user_id IS NOT NULL
ORDER BY u.family_name, u.given_name, u.id LIMIT %(most)s
"""


def _values(reach: Reach, start: date, end: date) -> dict[str, object]:
    return {
        "teams": reach.ids, "told": reach.told, "nobodys": NOBODYS, "records": list(RECORDS), "start": start, "end": end,
    }  # fmt: skip


def _by(key: str, reach: Reach, start: date, end: date) -> dict[object, Use]:
    sql = BY.format(days=DAYS, key=key, sums=SUMS, read=READ)
    return {row[0]: Use(*map(int, row[1:])) for row in fetch_all(sql, _values(reach, start, end))}


def list_weeks(*, reach: Reach, last: date) -> Sequence[tuple[date, Use]]:
    """The twelve weeks up to the one of the Monday `last`, oldest first, those without anything too. One statement."""
    found = _by("date_trunc('week', day)::date", reach, last - (WEEKS - 1) * WEEK, last + WEEK)
    mondays = [last - n * WEEK for n in reversed(range(WEEKS))]
    return [(monday, found.get(monday, Use())) for monday in mondays]


def list_teams_of_week(*, reach: Reach, week: date) -> Mapping[UUID, Use]:
    """What the people of each team did in the week, without the teams below it. One statement."""
    return {key: use for key, use in _by("team_id", reach, week, week + WEEK).items() if isinstance(key, UUID)}


def list_people_of_week(*, reach: Reach, week: date) -> list[PersonUse]:
    """The active users of these teams, and who worked in them that week, by name; at most 500. One statement."""
    sql = BY_PERSON.format(days=DAYS, sums=SUMS, read=READ)
    rows = fetch_all(sql, {**_values(reach, week, week + WEEK), "most": PEOPLE})
    return [_person(row) for row in rows]


def _person(row: Sequence[Any]) -> PersonUse:
    user_id, family, given, email, role, team, is_active, is_told, *numbers = row
    use = Use(*(int(number) for number in numbers[:OF_USE]))
    return PersonUse(
        user_id=user_id, names=(family, given), email=email, role=role, team=team, is_active=is_active,
        use=replace(use, read=0), read=use.read if is_told else None,
        looks=Looks(*(int(number) for number in numbers[OF_USE:])),
    )  # fmt: skip
