"""Keep what each past day ended with, and make one row of the many that moved it."""

from datetime import date, timedelta

from django.db import transaction

from requite.kernel.reading import fetch_all, run

LOCK = "SELECT pg_advisory_xact_lock(7204)"
FIRST = "SELECT min(day) FROM supervision_move"
CLOSE = """
WITH gone AS (
    DELETE FROM supervision_move WHERE day <= %(day)s RETURNING owner_id, kind, records, complete, points
), kept AS (
    INSERT INTO supervision_move (owner_id, kind, day, records, complete, points)
    SELECT owner_id, kind, %(day)s, sum(records), sum(complete), sum(points) FROM gone GROUP BY 1, 2
    HAVING (sum(records), sum(complete), sum(points)) <> (0, 0, 0)
)
INSERT INTO supervision_day AS d (owner_id, day, records, complete, points)
SELECT owner_id, %(day)s, sum(records), sum(complete), sum(points) FROM gone GROUP BY 1
ON CONFLICT (owner_id, day) DO UPDATE
SET records = EXCLUDED.records, complete = EXCLUDED.complete, points = EXCLUDED.points
"""
DAY = timedelta(days=1)


def close_days(*, today: date) -> int:
    """Close every day before `today` that isn't closed yet; how many. Twice is once; late rows go to the next day."""
    with transaction.atomic():
        run(LOCK)
        first = fetch_all(FIRST)[0][0]
        days = (today - first).days if first else 0
        for n in range(days):
            run(CLOSE, {"day": first + n * DAY})
    return max(0, days)
