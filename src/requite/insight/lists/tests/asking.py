"""What a list should hold, by plain Python, and what it holds, page by page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from testing.cast import NOW

from requite.insight.lists.conditions import Filter, Query
from requite.insight.lists.listed import LISTED
from requite.insight.lists.listing import read_page
from requite.insight.lists.tests.plain import Plain


def is_shown(kind: str, record: Any, found: Filter) -> bool:
    """Whether it isn't left out unasked."""
    spoken = {one.field for group in found.asked for one in group}
    if kind == "deal" and not spoken & {"state", "closed", "reason"} and record.state != "open":
        return False
    gone = record.retracted_at if kind == "activity" else record.archived_at
    return "archived" in spoken or gone is None


def plain(base: Plain, reader: str, kind: str, found: Filter) -> set[UUID]:
    outer, inner = (all, any) if found.match == "all" else (any, all)
    return {
        record.id
        for record in base.records(kind)
        if is_shown(kind, record, found)
        and base.shows(reader, kind, LISTED[kind].right, record)
        and (
            not found.asked
            or outer(inner(base.holds(reader, kind, record, one) for one in g) for g in found.asked)
        )
    }


def pages(actor: Any, query: Query, limit: int = 3) -> list[UUID]:
    ids: list[UUID] = []
    after = None
    for _ in range(20):
        page = read_page(actor=actor, at=NOW, query=query, after=after, limit=limit)
        ids, after = ids + page.ids, page.more
        if after is None:
            return ids
    raise AssertionError(ids)
