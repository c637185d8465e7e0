"""What open deals are worth together: of a pipeline, a stage, an owner, a window of days, or those that stand too long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from requite.deals.queries.board import seen_by
from requite.deals.queries.shapes import DealSum
from requite.deals.queries.windows import BY_DAY, Window, month_of
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_one

TALLIED = f"""
SELECT coalesce(sum(d.deals), 0), coalesce(sum(d.value), 0), coalesce(sum(d.unpriced), 0) FROM deals_tally d
WHERE ({BY_DAY}) {{stage}} {{seen}} {{close}}
"""  # noqa: S608
# All that is tallied in a stage, less what came into it lately: that is read along the index that holds what is added up.
STANDING = """
SELECT coalesce(sum(t.deals - x.deals), 0), coalesce(sum(t.value - x.value), 0), coalesce(sum(t.unpriced - x.unpriced), 0)
FROM deals_stage s CROSS JOIN LATERAL (
    SELECT coalesce(sum(d.deals), 0) AS deals, coalesce(sum(d.value), 0) AS value, coalesce(sum(d.unpriced), 0) AS unpriced
    FROM deals_tally d WHERE d.stage_id = s.id AND d.grain = 'm' {seen}) t
CROSS JOIN LATERAL (
    SELECT count(*) AS deals, coalesce(sum(d.value), 0) AS value, count(*) - count(d.value) AS unpriced FROM deals_deal d
    WHERE d.stage_id = s.id AND d.state = 'open' AND d.archived_at IS NULL {seen}
    AND d.entered_at >= %(at)s::timestamptz - s.rot_days * interval '24 hours') x
WHERE s.rot_days IS NOT NULL {stage}
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Open deals in these stages, of that owner; None is any, or all whom the reader sees."""

    stage_ids: tuple[UUID, ...] | None = None
    owner_id: UUID | None = None
    close: Window | None = None
    rots: bool = False  # and no window


def sum_deals(*, actor: Actor, at: datetime, what: Wanted) -> DealSum:
    """How many deals these are, and what they are worth. Raises NotVisible."""
    seen, values = seen_by(actor, what.owner_id)
    stage = ""
    if what.stage_ids is not None:
        stage = "AND {}.{} = ANY(%(stages)s)".format(*(("s", "id") if what.rots else ("d", "stage_id")))
        values["stages"] = list(what.stage_ids)
    if what.rots:
        row = fetch_one(STANDING.format(seen=seen, stage=stage), {**values, "at": at})
    else:
        close, days = _days(what.close)
        values |= {**days, **month_of(actor.day_of(at))}
        row = fetch_one(TALLIED.format(seen=seen, stage=stage, close=close), values)
    return DealSum(*(int(one) for one in row)) if row else DealSum()


def _days(close: Window | None) -> tuple[str, dict[str, Any]]:
    if close is None:
        return "", {}
    if close.undated:
        return "AND d.starts_on = 'infinity'", {}
    parts = """AND d.starts_on < coalesce(%(ends_on)s::date, 'infinity')
    AND d.starts_on >= coalesce(%(starts_on)s::date, '-infinity')"""
    return parts, {"starts_on": close.starts_on, "ends_on": close.ends_on}
