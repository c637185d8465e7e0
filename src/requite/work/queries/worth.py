"""What an activity is worth, part by part."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from requite.kernel.reading import fetch_one
from requite.quality.engine import Shares

WORTH = """
SELECT score, completeness, validity, timeliness, uniqueness, made_at, CASE WHEN state IN ('held', 'done') THEN at END
FROM work_activity WHERE id = %s
"""


class Worth(NamedTuple):
    """`event_at` is when it was, None for what isn't over."""

    score: int
    shares: Shares
    made_at: datetime
    event_at: datetime | None


def find_worth(*, activity_id: UUID) -> Worth | None:
    """What the activity is worth; None where nothing is asked of its kind and state. The caller has authorised it."""
    row = fetch_one(WORTH, [activity_id])
    return Worth(row[0], Shares(*row[1:5]), *row[5:]) if row and row[1] is not None else None
