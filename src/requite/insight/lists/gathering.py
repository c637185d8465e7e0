"""Lists of people that ask for something of their company: the companies are found first, then their people by an index.

A name and a place go together: walked by name, whole countries come before the first who fits. What is dear (calls, deals,
points of contact) is asked of the people found, one by one in the order wanted, until a page is full.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from requite.insight.lists.compiling import (
    Few,
    Values,
    begin_values,
    compile_ground,
    join_groups,
)
from requite.insight.lists.conditions import Branch, Condition, Group, Part, Query
from requite.insight.lists.field_tests import compile_test
from requite.insight.lists.fields import CATALOGUE, Kind
from requite.kernel.actor import Actor

MOST = 20_000  # companies: above, they are so many that their people are met soon on any walk
POSITIVE = ("contains", "is", "has")
Fetch = Callable[[str, dict[str, Any]], Sequence[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Whom the companies leave: `where` is cheap and holds for all that are gathered, `dear` is asked of them in order.

    `walk` is the whole test for rows that are met one by one. `dear` is "" where nothing is. `is_none`: nobody fits.
    """

    where: str
    dear: str
    walk: str
    values: dict[str, Any]
    is_none: bool = False


def gather(actor: Actor, at: datetime, query: Query, few: Few, fetch: Fetch) -> Gathered | None:
    """The question with its companies found; None where it doesn't ask for companies, or where too many fit.

    `few` says who passes conditions on custom fields, where they are few. `fetch` runs a statement; what it raises is let
    through.
    """
    groups, asked = all_of(query), _company_groups(query)
    if not asked:
        return None
    values = begin_values(actor, at)
    found = " INTERSECT ".join(f"({_companies(group, values)})" for group in asked)
    sql = f"SELECT count(*), array_agg(q.x)::text FROM (SELECT x FROM ({found}) p(x) LIMIT {MOST + 1}) q"  # noqa: S608
    number, ids = fetch(sql, values.bound)[0]
    if number > MOST:
        return None
    others = [group for group in groups if group not in asked]
    near = [group for group in others if reads_near(query.kind, group, few)]
    dear = [group for group in others if group not in near]
    values = begin_values(actor, at, few=few)
    # The planner doesn't look into the array: it would weigh each of its thousands against its statistics.
    array = f"(SELECT {values.bind(ids or '{}', 'text')}::uuid[])"
    among = f"coalesce(r.company_id IN (SELECT unnest({array})), false)"  # hashed once, and never made a join
    cheap = [compile_ground(actor, query), join_groups("person", "all", near, values)]
    asks = join_groups("person", "all", dear, replace(values, walks=True))
    return Gathered(
        _and(f"r.company_id = ANY({array}::uuid[])", *cheap), asks, _and(among, *cheap, asks), values.bound, not number
    )


def is_gathered(query: Query) -> bool:
    """Whether companies are found first, unless too many fit."""
    return bool(_company_groups(query))


def _company_groups(query: Query) -> list[Group]:
    if query.kind != "person":
        return []
    return [group for group in all_of(query) if all(_finds_companies(one) for one in group)]


def _and(*tests: str) -> str:
    return " AND ".join(f"({test})" for test in tests if test)


def all_of(query: Query) -> Sequence[Group]:
    """Groups of which each must hold, by one of its conditions; none where the filter can't be read so."""
    if query.filter.match == "all":
        return query.filter.asked
    groups = query.filter.asked
    return tuple((one,) for one in groups[0]) if len(groups) == 1 else ()


def _finds_companies(one: Part) -> bool:
    if isinstance(one, Branch):
        return False
    known = CATALOGUE["person"].get(one.field)
    return known is not None and bool(known.companies) and one.op in POSITIVE


def is_rare(query: Query) -> bool:
    """Whether those with the oldest contact are wanted, but with a call or a meeting just now: few of them have one."""
    return query.kind == "person" and query.sort == "last_contact" and not query.down and any(
        all(_is_done(one) for one in group) and not all(_is_met(one) for one in group) for group in all_of(query)
    )


def is_sought(query: Query) -> bool:
    """Whether nothing but calls and meetings is asked for of people by their last contact, so that these come first."""
    return query.kind == "person" and query.sort == "last_contact" and all(
        all(_is_done(one) for one in group) for group in query.filter.asked
    )


def _is_done(one: Part) -> bool:
    known = None if isinstance(one, Branch) else CATALOGUE["person"].get(one.field)
    return known is not None and bool(known.ever) and not isinstance(one, Branch) and one.op == "within"


def _is_met(one: Part) -> bool:
    return isinstance(one, Condition) and bool(CATALOGUE["person"][one.field].since)


def reads_near(kind: Kind, group: Group, few: Few) -> bool:
    """Whether the record alone tells, or it is known already."""
    is_related = any(isinstance(one, Branch) and one.of for one in group)
    return not is_related and all(
        reads_near(kind, one.parts, few) if isinstance(one, Branch) else one in few or _is_near(kind, one)
        for one in group
    )


def _is_near(kind: Kind, one: Condition) -> bool:
    known = CATALOGUE[kind].get(one.field)
    return known is not None and known.is_near


def _companies(group: Group, values: Values) -> str:
    known = CATALOGUE["person"]
    tests = (
        known[one.field].companies.replace("{test}", compile_test(known[one.field], one.op, one.value, values))
        for one in group
        if isinstance(one, Condition)
    )
    return " UNION ALL ".join(tests)
