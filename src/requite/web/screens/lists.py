"""What the lists of all kinds share: views, filter, columns, order, and their rows by the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _

from requite.deals.queries.titles import list_titles
from requite.insight.lists import listing
from requite.insight.lists.access import see_view
from requite.insight.lists.changing import edited_for, ways_for
from requite.insight.lists.counting import Count, count_query, roughly
from requite.insight.lists.fields import Field, Kind, field_of, fields_for
from requite.insight.lists.listed import shipped
from requite.insight.lists.queries import ViewShape, list_tabs, shape_view
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.people.queries.lists import EXACT, estimate_records, list_companies_by_id, list_people_by_id
from requite.quality.engine import PARTS
from requite.web.doors import ActorRequest
from requite.web.formats import number
from requite.web.list_asking import (
    Asked,
    columns_of,
    read_after,
    read_asked,
    write_after,
)
from requite.web.list_filters import Form, Told, count_of, signs_of
from requite.web.list_lines import Line, ListLines, is_numeric
from requite.web.pages import is_fragment, part, render
from requite.work.queries.titles import list_titles as list_activity_titles

Shipped = Sequence[tuple[str, str]]
NAMED_BY: Mapping[Kind, Callable[..., Sequence[Line]]] = {
    "person": list_people_by_id, "company": list_companies_by_id, "deal": list_titles, "activity": list_activity_titles,
}  # fmt: skip
PANEL, COLUMNS = "filters", "columns"
MOST_SHOWN = 400  # rows of a list that is fetched anew
JUDGED = ("score", *PARTS, "missing")  # columns that an edit of another cell moves


@dataclass(frozen=True, slots=True)
class Opened:
    """A list as it was asked for, with the kept view that is on, or that was asked for and is removed."""

    asked: Asked
    kept: ViewShape | None
    gone: ViewShape | None = None


Plain = Callable[[ActorRequest, Opened], dict[str, Any]]


def show_list(
    request: ActorRequest, kind: Kind, tabs: Shipped, *, plain: Plain, template: str
) -> HttpResponseBase:
    """The list as its address asks for it, or the part that was fetched; `plain` makes a view that ships, as it ships."""
    opened = open_list(request, kind, tabs)
    if is_panel(request):
        return panel(request, opened.asked)
    if request.GET.get("count") == "1" and is_fragment(request):
        return counted(request, opened)
    context = plain(request, opened) if opened.asked.is_plain else rows_context(request, opened)
    if request.GET.get("after") and is_fragment(request):
        return part(request, "lists/rows.html", context)
    return render(request, template, {**context, **tools_context(request, opened, tabs)})


def open_list(request: ActorRequest, kind: Kind, tabs: Shipped, given: QueryDict | None = None) -> Opened:
    """Read what the address asks for, or `given` in its place. A word that is no view is the first that ships.

    Raises NotVisible for a view that isn't the reader's.
    """
    actor, given = request.actor, request.GET if given is None else given
    view = given.get("view", "")
    kept, gone = _kept(actor, kind, view)
    known = [slug for slug, _label in tabs]
    if kept is None and view not in known:
        view = known[0]
    query = kept.query if kept else shipped(kind, view)
    lenient = request.headers.get("HX-Target") == PANEL
    return Opened(read_asked(given, actor, query, view, lenient=lenient), kept, gone)


def _kept(actor: Actor, kind: Kind, view: str) -> tuple[ViewShape | None, ViewShape | None]:
    """The kept view of that name: as it is, or else as the one that was removed."""
    view_id = parse_id(view)
    if view_id is None:
        return None, None
    found = see_view(actor=actor, view_id=view_id)
    shape = shape_view(actor, found)
    if shape.query.kind != kind:
        return None, None
    return (shape, None) if found.archived_at is None else (None, shape)


def may_pick(actor: Actor, kind: Kind) -> bool:
    """Whether rows have boxes: for who may change something of many."""
    return bool(ways_for(actor, kind))


def say_count(count: int | None, kind: Kind, *, is_whole: bool) -> str:
    """A count in words: exact up to 10,000, then "about" for a whole base and "more than" for a part of it."""
    if count is None:
        return ""
    if count <= EXACT:
        return number(count)
    if is_whole:
        return say_number(Count(max(roughly(estimate_records(kind)), EXACT), is_exact=False))
    return _("more than 10,000")


def rows_context(
    request: ActorRequest, opened: Opened, *, limit: int = listing.PAGE, is_counted: bool = True
) -> dict[str, Any]:
    """A page of the list by the engine: its lines, the next page's address and, at first, how many there are."""
    actor, at, asked = request.actor, request.now, opened.asked
    query = asked.query
    after = read_after(request.GET.get("after", ""))
    page = listing.read_page(actor=actor, at=at, query=query, after=after, limit=limit, is_counted=is_counted)
    fields = [field_of(actor, query.kind, slug) for slug in columns_of(query, actor)]
    context: dict[str, Any] = {
        "lines": _lines(request, query.kind, fields, page.ids),
        "next": asked.address(write_after(page.more)) if page.more else "",
        "width": len(fields) + 1 + may_pick(actor, query.kind),
    }
    if not after and page.count:
        context["count"] = say_number(page.count)
    elif not after and is_counted:
        context["count_later"] = asked.address(count="1")
    return context


