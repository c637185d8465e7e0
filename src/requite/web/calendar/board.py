"""The calendar's days as columns of boxes: what a view shows, made of what the rooms say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from markupsafe import Markup

from requite.kernel.period import start_of_day
from requite.web.calendar.boxes import Pen, join
from requite.web.calendar.days import ALL, HOUR, JUST_WHOLE, Hour, axis, hours_of, part_at, place, place_local
from requite.web.calendar.lanes import Place, fit, gather
from requite.web.calendar.saying import Clash
from requite.work.queries.calendar_days import WHOLE, DayColumn

Clashes = Mapping[UUID, Clash]
Columns = Mapping[tuple[date, UUID | None], DayColumn]
# The address of parts [first, past) of a day as a list, of one user's where one is given.
Lead = Callable[[date, UUID | None, tuple[int, int] | None], str]
_DAY = timedelta(days=1)
_NONE = DayColumn()
LEAST = 25  # minutes of the axis that the smallest box covers: a line of text, however short what it stands for


@dataclass(frozen=True, slots=True)
class Room:
    """How much a column has room for: its lanes, of how many it shows everything, and of more how many each hour."""

    lanes: int
    full: int
    few: int

    @property
    def lanes_when_overfull(self) -> int:
        """One for each of an hour, and one that says how many there are besides."""
        return self.few + 1


ALONE, SHARED, NARROW = Room(8, 60, 7), Room(4, 60, 2), Room(4, 20, 2)


@dataclass(frozen=True, slots=True)
class Column:
    """A day, or one person's day. `gaps` are the hours of the axis that the day hasn't, `now` the minute that it is.

    `count` is how many there are where not all have room, else 0.
    """

    day: date
    user: UUID | None
    label: str
    boxes: Markup
    whole: Markup
    gaps: tuple[int, ...]
    now: tuple[int, int] | None
    count: int
    lead: str


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
    room: Room
    lead: Lead
    is_day: bool


def room_of(days: Sequence[date], people: int) -> Room:
    """What a column of a grid of these days and so many people has room for."""
    if len(days) == 1:
        return NARROW if people > 1 else ALONE
    return SHARED if people > 1 else NARROW


def make_grid(
    found: Columns, days: Sequence[date], *, pen: Pen, zone: ZoneInfo, now: datetime, clashes: Clashes, lead: Lead
) -> Grid:
    """A column for each day; of one day and several people a column for each of them. `lead` gives addresses of lists."""
    hours = axis(days, zone)
    names = pen.whose.names
    is_day = len(days) == 1
    who: list[tuple[UUID | None, str]] = list(names.items()) if is_day and len(names) > 1 else [(None, "")]
    sheet = Sheet(hours, pen, zone, now, clashes, room_of(days, len(names)), lead, is_day)
    columns = [
        _column(found.get((day, user), _NONE), day, user, label, sheet) for day in days for user, label in who
    ]
    return Grid(tuple(hours), tuple(columns))


def _column(found: DayColumn, day: date, user: UUID | None, label: str, sheet: Sheet) -> Column:
    hours, zone, pen = sheet.hours, sheet.zone, sheet.pen
    borders = start_of_day(day, zone=zone), start_of_day(day + _DAY, zone=zone)
    whole = [item for item, part in found.shown if part == WHOLE]
    lines = [pen.line(item, sheet.clashes.get(item.activity.id)) for item in whole]
    if more := found.parts.get(WHOLE, 0) - len(whole):
        lines.append(pen.more(more, sheet.lead(day, user, JUST_WHOLE)))
    return Column(
        day=day,
        user=user,
        label=label,
        boxes=join(_boxes(found, day, user, sheet)),
        whole=join(lines),
        gaps=tuple(at for at, hour in enumerate(hours) if hour not in hours_of(day, zone)),
        now=_now(sheet.now, day, hours, zone) if borders[0] <= sheet.now < borders[1] else None,
        count=found.count if found.is_overfull else 0,
        lead=sheet.lead(day, user, ALL) if found.is_overfull else "",
    )


def _boxes(found: DayColumn, day: date, user: UUID | None, sheet: Sheet) -> list[str]:
    """The boxes of a column of hours, and behind them what says how many had no room."""
    zone, hours, pen = sheet.zone, sheet.hours, sheet.pen
    timed = [
        (item, part, item.at.astimezone(zone), item.until.astimezone(zone))
        for item, part in found.shown
        if part != WHOLE
    ]
    spans = [place_local(here, there, day, hours, zone) for _item, _part, here, there in timed]
    parts = [part for _item, part, _here, _there in timed]
    drawn = [(top, max(end, top + LEAST)) for top, end in spans]
    if found.is_overfull:
        places, rests = _fitted(found, drawn, parts, day, user, sheet)
    else:
        places, rests = _gathered(drawn, parts, day, user, sheet)
    made = [
        pen.box(item, here, there, span=span, place=where, clash=sheet.clashes.get(item.activity.id))
        for (item, _part, here, there), span, where in zip(timed, spans, places, strict=True)
        if where is not None
    ]
    return made + rests


def _fitted(
    found: DayColumn, spans: Sequence[tuple[int, int]], parts: Sequence[int], day: date, user: UUID | None, sheet: Sheet
) -> tuple[list[Place | None], list[str]]:
    """Places in an overfull column. Of what had none each hour says how many, and leads to all that begins in it."""
    hidden = {part: count - parts.count(part) for part, count in found.parts.items() if part != WHOLE}
    spread = {part: place(*part_at(part, day, sheet.zone), day, sheet.hours, sheet.zone) for part in hidden}
    most = sheet.room.lanes_when_overfull
    places, back = fit(spans, parts, hidden, spread.__getitem__, most)
    rests = [
        sheet.pen.rest(count, spread[part], Place(most - 1, most), sheet.lead(day, user, (part, part + 1)))
        for part, count in sorted(back.items())
    ]
    return places, rests


def _gathered(
    spans: Sequence[tuple[int, int]], parts: Sequence[int], day: date, user: UUID | None, sheet: Sheet
) -> tuple[list[Place | None], list[str]]:
    """Places in any other; what had none leads to the day, and there to a list of its hours."""
    places, rests = gather(spans, sheet.room.lanes)
    made = []
    for rest in rests:
        left = [
            part
            for span, part, where in zip(spans, parts, places, strict=True)
            if where is None and rest.start <= span[0] < rest.end
        ]
        address = sheet.lead(day, user, (min(left), max(left) + 1) if sheet.is_day else None)
        made.append(sheet.pen.rest(rest.count, (rest.start, rest.end), rest.place, address))
    return places, made


def _now(now: datetime, day: date, hours: Sequence[Hour], zone: ZoneInfo) -> tuple[int, int]:
    return divmod(place(now, now, day, hours, zone)[0], HOUR)
