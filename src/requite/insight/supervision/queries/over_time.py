"""Quality over time: what a rep's or a team's records came to day by day, and which records moved it on one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from requite.insight.supervision.queries.reps import SUMS, Sum
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

DAYS = 90
PAGE = 50


@dataclass(frozen=True, slots=True)
class QualityPoint:
    """What records came to at the end of a day; today's as they stand."""

    day: date
    sum: Sum


@dataclass(frozen=True, slots=True)
class ScoreDay:
    """A day on which a record's score moved: what it was before, and after the last move."""

    day: date
    before: int
    score: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A record of `owner_id`'s whose score moved on a day. `names` are () where it isn't theirs any more."""

    owner_id: UUID
    record_id: UUID
    kind: str
    before: int
    score: int
    names: tuple[str, ...]


COLUMNS = ", ".join(SUMS)
POINTS = f"""
SELECT day, {", ".join(f"sum({name})" for name in SUMS)} FROM (
    SELECT day, {COLUMNS} FROM supervision_day
    WHERE owner_id = ANY(%(users)s) AND day >= %(start)s AND day < %(today)s
    UNION ALL
    SELECT %(today)s, {COLUMNS} FROM supervision_move WHERE owner_id = ANY(%(users)s)
) x GROUP BY day ORDER BY day
"""  # noqa: S608
MEMBERS = """
WITH RECURSIVE below AS (
    SELECT id FROM identity_team WHERE id = %(team)s
    UNION SELECT t.id FROM identity_team t JOIN below b ON t.parent_id = b.id
) SELECT id FROM identity_user WHERE %(team)s::uuid IS NULL OR team_id IN (SELECT id FROM below)
"""
OF_RECORD = """
SELECT day, before, score FROM supervision_score WHERE record_id = %s ORDER BY day DESC LIMIT %s
"""
MOVED = """
SELECT s.owner_id, s.record_id, s.kind, s.before, s.score,
 (SELECT ARRAY[p.family_name, p.given_name] FROM people_person p WHERE s.kind = 'person' AND p.id = s.record_id
    AND p.owner_id = s.owner_id
  UNION ALL SELECT ARRAY[c.name] FROM people_company c WHERE s.kind = 'company' AND c.id = s.record_id
    AND c.owner_id = s.owner_id
  UNION ALL SELECT ARRAY[d.title] FROM deals_deal d WHERE s.kind = 'deal' AND d.id = s.record_id AND d.owner_id = s.owner_id
  UNION ALL SELECT ARRAY[a.topic] FROM work_activity a WHERE s.kind IN ('call', 'meeting') AND a.id = s.record_id
    AND a.owner_id = s.owner_id AND a.retracted_at IS NULL)
FROM supervision_score s WHERE s.owner_id = ANY(%(users)s) AND s.day = %(day)s AND s.score <> s.before {after}
ORDER BY s.record_id LIMIT %(most)s
"""


def list_quality_points(*, actor: Actor, user_ids: Sequence[UUID], today: date) -> list[QualityPoint]:
    """Each kept day of the last 90, oldest first, and today: one statement. Reps whom the actor doesn't see add nothing."""
    owners = actor.owners("plans.see")
    seen = [id_ for id_ in user_ids if owners is None or id_ in owners]
    values = {"users": seen, "start": today - timedelta(days=DAYS), "today": today}
    rows = fetch_all(POINTS, values) if seen else []
    return [QualityPoint(day, Sum(*map(int, numbers))) for day, *numbers in rows]


def list_members(team_id: UUID | None) -> list[UUID]:
    """Who is in the team and the teams below it, also who has left and still has records; everybody for None."""
    return [row[0] for row in fetch_all(MEMBERS, {"team": team_id})]


def list_score_days(*, record_id: UUID) -> list[ScoreDay]:
    """The last 90 days on which the record's score moved, newest first. The caller has authorised the record."""
    return [ScoreDay(*row) for row in fetch_all(OF_RECORD, [record_id, DAYS])]


def list_moved(
    *, actor: Actor, user_ids: Sequence[UUID], day: date, after: UUID | None = None, most: int = PAGE
) -> list[Moved]:
    """The records of the reps whose score moved on that day, in order of id; one more than `most`.

    One that was by its end what it was before isn't told. Reps whom the actor doesn't see add nothing.
    """
    seen = [id_ for id_ in user_ids if actor.covers("plans.see", id_) and actor.covers("work.see", id_)]
    if not seen:
        return []
    sql = MOVED.format(after="AND s.record_id > %(after)s" if after else "")
    values = {"users": seen, "day": day, "after": after, "most": most + 1}
    if not after:
        del values["after"]
    return [
        Moved(owner_id, record_id, kind, before, score, tuple(names or ()))
        for owner_id, record_id, kind, before, score, names in fetch_all(sql, values)
    ]
