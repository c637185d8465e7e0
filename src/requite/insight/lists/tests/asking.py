"""What a list should hold, by plain Python, and what it holds, page by page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from testing.cast import NOW

from requite.insight.lists import gathering, listing, within
from requite.insight.lists.conditions import Branch, Condition, Filter, Group, Query
from requite.insight.lists.listed import LISTED
from requite.insight.lists.listing import read_page
from requite.insight.lists.tests.plain import Plain
from requite.insight.lists.ways import found_by


def give_up(monkeypatch: pytest.MonkeyPatch, ways: tuple[str, ...], most: int) -> None:
    """Make those ways of reading a page too slow, and gathering stop at `most` ids, so that the next way is taken."""
    usual = listing._page

    def page(query: Query, asked: listing.Asked, after: Any, limit: int) -> Any:
        if asked.how in ways:
            raise within.TooSlow
        return usual(query, asked, after, limit)

    found_by.forget()  # each way is to be tried, whichever found the same before
    monkeypatch.setattr(gathering, "MOST", most)
    monkeypatch.setattr(listing, "_page", page)


def is_shown(kind: str, record: Any, found: Filter) -> bool:
    """Whether it isn't left out unasked."""
    spoken = {one.field for one in found.own}
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
        and (not found.asked or outer(held(base, reader, kind, record, group, inner) for group in found.asked))
    }


def held(base: Plain, reader: str, kind: str, record: Any, group: Group, join: Any) -> bool:
    """Whether a group holds, with the groups within it."""
    other = any if join is all else all
    return bool(
        join(
            base.holds(reader, kind, record, one) if isinstance(one, Condition)
            else is_related(base, reader, kind, record, one) if one.of
            else held(base, reader, kind, record, one.parts, other)
            for one in group
        )
    )  # fmt: skip


def is_related(base: Plain, reader: str, kind: str, record: Any, branch: Branch) -> bool:
    """Whether one related record that the reader sees passes all of it, or none does."""
    to = {"activity": "activity"}.get(branch.of, "deal")
    link = "company_id" if branch.of == "company_deal" else f"{kind}_id"
    wanted = record.company_id if branch.of == "company_deal" else record.id
    if branch.of == "company_deal" and not (wanted and base.sees(reader, "people.see", record.company.owner_id)):
        wanted = None
    spoken = Filter(groups=tuple((one,) for one in branch.parts))
    found = wanted is not None and any(
        getattr(one, link) == wanted
        and is_shown(to, one, spoken)
        and base.shows(reader, to, LISTED[to].right, one)
        and held(base, reader, to, one, branch.parts, all)
        for one in base.records(to)
    )
    return found != branch.is_none


def pages(actor: Any, query: Query, limit: int = 3) -> list[UUID]:
    ids: list[UUID] = []
    after = None
    for _ in range(20):
        page = read_page(actor=actor, at=NOW, query=query, after=after, limit=limit)
        ids, after = ids + page.ids, page.more
        if after is None:
            return ids
    raise AssertionError(ids)
