"""What the deals of a list are worth together, in all its pages."""

from datetime import datetime
from uuid import UUID

from requite.deals.queries.choices import list_pipelines
from requite.deals.queries.shapes import DealSum
from requite.deals.queries.sums import Wanted, sum_deals
from requite.deals.queries.windows import Window, find_window
from requite.insight.lists.compiling import compile_where
from requite.insight.lists.conditions import ME, Condition, Query
from requite.insight.lists.ways import PAGE_MS
from requite.insight.lists.within import TooSlow, fetch_within
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id

SUM = "SELECT count(*), coalesce(sum(r.value), 0), count(*) - count(r.value) FROM deals_deal r WHERE {where}"


def sum_query(*, actor: Actor, at: datetime, query: Query, milliseconds: int = PAGE_MS) -> DealSum | None:
    """Exactly what the list holds; None where time ran out. What tallies, or an index, tell is added up from these."""
    wanted = find_wanted(actor, at, query)
    if wanted is not None:
        return sum_deals(actor=actor, at=at, what=wanted)
    where, values = compile_where(actor, at, query)
    try:
        row = fetch_within(SUM.format(where=where), values, milliseconds)[0]
    except TooSlow:
        return None
    return DealSum(*(int(one) for one in row))


def find_wanted(actor: Actor, at: datetime, query: Query) -> Wanted | None:
    """The list as open deals of a stage or pipeline, an owner and a window of days; None when it asks for more."""
    groups = query.filter.asked
    asked = {one.field: one for group in groups for one in group[:1] if isinstance(one, Condition)}
    if query.base not in ("all", "mine") or query.filter.match != "all" or len(asked) != len(groups):
        return None
    if any(len(group) > 1 for group in groups) or not all(map(_is_plain, asked.values())):
        return None
    owner, rots, close = asked.get("owner"), "rots" in asked, asked.get("close")
    if (owner and query.base == "mine") or (rots and close) or {"stage", "pipeline"} <= set(asked):
        return None
    owner_id = actor.me if query.base == "mine" else _owner(actor, owner)
    if owner and (owner_id is None or not actor.covers("deals.see", owner_id)):
        return None
    return Wanted(_stages(asked), owner_id, _window(actor, at, close), rots)


def _is_plain(one: Condition) -> bool:
    return (one.field, one.op) in {
        ("stage", "is"), ("pipeline", "is"), ("owner", "is"), ("close", "during"), ("close", "empty"), ("rots", "yes"),
    }  # fmt: skip


def _owner(actor: Actor, one: Condition | None) -> UUID | None:
    if one is None:
        return None
    return actor.id if one.value == ME else parse_id(one.value)


def _stages(asked: dict[str, Condition]) -> tuple[UUID, ...] | None:
    if "stage" in asked:
        return tuple(filter(None, [parse_id(asked["stage"].value)]))
    if "pipeline" not in asked:
        return None
    wanted = parse_id(asked["pipeline"].value)
    return tuple(stage.id for one in list_pipelines() if one.id == wanted for stage in one.stages)


def _window(actor: Actor, at: datetime, one: Condition | None) -> Window | None:
    if one is None:
        return None
    return Window("none", undated=True) if one.op == "empty" else find_window(one.value, actor.day_of(at))
