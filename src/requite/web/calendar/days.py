"""Days of a zone as columns of hours: 23, 24 or 25 of them, and where an instant stands in a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

from babel.core import Locale, UnknownLocaleError

from requite.kernel.period import start_of_day

View = Literal["day", "week", "month", "agenda"]
VIEWS: tuple[View, ...] = ("day", "week", "month", "agenda")
HOUR = 60
STEP = 5
AGENDA = 14
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_REGIONS = {"ko": "KR", "ru": "RU"}
Hour = tuple[int, int]
Parts = tuple[int, int]  # hours of a day numbered from its beginning, up to the second; before them what fills all of it
JUST_WHOLE, ALL = (-1, 0), (-1, 26)


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the calendar is shown: the days from `first` up to, not including, `end`, around the day `on`.

    `parts` are the hours of one day, where not all is shown.
    """

    view: View
    on: date
    first: date
    end: date
    parts: Parts | None = None

    @property
    def days(self) -> list[date]:
        """Its days."""
        return [self.first + _DAY * step for step in range((self.end - self.first).days)]

    def instants(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Its half-open borders in UTC."""
        return start_of_day(self.first, zone=zone), start_of_day(self.end, zone=zone)


@lru_cache(maxsize=256)
def first_weekday(language: str, country: str) -> int:
    """With which day a week begins for readers of the language, in English by the country: 0 is Monday."""
    try:
        return int(Locale.parse(f"und_{_REGIONS.get(language, country)}").first_week_day)
    except (UnknownLocaleError, ValueError):
        return 0


def shown(view: View, on: date, *, first: int) -> Shown:
    """The days that a view around `on` shows, within the years that there are; weeks begin with the weekday `first`."""
    on = min(max(on, EARLIEST), LATEST)
    start, days = on, 1
    if view == "agenda":
        days = AGENDA
    elif view == "week":
        start, days = _week(on, first), 7
    elif view == "month":
        start = _week(on.replace(day=1), first)
        following = (on.replace(day=1) + _DAY * 31).replace(day=1)
        days = 7 * -(-(following - start).days // 7)
    return Shown(view, on, start, start + _DAY * days)


def step(view: View, on: date, by: int) -> date:
    """The day to look at one view earlier (`by` -1) or later (1)."""
    if view != "month":
        return on + _DAY * by * {"day": 1, "week": 7, "agenda": AGENDA}[view]
    months = on.year * 12 + on.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def say_parts(parts: Parts) -> str:
    """Parts of a day as an address has them: "9", "9-12", "whole", "all"."""
    if parts in (JUST_WHOLE, ALL):
        return "all" if parts == ALL else "whole"
    return str(parts[0]) if parts[1] == parts[0] + 1 else f"{parts[0]}-{parts[1]}"


def read_parts(text: str) -> Parts | None:
    """The parts of an address, None where they are none."""
    if text in ("all", "whole"):
        return ALL if text == "all" else JUST_WHOLE
    first, _dash, past = text.partition("-")
    if not (first.isdecimal() and (past or first).isdecimal() and len(text) < 6):
        return None
    found = int(first), int(past) if past else int(first) + 1
    return found if found[0] < found[1] <= ALL[1] else None


def axis(days: Sequence[date], zone: tzinfo) -> list[Hour]:
    """The hours of a column as (hour, fold): those of all the days. Fold 1 is an hour that comes the second time."""
    return sorted({hour for day in days for hour in hours_of(day, zone)})


@lru_cache(maxsize=1024)
def hours_of(day: date, zone: tzinfo) -> frozenset[Hour]:
    """The hours that the day has in the zone."""
    at, end = start_of_day(day, zone=zone), start_of_day(day + _DAY, zone=zone)
    found = set()
    while at < end:
        here = at.astimezone(zone)
        found.add((here.hour, here.fold))
        at += timedelta(minutes=30)
    return frozenset(found)


def place(at: datetime, until: datetime, day: date, hours: Sequence[Hour], zone: tzinfo) -> tuple[int, int]:
    """From which minute of the column to which the part of [at, until) lies that belongs to the day.

    Both are whole steps of five minutes; the part is one step long at least.
    """
    return place_local(at.astimezone(zone), until.astimezone(zone), day, hours, zone)


def place_local(
    here: datetime, there: datetime, day: date, hours: Sequence[Hour], zone: tzinfo
) -> tuple[int, int]:
    """The same of times in the zone."""
    if here.date() == day == there.date() and len(hours) == 24 and not here.fold and not there.fold:
        top, last = here.hour * HOUR + here.minute, there.hour * HOUR + there.minute
    else:
        start, end = start_of_day(day, zone=zone), start_of_day(day + _DAY, zone=zone)
        at, until = max(here.astimezone(UTC), start), min(there.astimezone(UTC), end)
        top = _minute(at, hours, zone)
        last = _minute(max(until - _MINUTE, at), hours, zone) + 1
    top = top // STEP * STEP
    return top, max(-(-last // STEP) * STEP, top + STEP)


def part_at(part: int, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When an hour of the day, numbered from its beginning, begins and ends."""
    start, end = start_of_day(day, zone=zone), start_of_day(day + _DAY, zone=zone)
    at = start + timedelta(hours=part)
    return at, min(at + timedelta(hours=1), end)


def _minute(at: datetime, hours: Sequence[Hour], zone: tzinfo) -> int:
    here = at.astimezone(zone)
    row, hour = here.hour, (here.hour, here.fold)
    if row >= len(hours) or hours[row] != hour:  # the clocks change in these days
        row = hours.index(hour)
    return row * HOUR + here.minute


def _week(day: date, first: int) -> date:
    return day - _DAY * ((day.weekday() - first) % 7)
