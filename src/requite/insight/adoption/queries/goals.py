"""Goals of the roll-out, and how far each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from uuid import UUID

from requite.kernel.reading import fetch_all

WEEK = timedelta(days=7)
REPS = ("rep",)


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal: `share` of a hundred reps active on `days` days of a week, by `due_on`.

    `active` of `reps` were in the last whole week, `so_far` are in the present one.
    """

    id: UUID
    share: int
    days: int
    due_on: date
    reps: int
    active: int
    so_far: int

    @property
    def target(self) -> int:
        """How many reps that is."""
        return max(1, ceil(self.share * self.reps / 100))

    @property
    def is_reached(self) -> bool:
        """Whether the last whole week was so."""
        return self.reps > 0 and self.active >= self.target


GOALS = """
WITH rep AS (SELECT id FROM identity_user WHERE is_active AND role = ANY(%(roles)s)), d AS (
    SELECT w.user_id, count(DISTINCT w.day) FILTER (WHERE w.day < %(week)s) AS last,
           count(DISTINCT w.day) FILTER (WHERE w.day >= %(week)s) AS now
    FROM adoption_written w JOIN rep ON rep.id = w.user_id
    WHERE w.day >= %(start)s AND w.day < %(end)s AND w.what IN ('made', 'changed') GROUP BY 1
)
SELECT g.id, g.share, g.days, g.due_on, (SELECT count(*) FROM rep),
       (SELECT count(*) FROM d WHERE d.last >= g.days), (SELECT count(*) FROM d WHERE d.now >= g.days)
FROM adoption_goal g WHERE g.retracted_at IS NULL ORDER BY g.due_on, g.id
"""


def list_goals(*, week: date) -> Sequence[GoalLine]:
    """Every goal that holds, soonest first; `week` is the Monday of the present week. One statement.

    They are the company's: whoever may look at adoption may know them.
    """
    values = {"roles": list(REPS), "week": week, "start": week - WEEK, "end": week + WEEK}
    return [GoalLine(*row) for row in fetch_all(GOALS, values)]
