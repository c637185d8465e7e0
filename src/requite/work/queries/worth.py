"""What an activity is worth, part by part."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from requite.kernel.reading import fetch_one
from requite.quality.engine import Shares
from requite.quality.judged import JUDGED, Judged, read_judged

WORTH = f"""
SELECT a.score, a.completeness, a.validity, a.timeliness, a.uniqueness, a.made_at,
    CASE WHEN a.state IN ('held', 'done') THEN a.at END, a.kind, {JUDGED.format(kind="a.kind", record="a")}
FROM work_activity a WHERE a.id = %s
"""  # noqa: S608 - texts of the program


class Worth(NamedTuple):
    """`event_at` is when it was, None for what isn't over; `judged` by which version of its kind's set."""

    score: int
    shares: Shares
    made_at: datetime
    event_at: datetime | None
    kind: str
    judged: Judged | None


def find_worth(*, activity_id: UUID) -> Worth | None:
    """What the activity is worth; None where nothing is asked of its kind and state. The caller has authorised it."""
    row = fetch_one(WORTH, [activity_id])
    if row is None or row[1] is None:
        return None
    return Worth(row[0], Shares(*row[1:5]), row[5], row[6], row[7], read_judged(row[8]))
