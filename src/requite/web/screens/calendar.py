"""The calendar: day, week, month and agenda of one's own work and of colleagues' whom one may see."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase

from requite.identity.queries import Colleague, list_colleagues
from requite.insight.plans.counting import calendar_of
from requite.insight.plans.queries import list_away
from requite.kernel.actor import Actor
from requite.kernel.period import start_of_day
from requite.web.calendar.agenda import list_agenda
from requite.web.calendar.board import make_grid, room_of
from requite.web.calendar.boxes import Pen, Whose, join
from requite.web.calendar.clashes import find_clashes
from requite.web.calendar.saying import saying
from requite.web.calendar.showing import Asked, ask, view_names, whose
from requite.web.doors import ActorRequest, door
from requite.web.pages import part, render
from requite.web.screens import names
from requite.work.queries.calendar import CalendarItem, list_days
from requite.work.queries.calendar_days import list_booked, list_columns

FEW = 3
TICKS = 13


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
    show = {"month": _month, "agenda": list_agenda}.get(asked.shown.view, _grid)
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


def _grid(request: ActorRequest, asked: Asked, pen: Pen) -> dict[str, Any]:
    """What each column has room for. Only where one is overfull it is asked what else books time there."""
    actor, days = request.actor, asked.shown.days
    people = len(pen.whose.names)
    room, borders = room_of(days, people), [start_of_day(day, zone=actor.zone) for day in [*days, asked.shown.end]]
    found = list_columns(
        actor=actor, user_ids=asked.chosen, days=days, borders=borders, apart=len(days) == 1 and people > 1,
        few=room.few, full=room.full,
    )  # fmt: skip
    items = {item.activity.id: item for column in found.values() for item, _part in column.shown}
    booked = None
    if any(column.is_overfull for column in found.values()):
        booked = list_booked(actor=actor, user_ids=asked.chosen, start=borders[0], end=borders[-1])
    clashes = find_clashes(sorted(items.values(), key=_time), booked)
    grid = make_grid(
        found, days, pen=pen, zone=actor.zone, now=request.now, clashes=clashes, lead=asked.lead
    )
    return {"grid": grid, "is_empty": not found}


def _time(item: CalendarItem) -> tuple[datetime, UUID]:
    return item.at, item.activity.id


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
        clashes = find_clashes(sorted(items, key=_time))
        made = [pen.line(item, clashes.get(item.activity.id)) for item in items]
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
