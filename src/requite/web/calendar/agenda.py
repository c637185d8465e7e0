"""The calendar as a list: by days, of parts of one day, and on from a key where a day has more than a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from markupsafe import Markup

from requite.kernel.period import start_of_day
from requite.web.calendar.boxes import Pen, join
from requite.web.calendar.clashes import find_clashes
from requite.web.calendar.days import ALL, JUST_WHOLE, Parts, part_at
from requite.web.calendar.saying import Clash, clock_of
from requite.web.calendar.showing import Asked
from requite.web.doors import ActorRequest
from requite.work.queries.calendar import CalendarItem, list_span
from requite.work.queries.calendar_days import list_booked, list_part
from requite.work.queries.statuses import list_statuses

ROWS = 200
_DAY = timedelta(days=1)


def list_agenda(request: ActorRequest, asked: Asked, pen: Pen) -> dict[str, Any]:
    """The lines of each day, and where to go on: by whole days, or from a key where the first day has more than a page."""
    zone, first, end = request.actor.zone, asked.shown.first, asked.shown.end
    count, items = _items(request, asked)
    days, rest = asked.shown.days, ""
    if len(items) > ROWS:
        last = items[ROWS].at.astimezone(zone).date()
        if last > first and not asked.shown.parts:
            days, rest = [day for day in days if day < last], asked.address(on=last)
        else:
            days, rest = [first], asked.following(first, (items[ROWS - 1].at, items[ROWS - 1].activity.id))
        items = items[:ROWS]
    elif asked.after and not asked.shown.parts:
        rest = asked.address(on=end)
    rows = _rows(request, by_day(items, days, zone), _clashes(request, asked, items, is_all=not rest), pen)
    return {
        "rows": [(day, lines) for day, lines in rows if lines or day == asked.today],
        "rest": rest,
        "part": say_hours(asked.shown.parts, first, zone),
        "count": count,
        "is_empty": not any(lines for _day_, lines in rows),
    }


def _items(request: ActorRequest, asked: Asked) -> tuple[int, list[CalendarItem]]:
    """What lies in the days or parts shown, one more than a page when there is more; of parts how many in all."""
    actor, parts = request.actor, asked.shown.parts
    start, end = asked.shown.instants(actor.zone)
    if parts:
        return list_part(
            actor=actor, user_ids=asked.chosen, day=asked.shown.first, borders=(start, end), part=parts,
            limit=ROWS + 1, after=asked.after,
        )  # fmt: skip
    more = _DAY if actor.zone.key != actor.company_zone.key else timedelta()  # the company's days are others
    return 0, list_span(
        actor=actor, user_ids=asked.chosen, start=start - more, end=end + more, limit=ROWS + 1, after=asked.after
    )


def _clashes(
    request: ActorRequest, asked: Asked, items: Sequence[CalendarItem], *, is_all: bool
) -> dict[Any, Clash]:
    """Who is booked twice, also with what stands on another page or in another part."""
    if is_all and not asked.shown.parts:
        return find_clashes(items)
    start, end = asked.shown.instants(request.actor.zone)
    booked = list_booked(actor=request.actor, user_ids=asked.chosen, start=start, end=end)
    return find_clashes(items, booked)


def _rows(
    request: ActorRequest, found: dict[date, list[CalendarItem]], clashes: dict[Any, Clash], pen: Pen
) -> list[tuple[date, Markup]]:
    statuses = list_statuses()

    def row(item: CalendarItem) -> str:
        return pen.row(item, clashes.get(item.activity.id), statuses=statuses, now=request.now)

    return [(day, join([row(item) for item in sorted(items, key=_order)])) for day, items in found.items()]


def _order(item: CalendarItem) -> tuple[bool, datetime, Any]:
    return item.on is None, item.at, item.activity.id


def say_hours(parts: Parts | None, day: date, zone: ZoneInfo) -> str:
    """The hours of a day that are shown, in words; "" of all."""
    if parts is None or parts == ALL:
        return ""
    if parts == JUST_WHOLE:
        return _("all day")
    begins, ends = part_at(max(parts[0], 0), day, zone)[0], part_at(parts[1] - 1, day, zone)[1]
    return f"{clock_of(begins.astimezone(zone))}–{clock_of(ends.astimezone(zone))}"


def by_day(
    items: Sequence[CalendarItem], days: Sequence[date], zone: ZoneInfo
) -> dict[date, list[CalendarItem]]:
    """What lies on each of the days, which follow each other: a task of a whole day by its date."""
    found: dict[date, list[CalendarItem]] = {day: [] for day in days}
    borders = [start_of_day(day, zone=zone) for day in [*days, days[-1] + _DAY]]
    for item in items:
        if item.on is not None:
            if item.on in found:
                found[item.on].append(item)
            continue
        first = bisect_right(borders, item.at) - 1
        for at in range(max(first, 0), len(days)):
            if at > first and item.until <= borders[at]:
                break
            found[days[at]].append(item)
    return found
