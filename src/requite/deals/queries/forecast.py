"""The forecast: open deals by the month of their expected close and by stage, in one statement."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from requite.deals.queries.board import seen_by
from requite.deals.queries.shapes import MonthShape, StageShape
from requite.deals.queries.windows import list_windows
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

SUMS = """
SELECT CASE WHEN d.expected_on IS NULL THEN %(undated)s::int ELSE width_bucket(d.expected_on, %(starts)s::date[]) END,
       d.stage_id, count(*), coalesce(sum(d.value), 0), count(*) FILTER (WHERE d.value IS NULL)
FROM deals_deal d WHERE d.state = 'open' AND d.archived_at IS NULL AND d.stage_id = ANY(%(stages)s) {seen} GROUP BY 1, 2
"""


def forecast_deals(
    *, actor: Actor, today: date, stages: Sequence[StageShape], owner_id: UUID | None = None
) -> list[MonthShape]:
    """Each window of `list_windows` with what is expected of each stage in it. Raises NotVisible."""
    windows = list_windows(today)
    seen, values = seen_by(actor, owner_id)
    starts = [one.starts_on for one in windows if one.starts_on]
    values |= {"stages": [one.id for one in stages], "starts": starts, "undated": len(windows) - 1}
    sums = {
        (row[0], row[1]): {"count": row[2], "value": int(row[3]), "unpriced": row[4]}
        for row in fetch_all(SUMS.format(seen=seen), values)
    }
    return [
        MonthShape(window, tuple(replace(one, **sums.get((place, one.id), {})) for one in stages))
        for place, window in enumerate(windows)
    ]


def sum_months(months: Sequence[MonthShape]) -> tuple[StageShape, ...]:
    """The stages over all months."""
    return tuple(
        replace(
            column[0],
            count=sum(one.count for one in column),
            value=sum(one.value for one in column),
            unpriced=sum(one.unpriced for one in column),
        )
        for column in zip(*(month.stages for month in months), strict=True)
    )
