"""Lists read: ids in an order, paged by key; counts; the values of columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from requite.insight.lists.bounding import Bounds, bound_key
from requite.insight.lists.compiling import IN_SOME, Few, compile_where, seen_by
from requite.insight.lists.conditions import Query
from requite.insight.lists.counting import EXACT, Count, count_soon, whole
from requite.insight.lists.few import find_few, is_met, known_few, sorting_few
from requite.insight.lists.fields import DEFAULT_COLUMNS, Kind, Sort, field_of, find_field
from requite.insight.lists.gathering import Gathered, gather, is_gathered, is_rare, is_sought, reads_near
from requite.insight.lists.keys import Key, read_key
from requite.insight.lists.listed import LISTED
from requite.insight.lists.pieces import OF_PERSON
from requite.insight.lists.ways import MS, PAGE_MS, WALKED, Asked, How, found_by
from requite.insight.lists.within import TooSlow, fetch_soon, fetch_within
from requite.kernel.actor import Actor
from requite.kernel.reading import ONCE, PLANNED_ONCE, fetch_all

PAGE = 40
GLANCE: How = "glance"
ORDER: tuple[How, ...] = ("quick", "walk", "sort")
SOUGHT: tuple[How, ...] = ("seek", "sort")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. `count` None: not counted, or not in the time that a page has."""

    ids: list[UUID]
    more: Key | None
    count: Count | None = None


def read_page(
    *,
    actor: Actor,
    at: datetime,
    query: Query,
    after: Key | None = None,
    limit: int = PAGE,
    is_counted: bool = True,
) -> Page:
    """A page of ids, the key of the next one and, unless not `is_counted`, how many there are. Raises TooSlow.

    A filter that reads further tables is looked at for a moment in the order that is wanted, for many of them hold a page
    of the first records met. Else it is answered as the planner likes, which may try for a moment, too. Where it
    guessed wrong, the rows are met on a longer walk; where they aren't met there either, all are gathered and
    sorted. The way that found them is tried first when the same is asked again. Rows without a sort key come after
    all others. A first page that holds everything is its own count; of what a glance found there are many, which are
    counted once the page is there.
    """
    few = find_few(actor=actor, at=at, query=query, read=fetch_soon)
    bounds = bound_key(actor, at, query, fetch_within)
    question = (actor.id, replace(query, columns=()))
    known, how, gathered = found_by.recall(question), GLANCE, None
    page = _glance(actor, at, query, few, bounds, after, limit) if known in ("", GLANCE) else None
    if page is None:
        gathered = gather(actor, at, query, known_few(few), fetch_within)
        if gathered and gathered.is_none:
            return Page([], None, Count(0))
        ways = _ways(actor, at, query, few, gathered, first=known)
        page, how = _by_the_best_way((replace(asked, bounds=bounds) for asked in ways), query, after, limit)
    if how != known:  # what was recalled isn't learnt anew: after a while the usual order is tried again
        found_by.learn(question, how if how != "plain" else "")
    if after is not None or not is_counted or (page.more and how == GLANCE):
        return page
    if page.more is None:
        return replace(page, count=Count(len(page.ids)))
    return replace(page, count=count_soon(actor, at, query, few, gathered, question))


def _glance(
    actor: Actor, at: datetime, query: Query, few: Few, bounds: Bounds, after: Key | None, limit: int
) -> Page | None:
    """The page, where it is met at once on a walk; None where it isn't, or where there is a better way known."""
    is_near = all(reads_near(query.kind, group, few) for group in query.filter.asked)
    if is_near or is_gathered(query) or is_sought(query) or is_met(query, few):
        return None
    asked = Asked(*compile_where(actor, at, query, walks=True, few=few), GLANCE, bounds=bounds)
    try:
        return _page(query, asked, after, limit)
    except TooSlow:
        return None


def _ways(
    actor: Actor, at: datetime, query: Query, few: Few, gathered: Gathered | None, *, first: str = ""
) -> Iterator[Asked]:
    """The ways in which a page is tried, one after the other, `first` before the others; the last one finds it."""
    if not query.filter.asked:
        yield Asked(*compile_where(actor, at, query), "plain")
    elif gathered is None:
        order = SOUGHT if is_sought(query) else ORDER[1:] if is_met(query, few) else ORDER
        for how in sorted(order, key=lambda how: how != first):
            known = sorting_few(few) if how == "sort" else few
            yield Asked(*compile_where(actor, at, query, walks=how in WALKED, few=known), how)
    else:
        # What lies beside the companies' people in the index doesn't tell an order that is joined.
        if sort_of(query).joined and not is_rare(query):
            yield Asked(gathered.walk, gathered.values, "walk")
        yield Asked(gathered.where, gathered.values, "gather", gathered.dear)


def _by_the_best_way(ways: Iterator[Asked], query: Query, after: Key | None, limit: int) -> tuple[Page, How]:
    for asked in ways:
        try:
            return _page(query, asked, after, limit), asked.how
        except TooSlow:
            if MS[asked.how] == PAGE_MS:
                raise
    raise TooSlow


def gather_ids(*, actor: Actor, at: datetime, query: Query) -> list[UUID]:
    """All that the query holds, at most 10,001, in no order. Raises TooSlow."""
    where, values = whole(actor, at, query, find_few(actor=actor, at=at, query=query, read=fetch_soon))
    sql = f"SELECT r.id FROM {LISTED[query.kind].table} r WHERE {where} LIMIT %(limit)s"  # noqa: S608
    return [row[0] for row in fetch_within(sql, {**values, "limit": EXACT + 1}, PAGE_MS)]


