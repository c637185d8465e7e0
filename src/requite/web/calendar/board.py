"""The calendar's days as columns of boxes: what a view shows, made of what the rooms say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from markupsafe import Markup

from requite.kernel.period import start_of_day
from requite.web.calendar.boxes import Whose, box, line
from requite.web.calendar.days import HOUR, Hour, axis, hours_of, place
from requite.web.calendar.lanes import gather
from requite.work.queries.calendar import CalendarItem

LANES_OF_DAY, LANES_OF_WEEK = 8, 4
Clashes = Mapping[UUID, Sequence[CalendarItem]]


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
    boxes: tuple[Markup, ...]
    rests: tuple[Rest, ...]
    whole: tuple[Markup, ...]
    gaps: tuple[int, ...]
    now: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns beside one axis of hours."""

    hours: tuple[Hour, ...]
    columns: tuple[Column, ...]


def find_clashes(items: Sequence[CalendarItem]) -> dict[UUID, list[CalendarItem]]:
    """For each meeting the others at the same time in which one of its people is, too. `items` are in order of time."""
    found: dict[UUID, list[CalendarItem]] = {}
    running: dict[UUID, list[CalendarItem]] = {}
    for item in items:
        if not item.books:
            continue
        for user in item.users:
            running[user] = [one for one in running.get(user, ()) if one.until > item.at]
            for other in running[user]:
                if other not in found.setdefault(item.activity.id, []):
                    found[item.activity.id].append(other)
                    found.setdefault(other.activity.id, []).append(item)
            running[user].append(item)
    return found


def make_grid(
    *,
    items: Sequence[CalendarItem],
    days: Sequence[date],
    whose: Whose,
    zone: ZoneInfo,
    now: datetime,
    clashes: Clashes,
) -> Grid:
    """A column for each day; of one day and several people a column for each of them."""
    hours = axis(days, zone)
    several = len(days) == 1 and len(whose.names) > 1
    who: list[tuple[UUID | None, str]] = list(whose.names.items()) if several else [(None, "")]
    columns = [
        _column(items, day, user, label, (hours, whose, zone, now, clashes, len(days) == 1))
        for day in days
        for user, label in who
    ]
    return Grid(tuple(hours), tuple(columns))


def is_on(item: CalendarItem, day: date, borders: tuple[datetime, datetime]) -> bool:
    """Whether it lies on the day, whose borders are given: a task of a whole day by its date."""
    if item.on is not None:
        return item.on == day
    return item.at < borders[1] and (item.until > borders[0] or item.at >= borders[0])


def _column(
    items: Sequence[CalendarItem],
    day: date,
    user: UUID | None,
    label: str,
    common: tuple[list[Hour], Whose, ZoneInfo, datetime, Clashes, bool],
) -> Column:
    hours, whose, zone, now, clashes, is_alone = common
    borders = start_of_day(day, zone=zone), start_of_day(date.fromordinal(day.toordinal() + 1), zone=zone)
    here = [item for item in items if is_on(item, day, borders) and (user is None or user in item.users)]
    timed = [item for item in here if not _is_whole(item, borders)]
    spans = [place(item.at, item.until, day, hours, zone) for item in timed]
    places, rests = gather(spans, LANES_OF_DAY if is_alone and user is None else LANES_OF_WEEK)
    made = [
        box(item, whose, span=span, place=where, clash=clashes.get(item.activity.id, ()))
        for item, span, where in zip(timed, spans, places, strict=True)
        if where is not None
    ]
    return Column(
        day=day,
        user=user,
        label=label,
        boxes=tuple(made),
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
        whole=tuple(
            line(item, whose, clashes.get(item.activity.id, ())) for item in here if _is_whole(item, borders)
        ),
        gaps=tuple(at for at, hour in enumerate(hours) if hour not in hours_of(day, zone)),
        now=_now(now, day, hours, zone) if borders[0] <= now < borders[1] else None,
    )


def _is_whole(item: CalendarItem, borders: tuple[datetime, datetime]) -> bool:
    """Whether it fills the day, and stands in the row of whole days."""
    return item.on is not None or (item.at <= borders[0] and item.until >= borders[1])


def _now(now: datetime, day: date, hours: Sequence[Hour], zone: ZoneInfo) -> tuple[int, int]:
    return divmod(place(now, now, day, hours, zone)[0], HOUR)
