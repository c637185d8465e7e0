"""The calendar's days as columns of boxes: what a view shows, made of what the rooms say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from markupsafe import Markup

from requite.kernel.period import start_of_day
from requite.web.calendar.boxes import Pen
from requite.web.calendar.days import HOUR, Hour, axis, hours_of, place
from requite.web.calendar.lanes import gather
from requite.work.queries.calendar import CalendarItem

LANES_OF_DAY, LANES_OF_WEEK = 8, 4
Clashes = Mapping[UUID, Sequence[CalendarItem]]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rest:
    """Boxes that found no lane: where they stand, and how many they are."""

    h: int
    m: int
    lh: int
    lm: int
    lane: int
    of: int
    count: int


@dataclass(frozen=True, slots=True)
class Column:
    """A day, or one person's day. `gaps` are the hours of the axis that the day hasn't, `now` the minute that it is."""

    day: date
    user: UUID | None
    label: str
    boxes: Markup
    rests: tuple[Rest, ...]
    whole: Markup
    gaps: tuple[int, ...]
    now: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns beside one axis of hours."""

    hours: tuple[Hour, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all columns of a grid have in common."""

    hours: list[Hour]
    pen: Pen
    zone: ZoneInfo
    now: datetime
    clashes: Clashes
    lanes: int


def join(lines: Sequence[str]) -> Markup:
    """What a pen drew, as one piece."""
    return Markup("".join(lines))  # noqa: S704 - escaped by the pen


def find_clashes(items: Sequence[CalendarItem]) -> dict[UUID, list[CalendarItem]]:
    """For each of those that book time the others at that time that book one of its people. `items` are in order of time."""
    found: dict[int, dict[int, CalendarItem]] = {}  # by their places among the items: an id is slow to look up
    running: dict[UUID, list[int]] = {}
    for here, item in enumerate(items):
        if not item.books:
            continue
        for user in item.users:
            others = [at for at in running.get(user, ()) if items[at].until > item.at]
            for at in others:
                found.setdefault(here, {})[at] = items[at]
                found.setdefault(at, {})[here] = item
            others.append(here)
            running[user] = others
    return {items[at].activity.id: list(others.values()) for at, others in found.items()}


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


def make_grid(
    *,
    items: Sequence[CalendarItem],
    days: Sequence[date],
    pen: Pen,
    zone: ZoneInfo,
    now: datetime,
    clashes: Clashes,
) -> Grid:
    """A column for each day; of one day and several people a column for each of them."""
    hours = axis(days, zone)
    names = pen.whose.names
    several = len(days) == 1 and len(names) > 1
    who: list[tuple[UUID | None, str]] = list(names.items()) if several else [(None, "")]
    lanes = LANES_OF_DAY if len(days) == 1 and not several else LANES_OF_WEEK
    sheet = Sheet(hours, pen, zone, now, clashes, lanes)
    columns = [
        _column([item for item in here if user is None or user in item.users], day, user, label, sheet)
        for day, here in by_day(items, days, zone).items()
        for user, label in who
    ]
    return Grid(tuple(hours), tuple(columns))


def _column(items: Sequence[CalendarItem], day: date, user: UUID | None, label: str, sheet: Sheet) -> Column:
    hours, zone, pen = sheet.hours, sheet.zone, sheet.pen
    borders = start_of_day(day, zone=zone), start_of_day(day + _DAY, zone=zone)
    whole = [item for item in items if _is_whole(item, borders)]
    timed = [item for item in items if not _is_whole(item, borders)]
    spans = [place(item.at, item.until, day, hours, zone) for item in timed]
    places, rests = gather(spans, sheet.lanes)
    made = [
        pen.box(item, span=span, place=where, clash=sheet.clashes.get(item.activity.id, ()))
        for item, span, where in zip(timed, spans, places, strict=True)
        if where is not None
    ]
    return Column(
        day=day,
        user=user,
        label=label,
        boxes=join(made),
        rests=tuple(
            Rest(
                *divmod(rest.start, HOUR),
                *divmod(rest.end - rest.start, HOUR),
                rest.place.lane,
                rest.place.of,
                rest.count,
            )
            for rest in rests
        ),
        whole=join([pen.line(item, sheet.clashes.get(item.activity.id, ())) for item in whole]),
        gaps=tuple(at for at, hour in enumerate(hours) if hour not in hours_of(day, zone)),
        now=_now(sheet.now, day, hours, zone) if borders[0] <= sheet.now < borders[1] else None,
    )


def _is_whole(item: CalendarItem, borders: tuple[datetime, datetime]) -> bool:
    """Whether it fills the day, and stands in the row of whole days."""
    return item.on is not None or (item.at <= borders[0] and item.until >= borders[1])


def _now(now: datetime, day: date, hours: Sequence[Hour], zone: ZoneInfo) -> tuple[int, int]:
    return divmod(place(now, now, day, hours, zone)[0], HOUR)