def _page(query: Query, asked: Asked, after: Key | None, limit: int) -> Page:
    sort = sort_of(query)
    found: list[tuple[UUID, str | None]] = []
    if after is None or after.value is not None:
        found = _keyed(query, sort, asked, after, limit + 1)
        after = None
    if sort.rest and len(found) <= limit and not asked.bounds.is_keyed:
        found += _rest(query, sort, asked, after, limit + 1 - len(found))
    shown = found[:limit]
    more = Key(shown[-1][1], shown[-1][0]) if len(found) > limit else None
    return Page([row[0] for row in shown], more)


def sort_of(query: Query) -> Sort:
    """The order of a list: by age where its field has none."""
    known = find_field(query.kind, query.sort)
    return (known.sort if known else None) or Sort("r.id", "uuid")


def _keyed(
    query: Query, sort: Sort, asked: Asked, after: Key | None, limit: int
) -> list[tuple[UUID, str | None]]:
    """Rows that have a key, in its order."""
    values = {**asked.values, **asked.bounds.bound}
    way, sign = ("DESC", "<") if query.down != sort.is_flipped else ("ASC", ">")
    owner = f"AND {sort.owner} = (%(owners)s::uuid[])[1]" if sort.owner and _is_one(values) else ""
    key, record = "".join(f" AND {test}" for test in (sort.held, asked.bounds.tests) if test), sort.record or "r.id"
    found = None if after is None else read_key(sort.type, after.value)
    if after is not None and found is not None:
        key += f" AND ({sort.key}, {record}) {sign} (%(key)s::{sort.type}, %(key_id)s::uuid)"
        if sort.joined and not sort.record:  # of two tables: only the key itself tells an index where to begin
            key += f" AND {sort.key} {sign}= %(key)s::{sort.type}"
        values = {**values, "key": found, "key_id": after.id}
    where = asked.where.replace(IN_SOME, IN_SOME.replace("r.id", record, 1)) if sort.record else asked.where
    id_ = "r.id"
    if asked.how == "seek":
        where = where.replace(OF_PERSON, OF_PERSON.replace("r.id", record))
        owner = owner or (f"AND {sort.owner} = ANY(%(owners)s)" if values["owners"] is not None else "")
    rows = f"FROM {LISTED[query.kind].table} r {sort.joins(way)} WHERE {where} {owner} {key}"
    if asked.how == "gather" and sort.record:
        ids = f"SELECT r.id FROM {LISTED[query.kind].table} r WHERE {asked.where}"  # noqa: S608
        id_, rows = f"{record} AS id", f"{sort.among(ids)} {owner} {key}"
    if asked.how in ("sort", "gather"):
        sql = f"""WITH found AS MATERIALIZED (SELECT {id_}, {sort.key} AS key {rows})
        SELECT id, key::text FROM found ORDER BY found.key {way}, id {way} LIMIT %(limit)s"""  # noqa: S608
    else:
        sql = f"SELECT r.id, ({sort.key})::text {rows} ORDER BY {sort.key} {way}, {record} {way} LIMIT %(limit)s"
    if asked.dear:
        sql = f"""WITH found AS MATERIALIZED (SELECT {id_}, {sort.key} AS key {rows})
        SELECT f.id, f.key::text FROM (SELECT id, key FROM found ORDER BY key {way}, id {way} OFFSET 0) f
        JOIN {LISTED[query.kind].table} r ON r.id = f.id WHERE {asked.dear}
        ORDER BY f.key {way}, f.id {way} LIMIT %(limit)s"""  # noqa: S608
    return fetch_within(sql, {**values, "limit": limit}, MS[asked.how], walks=asked.how in WALKED)


def _rest(
    query: Query, sort: Sort, asked: Asked, after: Key | None, limit: int
) -> list[tuple[UUID, str | None]]:
    """Rows that have none, by age."""
    key, values = "", asked.values
    where = f"{asked.where} AND {asked.dear}" if asked.dear else asked.where
    if after is not None:
        key, values = "AND r.id > %(key_id)s::uuid", {**values, "key_id": after.id}
    hidden = sort.hidden if values["owners"] is not None else ""
    rows = f"SELECT r.id, NULL::text FROM {LISTED[query.kind].table} r WHERE {where} AND {hidden or sort.rest} {key}"  # noqa: S608
    if hidden and asked.how not in WALKED:  # there may be none, and a walk would meet everybody
        rows = f"WITH found AS MATERIALIZED ({rows}) SELECT * FROM found r"  # noqa: S608
    sql = f"{rows} ORDER BY r.id LIMIT %(limit)s"
    return fetch_within(sql, {**values, "limit": limit}, MS[asked.how], walks=asked.how in WALKED)


def _is_one(values: dict[str, Any]) -> bool:
    owners = values["owners"]
    return owners is not None and len(owners) == 1


def read_columns(
    *, actor: Actor, at: datetime, kind: Kind, slugs: Sequence[str], ids: Sequence[UUID]
) -> dict[UUID, tuple[Any, ...]]:
    """The values of columns for records that the caller has authorised, by id, in the order of `slugs`."""
    if not slugs or not ids:
        return {}
    fields = [field_of(actor, kind, slug) for slug in slugs]
    shown = ", ".join(field.shown or field.sql for field in fields)
    values = {"ids": list(ids), "at": at, **seen_by(actor), **PLANNED_ONCE}
    is_usual = all(slug in DEFAULT_COLUMNS[kind] for slug in slugs)
    once = f" AND {ONCE}" if is_usual else ""
    sql = f"SELECT r.id, {shown} FROM {LISTED[kind].table} r WHERE r.id = ANY(%(ids)s){once}"  # noqa: S608
    return {row[0]: row[1:] for row in fetch_all(sql, values, prepare=is_usual)}
