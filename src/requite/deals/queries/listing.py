"""Open deals as a list: filtered, in one of four orders, paged by key; with the sum of exactly what is filtered."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from requite.deals.queries.board import COLUMNS, JOINS, card_of, seen_by
from requite.deals.queries.shapes import DealCard, DealSum
from requite.deals.queries.windows import BY_DAY, Window, month_of
from requite.kernel.actor import Actor
from requite.kernel.fold import fold
from requite.kernel.reading import fetch_all, fetch_one

PAGE = 40
LONGEST = 100
Key = tuple[str, UUID]
ROTS = """EXISTS (SELECT FROM deals_stage r WHERE r.id = d.stage_id
    AND d.entered_at < %(at)s::timestamptz - r.rot_days * interval '24 hours')"""
ROWS = f"""
SELECT {COLUMNS}, d.title_fold FROM (
    SELECT * FROM deals_deal d WHERE {{where}} {{key}} ORDER BY {{order}} LIMIT %(limit)s) d
{JOINS} ORDER BY {{order}}
"""  # noqa: S608
SUM = """
SELECT count(*), coalesce(sum(d.value), 0), count(*) FILTER (WHERE d.value IS NULL) FROM deals_deal d WHERE {where}
"""
TALLIED = f"""
SELECT coalesce(sum(d.deals), 0), coalesce(sum(d.value), 0), coalesce(sum(d.unpriced), 0) FROM deals_tally d
WHERE {BY_DAY} AND d.stage_id = ANY(%(stages)s) {{seen}} {{close}}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Order:
    """An order: by what, of which type, and how a row's key is written into an address and read from it."""

    by: str
    type: str
    write: Callable[[DealCard, str], str]
    read: Callable[[str], object]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _number(text: str) -> int:
    number = int(text[:20])
    if not -1 <= number < 2**63:
        raise ValueError(text)
    return number


def _day(text: str) -> str:
    return text if text == "infinity" else date.fromisoformat(text).isoformat()


ORDERS = {
    "amount": Order(
        "coalesce(d.value, -1)", "bigint", lambda c, _: str(-1 if c.value is None else c.value), _number
    ),
    "close": Order(
        "coalesce(d.expected_on, 'infinity'::date)", "date",
        lambda c, _: c.expected_on.isoformat() if c.expected_on else "infinity", _day,
    ),
    "age": Order("d.entered_at", "timestamptz", lambda c, _: c.entered_at.isoformat(), _instant),
    "name": Order("d.title_fold", "text", lambda _, folded: folded, str),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is to hold: open deals in these stages, of that owner or (None) of all whom the reader sees."""

    stage_ids: tuple[UUID, ...]
    owner_id: UUID | None = None
    close: Window | None = None
    rots: bool = False
    text: str = ""


def _where(actor: Actor, at: datetime, what: Wanted) -> tuple[str, dict[str, Any]]:
    seen, values = seen_by(actor, what.owner_id)
    parts = [f"d.state = 'open' AND d.archived_at IS NULL AND d.stage_id = ANY(%(stages)s) {seen}"]
    values |= {"stages": list(what.stage_ids)}
    close, text = what.close, fold(what.text[:LONGEST])
    if close and close.undated:
        parts.append("coalesce(d.expected_on, 'infinity'::date) = 'infinity'::date")
    if close and close.starts_on and not close.ends_on:
        parts.append("d.expected_on IS NOT NULL")
    if close and close.starts_on:
        parts.append("coalesce(d.expected_on, 'infinity'::date) >= %(starts_on)s")
        values["starts_on"] = close.starts_on
    if close and close.ends_on:
        parts.append("coalesce(d.expected_on, 'infinity'::date) < %(ends_on)s")
        values["ends_on"] = close.ends_on
    if what.rots:
        parts.append(ROTS)
        values["at"] = at
    if text:
        parts.append("d.title_fold LIKE %(text)s")
        values["text"] = "%{}%".format(re.sub(r"([\\%_])", r"\\\1", text))
    return " AND ".join(parts), values


def list_deals(
    *,
    actor: Actor,
    at: datetime,
    what: Wanted,
    order: str = "close",
    down: bool = False,
    after: Key | None = None,
    limit: int = PAGE,
) -> tuple[list[DealCard], Key | None]:
    """A page of deals and the key of the next one. An unread key is the first page. Raises NotVisible."""
    chosen = ORDERS[order]
    where, values = _where(actor, at, what)
    key, way = _key(chosen, after), "DESC" if down else "ASC"
    condition = f"AND ({chosen.by}, d.id) {'<' if down else '>'} (%(key)s::{chosen.type}, %(key_id)s::uuid)"
    if key:
        values |= {"key": key[0], "key_id": key[1]}
    sql = ROWS.format(where=where, key=condition if key else "", order=f"{chosen.by} {way}, d.id {way}")
    found = [
        (card_of(actor, row, at), row[20])
        for row in fetch_all(sql, {**values, "limit": limit + 1}, prepare=False)
    ]
    shown = found[:limit]
    more = (chosen.write(*shown[-1]), shown[-1][0].id) if len(found) > limit else None
    return [card for card, _folded in shown], more


def _key(order: Order, after: Key | None) -> tuple[object, UUID] | None:
    if after is None:
        return None
    try:
        return order.read(after[0]), after[1]
    except (ValueError, OverflowError):
        return None


def sum_deals(*, actor: Actor, at: datetime, what: Wanted) -> DealSum:
    """How many deals `list_deals` holds in all its pages, and what they are worth. Raises NotVisible."""
    if not what.rots and not fold(what.text[:LONGEST]):
        row = _tallied(actor, at, what)
    else:
        where, values = _where(actor, at, what)
        row = fetch_one(SUM.format(where=where), values)
    return DealSum(*(int(one) for one in row)) if row else DealSum()


def _tallied(actor: Actor, at: datetime, what: Wanted) -> tuple[Any, ...] | None:
    """The sum by tallies, where nothing but stages, owner and window is asked for."""
    seen, values = seen_by(actor, what.owner_id)
    values |= {"stages": list(what.stage_ids), **month_of(actor.day_of(at))}
    close, parts = what.close, []
    if close and close.undated:
        parts.append("AND d.starts_on = 'infinity'")
    elif close:
        parts.append("AND d.starts_on < coalesce(%(ends_on)s::date, 'infinity')")
        parts.append("AND d.starts_on >= coalesce(%(starts_on)s::date, '-infinity')")
        values |= {"starts_on": close.starts_on, "ends_on": close.ends_on}
    return fetch_one(TALLIED.format(seen=seen, close=" ".join(parts)), values)
