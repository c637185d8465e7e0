"""Keep what each past day ended with, make one row of the many that moved it, and forget the oldest moves of scores."""

from datetime import date, timedelta

from django.db import transaction

from requite.kernel.locks import Lock, hold
from requite.kernel.reading import fetch_all, run

FIRST = "SELECT min(day) FROM supervision_move"
SUMS = ("records", "complete", "points", "parted", "completeness", "validity", "timeliness", "uniqueness")
COLUMNS, SUMMED = ", ".join(SUMS), ", ".join(f"sum({name})" for name in SUMS)
ZEROS = ", ".join("0" for _ in SUMS)
CLOSE = f"""
WITH gone AS (
    DELETE FROM supervision_move WHERE day <= %(day)s RETURNING owner_id, kind, {COLUMNS}
), kept AS (
    INSERT INTO supervision_move (owner_id, kind, day, {COLUMNS})
    SELECT owner_id, kind, %(day)s, {SUMMED} FROM gone GROUP BY 1, 2
    HAVING ({SUMMED}) <> ({ZEROS})
)
INSERT INTO supervision_day AS d (owner_id, day, {COLUMNS})
SELECT owner_id, %(day)s, {SUMMED} FROM gone GROUP BY 1
ON CONFLICT (owner_id, day) DO UPDATE
SET {", ".join(f"{name} = EXCLUDED.{name}" for name in SUMS)}
"""  # noqa: S608
FOLD = f"""
WITH gone AS (
    DELETE FROM supervision_move WHERE day = %(day)s AND (owner_id, kind) IN (
        SELECT owner_id, kind FROM supervision_move WHERE day = %(day)s GROUP BY 1, 2 HAVING count(*) > 1
    ) RETURNING owner_id, kind, {COLUMNS}
)
INSERT INTO supervision_move (owner_id, kind, day, {COLUMNS})
SELECT owner_id, kind, %(day)s, {SUMMED} FROM gone GROUP BY 1, 2
HAVING ({SUMMED}) <> ({ZEROS})
"""  # noqa: S608
# Rows come in the order of their days, so that the oldest are the first by their key: no other index is needed.
FORGET = """
WITH first AS (SELECT id, day FROM supervision_score ORDER BY id LIMIT %(most)s), gone AS (
    DELETE FROM supervision_score s USING first f WHERE s.id = f.id AND f.day < %(day)s RETURNING 1
) SELECT count(*) FROM gone
"""
DAY = timedelta(days=1)
KEPT = 400  # days whose moves of scores are kept; the line shows 90
BATCH = 10_000


def close_days(*, today: date) -> int:
    """Close every day before `today` that isn't closed yet; how many. Twice is once; late rows go to the next day.

    Today's rows become one per owner and kind too, so that an import doesn't make every reader of the sums slow. Moves of
    scores older than 400 days are forgotten, 10,000 at a time.
    """
    with transaction.atomic():
        hold(Lock.DAYS_OF_QUALITY)
        first = fetch_all(FIRST)[0][0]
        days = (today - first).days if first else 0
        for n in range(days):
            run(CLOSE, {"day": first + n * DAY})
        run(FOLD, {"day": today})
    while fetch_all(FORGET, {"day": today - KEPT * DAY, "most": BATCH})[0][0] == BATCH:
        pass
    return max(0, days)
