"""The calendar: day, week, month and agenda of one's own work and of colleagues' whom one may see."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase

from requite.identity.queries import Colleague, list_colleagues
from requite.insight.plans.counting import calendar_of
from requite.insight.plans.queries import list_away
from requite.kernel.actor import Actor
from requite.web.calendar.board import by_day, find_clashes, join, make_grid
from requite.web.calendar.boxes import Pen, Whose
from requite.web.calendar.saying import saying
from requite.web.calendar.showing import Asked, ask, view_names, whose
from requite.web.doors import ActorRequest, door
from requite.web.pages import part, render
from requite.web.screens import names
from requite.work.queries.calendar import MOST, CalendarItem, list_days, list_span
from requite.work.queries.statuses import list_statuses

FEW = 3
ROWS = 200
TICKS = 13
_DAY = timedelta(days=1)


def name_of(colleague: Colleague) -> str:
    """A colleague by name, or by address while they have none."""
    return names.pair(colleague.names) or colleague.email


def ticks(
    actor: Actor, chosen: Sequence[UUID], *, right: str = "work.see", name: str = ""
) -> list[tuple[UUID, str, int | None]]:
    """Colleagues to tick as (id, name, number of their colour when chosen), those chosen first and in their order."""
    found = {
        one.id: name_of(one)
        for one in list_colleagues(actor=actor, right=right, chosen=chosen, name=name, limit=TICKS)
    }
    first = [(id_, found[id_], place) for place, id_ in enumerate(chosen) if id_ in found]
    return [*first, *((id_, text, None) for id_, text in found.items() if id_ not in chosen)]


def context_of(request: ActorRequest) -> dict[str, Any]:
    """What the page shows."""
    actor = request.actor
    asked = ask(request, actor, request.now.astimezone(actor.zone).date())
    people = ticks(actor, asked.chosen)
    shown = Whose.of(
        {id_: text for id_, text, place in people if place is not None} or {actor.me: actor.name}
    )
    away = list_away(actor=actor, user_ids=asked.chosen, start=asked.shown.first, end=asked.shown.end)
    context: dict[str, Any] = {
        "asked": asked,
        "view": asked.shown.view,
        "views": [
            (text, asked.address(view=slug), slug == asked.shown.view) for slug, text in view_names().items()
        ],
        "ticks": people,
        "whose": shown,
        "days": {day: _day(actor, day, away, shown) for day in asked.shown.days},
        "topics": [f"user:{id_}" for id_ in asked.chosen],
        "today": asked.today,
        "may_plan": actor.has("work.edit"),
        "here": request.get_full_path(),
    }
    show = {"month": _month, "agenda": _agenda}.get(asked.shown.view, _grid)
    return {**context, **show(request, asked, Pen(shown, saying(request.now)))}


def _day(actor: Actor, day: date, away: dict[UUID, list[tuple[date, date]]], shown: Whose) -> dict[str, Any]:
    """What is said of a day: a holiday's name, whether it is worked, who is away."""
    calendar = calendar_of(actor)
    gone = [shown.names[id_] for id_, spans in away.items() if any(a <= day < b for a, b in spans)]
    return {
        "holiday": calendar.holiday_name(day),
        "is_working": calendar.is_working(day),
        "away": gone,
    }


def _items(request: ActorRequest, asked: Asked, limit: int = MOST) -> list[CalendarItem]:
    """What lies in the days shown; where the company's days are others than the reader's, a day around them too."""
    actor = request.actor
    start, end = asked.shown.instants(actor.zone)
    more = _DAY if actor.zone.key != actor.company_zone.key else timedelta()
    return list_span(actor=actor, user_ids=asked.chosen, start=start - more, end=end + more, limit=limit)


def _grid(request: ActorRequest, asked: Asked, pen: Pen) -> dict[str, Any]:
    items, zone = _items(request, asked), request.actor.zone
    clashes = find_clashes(items)
    grid = make_grid(items=items, days=asked.shown.days, pen=pen, zone=zone, now=request.now, clashes=clashes)
    return {"grid": grid, "is_empty": not any(one.boxes or one.whole or one.rests for one in grid.columns)}


def _agenda(request: ActorRequest, asked: Asked, pen: Pen) -> dict[str, Any]:
    items, zone = _items(request, asked, limit=ROWS + 1), request.actor.zone
    end = items[ROWS].at.astimezone(zone).date() if len(items) > ROWS else asked.shown.end
    days = [day for day in asked.shown.days if day < end or day == asked.shown.first]
    clashes, statuses = find_clashes(items), list_statuses()
    rows = []
    for day, found in by_day(items, days, zone).items():
        order = sorted(found, key=lambda one: (one.on is None, one.at, one.activity.id))
        lines = [
            pen.row(item, clashes.get(item.activity.id, ()), statuses=statuses, now=request.now)
            for item in order
        ]
        rows.append((day, join(lines)))
    return {
        "rows": [(day, lines) for day, lines in rows if lines or day == asked.today],
        "rest": asked.address(on=end) if end < asked.shown.end else "",
        "is_empty": not any(lines for _day_, lines in rows),
    }


def _month(request: ActorRequest, asked: Asked, pen: Pen) -> dict[str, Any]:
    actor, days = request.actor, asked.shown.days
    borders: tuple[datetime, datetime] = asked.shown.instants(actor.zone)
    found = list_days(
        actor=actor, user_ids=asked.chosen, first=asked.shown.first, end=asked.shown.end, borders=borders,
        zone=actor.zone, few=FEW,
    )  # fmt: skip
    cells = {}
    for day in days:
        count, items = found.get(day, (0, []))
        clashes = find_clashes(sorted(items, key=lambda one: (one.at, one.activity.id)))
        made = [pen.line(item, clashes.get(item.activity.id, ())) for item in items]
        cells[day] = (join(made), count - len(items))
    return {
        "weeks": [days[start : start + 7] for start in range(0, len(days), 7)],
        "cells": cells,
        "is_empty": not found,
    }


@door("GET", right="work.see")
def calendar(request: ActorRequest) -> HttpResponseBase:
    """The page; for live its days alone."""
    context = context_of(request)
    return render(
        request, "calendar/calendar.html", context, fragment="calendar/board.html", topics=context["topics"]
    )


@door("GET", right="work.see")
def colleagues(request: ActorRequest) -> HttpResponseBase:
    """Colleagues to tick, by a part of their name; `for` "free" others than oneself whose free time may be asked for."""
    right = "work.free" if request.GET.get("for") == "free" else "work.see"
    actor = request.actor
    is_free = right == "work.free"
    chosen = [
        id_ for id_ in whose(request.GET.getlist("with"), actor, right) if not (is_free and id_ == actor.id)
    ]
    found = ticks(actor, chosen, right=right, name=request.GET.get("who", ""))
    found = [one for one in found if not (is_free and one[0] == actor.id)]
    return part(request, "calendar/ticks.html", {"ticks": found})
