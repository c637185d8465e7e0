"""The forecast: open deals by the month of their expected close and by stage, in one statement."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from requite.deals.queries.board import seen_by
from requite.deals.queries.shapes import MonthShape, StageShape
from requite.deals.queries.windows import BY_DAY, list_windows, month_of
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

SUMS = """
SELECT CASE WHEN d.starts_on = 'infinity' THEN %(undated)s::int ELSE width_bucket(d.starts_on, %(starts)s::date[]) END,
       d.stage_id, sum(d.deals), sum(d.value), sum(d.unpriced)
FROM deals_tally d WHERE {grain} AND d.stage_id = ANY(%(stages)s) {seen} GROUP BY 1, 2
"""


def forecast_deals(
    *, actor: Actor, today: date, stages: Sequence[StageShape], owner_id: UUID | None = None
) -> list[MonthShape]:
    """Each window of `list_windows` with what is expected of each stage in it. Raises NotVisible."""
    windows = list_windows(today)
    seen, values = seen_by(actor, owner_id)
    starts = [one.starts_on for one in windows if one.starts_on]
    values |= month_of(today)
    values |= {"stages": [one.id for one in stages], "starts": starts, "undated": len(windows) - 1}
    sums: dict[tuple[int, UUID], dict[str, Any]] = {
        (row[0], row[1]): {"count": int(row[2]), "value": int(row[3]), "unpriced": int(row[4])}
        for row in fetch_all(SUMS.format(seen=seen, grain=BY_DAY), values)
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
