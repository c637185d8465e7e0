"""Proof that the tallies are the numbers they stand for, and their recount."""

from collections.abc import Iterator

from django.db import connection, transaction

LIMIT = 200
CLOSURES = """
SELECT f.figure, c.owner_id, c.team_id, c.day, coalesce(sum(f.amount) FILTER (WHERE c.is_complete), 0)::bigint AS counted,
       coalesce(sum(f.amount) FILTER (WHERE NOT c.is_complete), 0)::bigint AS pending
FROM deals_closure c CROSS JOIN LATERAL (VALUES ('deals_won', c.sign::bigint), ('revenue', c.value)) f(figure, amount)
WHERE c.owner_id IS NOT NULL AND c.sign <> 0 AND c.value * c.sign > 0
  AND (c.state = 'won' OR (c.state = 'reopened' AND c.value < 0))
GROUP BY 1, 2, 3, 4
"""
DIFFERENCES = """
WITH keys AS MATERIALIZED (
    SELECT DISTINCT user_id AS u, day AS d FROM plans_part
    UNION SELECT owner_id, day FROM plans_tally WHERE figure NOT IN ('new_people', 'deals_won', 'revenue')
), told AS (
    SELECT c.* FROM plans_count(ARRAY(SELECT u FROM keys ORDER BY u, d), ARRAY(SELECT d FROM keys ORDER BY u, d)) c
    UNION ALL
    SELECT 'new_people', owner_id, NULL, (made_at AT TIME ZONE plans_zone())::date,
           (count(*) FILTER (WHERE cardinality(missing) = 0))::int,
           (count(*) FILTER (WHERE cardinality(missing) > 0))::int
    FROM people_person WHERE owner_id IS NOT NULL AND archived_at IS NULL GROUP BY 2, 4
    UNION ALL
    SELECT figure, owner_id, team_id, day, counted, pending FROM ({closures}) s WHERE counted <> 0 OR pending <> 0
)
SELECT coalesce(t.figure, k.figure), coalesce(t.owner_id, k.owner_id), coalesce(t.day, k.day),
       coalesce(t.counted, 0), coalesce(t.pending, 0), coalesce(k.counted, 0), coalesce(k.pending, 0)
FROM told t FULL JOIN plans_tally k
  ON k.figure = t.figure AND k.owner_id = t.owner_id AND k.day = t.day
 AND coalesce(k.team_id, k.owner_id) = coalesce(t.team_id, t.owner_id)
WHERE (coalesce(t.counted, 0), coalesce(t.pending, 0)) IS DISTINCT FROM (coalesce(k.counted, 0), coalesce(k.pending, 0))
ORDER BY 1, 2, 3
LIMIT %s
"""
DIFFERENCES = DIFFERENCES.replace("{closures}", CLOSURES)
JOINT = """
SELECT DISTINCT a.id FROM work_participation p JOIN work_activity a ON a.id = p.activity_id
WHERE NOT a.is_joint AND p.user_id <> a.owner_id ORDER BY 1 LIMIT %s
"""
UNFOLLOWED = """
SELECT d.id FROM deals_deal d JOIN deals_closure c ON c.deal_id = d.id AND c.state = d.state
WHERE NOT EXISTS (SELECT FROM deals_closure r WHERE r.reverses_id = c.id)
  AND (c.is_complete, c.value) IS DISTINCT FROM (cardinality(d.missing) = 0, coalesce(d.value, 0))
ORDER BY 1 LIMIT %s
"""
RECOUNT = """
DELETE FROM plans_tally;
SELECT plans_recount(array_agg(user_id ORDER BY user_id, day), array_agg(day ORDER BY user_id, day))
FROM (SELECT DISTINCT user_id, day FROM plans_part) k HAVING count(*) > 0;
INSERT INTO plans_tally (figure, owner_id, team_id, day, counted, pending)
SELECT 'new_people', owner_id, NULL, (made_at AT TIME ZONE plans_zone())::date,
       count(*) FILTER (WHERE cardinality(missing) = 0), count(*) FILTER (WHERE cardinality(missing) > 0)
FROM people_person WHERE owner_id IS NOT NULL AND archived_at IS NULL GROUP BY 2, 4;
INSERT INTO plans_tally (figure, owner_id, team_id, day, counted, pending)
SELECT figure, owner_id, team_id, day, counted, pending FROM ({closures}) s
""".replace("{closures}", CLOSURES)


def verify() -> list[str]:
    """Count everything anew and name each tally that differs, and each joint meeting that isn't marked as one.

    [] when all agree. The lines are for an administrator's terminal; at most 200 of each are named.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        return [*_list_differences(), *_list_unmarked(), *_list_unfollowed()]


def recount() -> None:
    """Make all tallies anew, in one transaction: for after a bulk load without triggers, or a move of the time zone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(
            "LOCK TABLE work_activity, work_participation, work_attendance, people_person, deals_closure IN SHARE MODE"
        )
        for statement in RECOUNT.split(";"):
            cursor.execute(statement)


def _list_differences() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, [LIMIT])
        for figure, owner, day, counted, pending, kept, kept_pending in cursor.fetchall():
            yield f"tally {figure} of {owner} on {day}: kept {kept}+{kept_pending}, counted {counted}+{pending}"


def _list_unmarked() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(JOINT, [LIMIT])
        for (id_,) in cursor.fetchall():
            yield f"activity {id_}: colleagues take part, but it isn't marked as joint"


def _list_unfollowed() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(UNFOLLOWED, [LIMIT])
        for (id_,) in cursor.fetchall():
            yield f"deal {id_}: its closure says otherwise than the deal whether it is complete, or what it is worth"
