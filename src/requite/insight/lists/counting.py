"""How many records a list holds: exact up to 10,000, else about."""

import json
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from requite.insight.lists.compiling import Few, compile_where
from requite.insight.lists.conditions import Query
from requite.insight.lists.few import find_few, gathering_few, known_few
from requite.insight.lists.gathering import Gathered, gather, reads_near
from requite.insight.lists.listed import LISTED
from requite.insight.lists.ways import PAGE_MS, counts
from requite.insight.lists.within import TooSlow, fetch_soon, fetch_within
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

EXACT = 10_000
# Of what reads further tables some are counted at once or not for long: the others are asked for once the page is there.
COUNT_MS, SOON_MS = 60, 15


@dataclass(frozen=True, slots=True)
class Count:
    """A number of records; not `is_exact`: above 10,000, and about right."""

    number: int
    is_exact: bool = True


def count_soon(
    actor: Actor, at: datetime, query: Query, few: Few, gathered: Gathered | None, question: Hashable
) -> Count | None:
    """How many, if that is told soon; where it isn't, that is remembered."""
    if len(known_few(few)) < len(few) or (gathered and gathered.dear) or counts.recall(question):
        return None  # many, or each to be asked: counting them takes longer than finding the first
    if gathered:
        return count_where(query, gathered.where, gathered.values, COUNT_MS)
    is_near = all(reads_near(query.kind, group, few) for group in query.filter.asked)
    count = count_query(actor=actor, at=at, query=query, milliseconds=COUNT_MS if is_near else SOON_MS, few=few)
    counts.learn(question, "" if count else "slow")
    return count


def count_query(
    *, actor: Actor, at: datetime, query: Query, milliseconds: int = PAGE_MS, few: Few | None = None
) -> Count | None:
    """How many there are: exact up to 10,000, else as many as the planner expects; None where time ran out.

    `few` is what is known of conditions on custom fields by now.
    """
    if few is None:
        few = find_few(actor=actor, at=at, query=query, read=fetch_soon)
    try:
        where, values = whole(actor, at, query, few)
    except TooSlow:
        return None
    return count_where(query, where, values, milliseconds)


def count_where(query: Query, where: str, values: dict[str, Any], milliseconds: int) -> Count | None:
    """How many records pass the test; None where time ran out."""
    body = f"FROM {LISTED[query.kind].table} r WHERE {where}"
    sql = f"SELECT count(*) FROM (SELECT 1 {body} LIMIT %(limit)s) n"  # noqa: S608
    try:
        counted = int(fetch_within(sql, {**values, "limit": EXACT + 1}, milliseconds)[0][0])
    except TooSlow:
        return None
    return Count(counted) if counted <= EXACT else Count(max(_expected(body, values), EXACT), is_exact=False)


def whole(actor: Actor, at: datetime, query: Query, few: Few) -> tuple[str, dict[str, Any]]:
    """The test as one, with its companies found where it asks for some."""
    found = gather(actor, at, query, known_few(few), fetch_within)
    if found is None:
        return compile_where(actor, at, query, few=gathering_few(few))
    return f"{found.where} AND ({found.dear})" if found.dear else found.where, found.values


def _expected(body: str, values: dict[str, Any]) -> int:
    plan: Any = fetch_all(f"EXPLAIN (FORMAT JSON) SELECT 1 {body}", values, prepare=False)[0][0]
    found = json.loads(plan) if isinstance(plan, str) else plan
    return roughly(int(found[0]["Plan"]["Plan Rows"]))


def roughly(number: int) -> int:
    """To two places that count: nobody reads more into "about"."""
    unit: int = 10 ** max(0, len(str(number)) - 2)
    return round(number / unit) * unit