def _lines(request: ActorRequest, kind: Kind, fields: Sequence[Field], ids: Sequence[UUID]) -> str:
    actor, at = request.actor, request.now
    slugs = [field.slug for field in fields]
    maker = ListLines(actor, kind, fields, at, pick=may_pick(actor, kind))
    values = listing.read_columns(actor=actor, at=at, kind=kind, slugs=slugs, ids=ids)
    rows = NAMED_BY[kind](actor=actor, ids=ids)
    return maker.all(rows, values) if rows else ""


def limit_of(request: ActorRequest, target: str, page: int = listing.PAGE) -> int:
    """How many rows a list shows: as many as it showed, in whole pages, where it is fetched anew into `target`."""
    shown = request.GET.get("shown", "")
    if request.headers.get("HX-Target") != target or not (shown.isascii() and shown.isdecimal() and len(shown) < 5):
        return page
    return min(max(-(-int(shown) // page) * page, page), MOST_SHOWN)


def say_number(count: Count) -> str:
    """A count in words: exact up to 10,000, then "about"."""
    said = number(count.number)
    return said if count.is_exact else _("about %(n)s") % {"n": said}


def counted(request: ActorRequest, opened: Opened) -> HttpResponseBase:
    """The count alone, for a list that was shown before it was counted; "" where that takes too long even now."""
    found = count_query(actor=request.actor, at=request.now, query=opened.asked.query)
    return HttpResponse(say_number(found) if found else "")


def tools_context(request: ActorRequest, opened: Opened, shown: Shipped) -> dict[str, Any]:
    """What stands above the rows: tabs, the filter in words and as a form, columns, orders."""
    actor, asked = request.actor, opened.asked
    query = asked.query
    tabs = list_tabs(actor=actor, kind=query.kind)
    needs_form = asked.is_open or bool(query.filter.groups)
    context: dict[str, Any] = {
        "asked": asked,
        "kept": opened.kept,
        "gone": opened.gone,
        "kind": query.kind,
        "tabs": [
            *shown,
            *((str(tab.id), tab.name) for tab in tabs if tab.is_pinned or str(tab.id) == asked.view),
        ],
        "more_tabs": [
            (str(tab.id), tab.name) for tab in tabs if not tab.is_pinned and str(tab.id) != asked.view
        ],
        "heads": _heads(asked, actor),
        "orders": _orders(asked, actor),
        "known": None,
        "conditions": 0,
        "signs": (),
        "ways": [(way.slug, str(way.label)) for way in ways_for(actor, query.kind)],
    }
    if request.GET.get("panel") == "columns":
        context |= columns_context(actor, asked)
    return {**context, **(filter_context(request, asked) if needs_form else {"boxes": None})}


def _orders(asked: Asked, actor: Actor) -> list[tuple[str, str]]:
    """What the list may be sorted by; by a part of the quality once its column is shown."""
    query = asked.query
    shown = {query.sort, *columns_of(query, actor)}
    known = fields_for(actor, query.kind).items()
    return [(slug, str(one.label)) for slug, one in known if one.sort and (slug not in PARTS or slug in shown)]


def columns_context(actor: Actor, asked: Asked) -> dict[str, Any]:
    """The columns that are shown, and all that there are."""
    known = fields_for(actor, asked.query.kind)
    return {
        "asked": asked,
        "kind": asked.query.kind,
        "chosen": columns_of(asked.query, actor),
        "known": {slug: str(field.label) for slug, field in known.items() if slug != "name"},
    }


def filter_context(request: ActorRequest, asked: Asked) -> dict[str, Any]:
    """The filter as chips, each with the address without it, and as the boxes of a form."""
    told = Told(request.actor, request.actor.day_of(request.now))
    form = Form(told, asked.query.kind, still_filled=is_panel(request))
    return {
        "asked": asked,
        "kind": asked.query.kind,
        "conditions": count_of(asked.query.filter),
        "signs": signs_of(told, asked),
        "boxes": form.boxes(asked.query.filter),
    }


def panel(request: ActorRequest, asked: Asked) -> HttpResponseBase:
    """A form alone: the columns', when it opens, or the filter's, also when a field was chosen anew."""
    if request.headers.get("HX-Target") == COLUMNS:
        return part(request, "lists/columns.html", columns_context(request.actor, asked))
    return part(request, "lists/form.html", filter_context(request, replace(asked, is_open=True)))


def is_panel(request: ActorRequest) -> bool:
    """Whether only one of the forms is asked for."""
    return request.headers.get("HX-Target") in (PANEL, COLUMNS)


def _heads(asked: Asked, actor: Actor) -> list[dict[str, Any]]:
    """The heads of the table; those with an order are doors to it, the one that is on to its reverse."""
    query = asked.query
    heads: list[dict[str, Any]] = []
    edited = edited_for(actor, query.kind)
    if may_pick(actor, query.kind):
        heads.append({"label": _("Picked"), "unseen": True, "pick": True})
    for slug in ("name", *columns_of(query, actor)):
        field = field_of(actor, query.kind, slug)
        head: dict[str, Any] = {"label": str(field.label), "num": is_numeric(field)}
        head["edit"] = slug if slug in edited else ""
        head["judged"] = slug if slug in JUDGED else ""
        if field.sort:
            is_on = query.sort == slug
            down = not query.down if is_on else field.sort.down
            head["sort"] = asked.address(sort=slug, down=down)
            if is_on:
                head["sorted"] = "descending" if query.down else "ascending"
        heads.append(head)
    return heads
