"""What lies before each rep of a team, and what they let slip: one read for the leader's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from requite.kernel.actor import Actor

MOST, FEW = 100, 10
REPS = 500
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RepLoad:
    """A rep's load. Numbers stop at 101, which says "more than 100"; `unsettled` and `neglected` at 11.

    `planned`: meetings of the next 7 days; `open`: all that is still to be done, of it `overdue`; `unsettled`:
    calls without an outcome and held meetings without a result; `owed`: records that lack something;
    `neglected`: customers with whom somebody was in touch and nothing is planned.
    """

    user_id: UUID
    names: tuple[str, str]
    email: str
    team: str
    last_seen_at: datetime | None
    planned: int
    open: int
    overdue: int
    unsettled: int
    owed: int
    neglected: int


LOADS = """
WITH RECURSIVE below AS (
    SELECT id FROM identity_team WHERE id = %(team)s
    UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id
), rep AS (
    SELECT u.id, u.family_name, u.given_name, u.email, u.last_seen_at, t.name AS team
    FROM identity_user u LEFT JOIN identity_team t ON t.id = u.team_id
    WHERE u.is_active AND u.role = ANY(%(roles)s)
      AND (%(team)s::uuid IS NULL OR u.team_id IN (SELECT id FROM below))
    ORDER BY u.family_name, u.given_name, u.id LIMIT %(reps)s
)
SELECT r.id, r.family_name, r.given_name, r.email, coalesce(r.team, ''), r.last_seen_at,
 (SELECT count(*) FROM (SELECT 1 FROM work_activity WHERE owner_id = r.id AND state IN ('to_do', 'planned')
   AND retracted_at IS NULL AND at >= %(now)s AND at < %(week)s AND kind = 'meeting' LIMIT %(most)s) x),
 o.open, o.overdue,
 (SELECT count(*) FROM (SELECT 1 FROM work_activity WHERE owner_id = r.id AND owed_at IS NOT NULL
   AND retracted_at IS NULL AND missing && ARRAY['result', 'outcome']::varchar[]
   AND ('result' = ANY(missing) AND coalesce((rulings -> 'result') ? 'due_at', true)
     OR 'outcome' = ANY(missing) AND coalesce((rulings -> 'outcome') ? 'due_at', true)) LIMIT %(few)s) x),
 (SELECT count(*) FROM (
    (SELECT 1 FROM work_activity WHERE owner_id = r.id AND owed_at IS NOT NULL AND retracted_at IS NULL
     LIMIT %(most)s)
    UNION ALL
    (SELECT 1 FROM people_person WHERE owner_id = r.id AND owed_at IS NOT NULL AND archived_at IS NULL
     LIMIT %(most)s)
    UNION ALL
    (SELECT 1 FROM people_company WHERE owner_id = r.id AND owed_at IS NOT NULL AND archived_at IS NULL
     LIMIT %(most)s)
    UNION ALL
    (SELECT 1 FROM deals_deal WHERE owner_id = r.id AND owed_at IS NOT NULL AND archived_at IS NULL
     LIMIT %(most)s)
    LIMIT %(most)s) x),
 (SELECT count(*) FROM (SELECT 1 FROM work_standing s JOIN people_person p ON p.id = s.person_id
   WHERE s.owner_id = r.id AND s.next_step_at IS NULL AND s.last_contact_at IS NOT NULL
   AND p.archived_at IS NULL LIMIT %(few)s) x)
FROM rep r CROSS JOIN LATERAL (
    SELECT count(*) AS open, count(*) FILTER (WHERE at < %(now)s) AS overdue FROM (
        SELECT at FROM work_activity WHERE owner_id = r.id AND state IN ('to_do', 'planned')
        AND retracted_at IS NULL ORDER BY at LIMIT %(most)s) x
) o
ORDER BY r.family_name, r.given_name, r.id
"""


def list_rep_loads(*, actor: Actor, team_id: UUID | None, roles: Sequence[str], now: datetime) -> list[RepLoad]:
    """Active users of these roles in the team and the teams below it (None: the whole company), with their load.

    One statement, by name, at most 500; those beyond the actor's work right are left out.
    """
    values = {"team": team_id, "roles": list(roles), "reps": REPS, "now": now, "week": now + AHEAD}
    values |= {"most": MOST + 1, "few": FEW + 1}
    with connection.cursor() as cursor:
        cursor.execute(LOADS, values)
        rows = cursor.fetchall()
    owners = actor.owners("work.see")
    seen = {row[0] for row in rows} if owners is None else set(owners)
    return [RepLoad(row[0], (row[1], row[2]), *row[3:]) for row in rows if row[0] in seen]
