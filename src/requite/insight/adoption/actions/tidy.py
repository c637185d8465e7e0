"""Make one row of the many that a day's work left, and forget the oldest."""

from datetime import date, timedelta

from django.db import transaction

from requite.kernel.locks import Lock, hold
from requite.kernel.reading import run

# Of each day that has more than one row for the same, one is made. Rows that come meanwhile stay as they are.
FOLD = """
WITH many AS (
    SELECT user_id, team_id, day, what FROM adoption_written GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
), gone AS (
    DELETE FROM adoption_written w USING many m
    WHERE w.day = m.day AND w.user_id = m.user_id AND w.what = m.what AND w.team_id IS NOT DISTINCT FROM m.team_id
    RETURNING w.user_id, w.team_id, w.day, w.what, w.n
)
INSERT INTO adoption_written (user_id, team_id, day, what, n)
SELECT user_id, team_id, day, what, sum(n) FROM gone GROUP BY 1, 2, 3, 4
"""
KEPT = timedelta(days=400)
OF_DIGESTS = timedelta(days=60)
FORGET = (
    "DELETE FROM adoption_written WHERE day < %s",
    "DELETE FROM adoption_debt WHERE what IN ('opened', 'closed', 'imposed', 'lifted') AND day < %s",
    "DELETE FROM adoption_opened WHERE day < %s",
    "DELETE FROM adoption_digest WHERE week < %s",
)


def erase_old(*, today: date) -> None:
    """Fold the rows of each day, and forget what is older than 400 days, who helped whom after 60. Twice is once.

    Which records a number of debts stands for goes with the number.
    """
    with transaction.atomic():
        hold(Lock.USE_OF_DAYS)
        run(FOLD)
        for statement in FORGET:
            run(statement, [today - KEPT])
        run("DELETE FROM adoption_helped WHERE day < %s", [today - OF_DIGESTS])
