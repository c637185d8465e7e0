"""Proof that the tallies of open deals are the numbers they stand for, and their recount."""

from django.db import connection, transaction

LIMIT = 200
COUNTED = """
SELECT x.stage_id, g.grain, g.starts_on, coalesce(x.owner_id, '00000000-0000-0000-0000-000000000000') AS owner_id,
       count(*)::int AS deals, sum(coalesce(x.value, 0))::numeric AS value,
       count(*) FILTER (WHERE x.value IS NULL)::int AS unpriced
FROM deals_deal x CROSS JOIN LATERAL (VALUES
    ('m', coalesce(date_trunc('month', x.expected_on)::date, 'infinity')), ('d', x.expected_on)) g(grain, starts_on)
WHERE x.state = 'open' AND x.archived_at IS NULL AND g.starts_on IS NOT NULL GROUP BY 1, 2, 3, 4
"""
RECOUNT = f"""
DELETE FROM deals_tally;
INSERT INTO deals_tally (stage_id, grain, starts_on, owner_id, deals, value, unpriced) {COUNTED};
"""  # noqa: S608
DIFFERENCES = f"""
SELECT stage_id, grain, starts_on::text, owner_id, coalesce(t.deals, 0), coalesce(t.value, 0), coalesce(t.unpriced, 0),
       coalesce(k.deals, 0), coalesce(k.value, 0), coalesce(k.unpriced, 0)
FROM ({COUNTED}) t FULL JOIN deals_tally k USING (stage_id, grain, starts_on, owner_id)
WHERE (coalesce(t.deals, 0), coalesce(t.value, 0), coalesce(t.unpriced, 0))
      <> (coalesce(k.deals, 0), coalesce(k.value, 0), coalesce(k.unpriced, 0))
ORDER BY 1, 2, 3, 4 LIMIT {LIMIT}
"""  # noqa: S608


def verify() -> list[str]:
    """Count all open deals anew and name each tally that differs, at most 200. [] when all agree."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(DIFFERENCES)
        return [
            f"tally of open deals in stage {row[0]} of {row[3]}, {row[1]} {row[2]}: "
            f"kept {row[7]} worth {row[8]} ({row[9]} without), counted {row[4]} worth {row[5]} ({row[6]} without)"
            for row in cursor.fetchall()
        ]


def recount() -> None:
    """Make all tallies anew, in one transaction: for after a bulk load without triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("LOCK TABLE deals_deal IN SHARE MODE")
        for statement in filter(str.strip, RECOUNT.split(";")):
            cursor.execute(statement)
