"""Where open deals stand in time, and the tallies of that: what the database keeps, proved and counted anew."""

from django.db import connection, transaction

LIMIT = 200
STANDINGS = """
SELECT d.id AS deal_id, g.pipeline_id, d.owner_id, a.next_step_at, d.value
FROM deals_deal d JOIN deals_stage g ON g.id = d.stage_id
LEFT JOIN (SELECT deal_id, min(at) AS next_step_at FROM work_activity WHERE deal_id IS NOT NULL
           AND state IN ('to_do', 'planned') AND retracted_at IS NULL GROUP BY 1) a ON a.deal_id = d.id
WHERE d.state = 'open' AND d.archived_at IS NULL
"""
# By the day ("d") and the month ("m") of the next step as UTC has them; a deal without one is under infinity.
COUNTED = """
SELECT x.pipeline_id, g.grain, g.starts_on, coalesce(x.owner_id, '00000000-0000-0000-0000-000000000000') AS owner_id,
       count(*)::int AS deals, sum(coalesce(x.value, 0))::numeric AS value,
       count(*) FILTER (WHERE x.value IS NULL)::int AS unpriced
FROM work_deal_standing x CROSS JOIN LATERAL (VALUES
    ('m', coalesce(date_trunc('month', x.next_step_at AT TIME ZONE 'UTC')::date, 'infinity')),
    ('d', (x.next_step_at AT TIME ZONE 'UTC')::date)) g(grain, starts_on)
WHERE g.starts_on IS NOT NULL GROUP BY 1, 2, 3, 4
"""
FILL = f"INSERT INTO work_deal_standing (deal_id, pipeline_id, owner_id, next_step_at, value) {STANDINGS}"
TALLY = (
    f"INSERT INTO work_deal_tally (pipeline_id, grain, starts_on, owner_id, deals, value, unpriced) {COUNTED}"
)
WRONG = f"""
SELECT deal_id, t.next_step_at, k.next_step_at FROM ({STANDINGS}) t FULL JOIN work_deal_standing k USING (deal_id)
WHERE (t.pipeline_id, t.owner_id, t.next_step_at, t.value) IS DISTINCT FROM
      (k.pipeline_id, k.owner_id, k.next_step_at, k.value)
ORDER BY 1 LIMIT {LIMIT}
"""  # noqa: S608
DIFFERENCES = f"""
SELECT pipeline_id, grain, starts_on::text, owner_id, coalesce(t.deals, 0), coalesce(t.value, 0), coalesce(k.deals, 0),
       coalesce(k.value, 0)
FROM ({COUNTED}) t FULL JOIN work_deal_tally k USING (pipeline_id, grain, starts_on, owner_id)
WHERE (coalesce(t.deals, 0), coalesce(t.value, 0), coalesce(t.unpriced, 0))
      <> (coalesce(k.deals, 0), coalesce(k.value, 0), coalesce(k.unpriced, 0))
ORDER BY 1, 2, 3, 4 LIMIT {LIMIT}
"""  # noqa: S608


def verify() -> list[str]:
    """Work out anew where each open deal stands, and the tallies of it; name what differs, at most 200 of each."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(WRONG)
        found = [f"next step of deal {row[0]}: kept {row[2]}, is {row[1]}" for row in cursor.fetchall()]
        cursor.execute(DIFFERENCES)
        return found + [
            f"tally of next steps in pipeline {row[0]} of {row[3]}, {row[1]} {row[2]}: "
            f"kept {row[6]} worth {row[7]}, counted {row[4]} worth {row[5]}"
            for row in cursor.fetchall()
        ]


def recount() -> None:
    """Make all of it anew, in one transaction: for after a bulk load without triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("LOCK TABLE deals_deal, work_activity IN SHARE MODE")
        cursor.execute("DELETE FROM work_deal_standing")
        cursor.execute(FILL)
        cursor.execute("DELETE FROM work_deal_tally")
        cursor.execute(TALLY)
