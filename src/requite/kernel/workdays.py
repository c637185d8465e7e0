"""Working days by a country's calendar: weekends, holidays and their substitutes, moved working days."""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

# The package is asked for a year at a time, and only here.
import holidays
from holidays import version

_DAY = timedelta(days=1)
_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of a company.

    `country` is ISO 3166 ("KR"); an unknown one has weekends only. `closed` are the company's own days off,
    `opened` the days that it works in spite of the calendar.
    """

    country: str
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    @property
    def version(self) -> str:
        """What the days were computed with, to be kept beside figures that were made from them."""
        return f"holidays {version.__version__}"

    def is_working(self, day: date) -> bool:
        """True where the company works that day."""
        if day in self.opened:
            return True
        return day not in self.closed and day.toordinal() in _working_set(self.country, day.year)

    def working_days(self, start: date, end: date, *, leave: Collection[date] = ()) -> int:
        """How many days the company works from `start` up to `end` (not in it), without those of `leave`."""
        if end <= start:
            return 0
        count = sum(
            _count(self.country, year, start.toordinal(), end.toordinal())
            for year in range(start.year, (end - _DAY).year + 1)
        )
        days = {day for day in (*self.closed, *self.opened) if start <= day < end}
        count += sum(self.is_working(day) - _is_public(self.country, day) for day in days)
        return count - sum(start <= day < end and self.is_working(day) for day in set(leave))

    def list_working_days(self, start: date, end: date) -> list[date]:
        """The working days themselves, in order, half-open."""
        days = (start + _DAY * step for step in range((end - start).days))
        return [day for day in days if self.is_working(day)]

    def after(self, day: date, *, days: int) -> date:
        """The working day `days` working days after `day`; with 0 the day itself or the next working one."""
        found = day
        while not self.is_working(found):
            found += _DAY
        for _step in range(days):
            found += _DAY
            while not self.is_working(found):
                found += _DAY
        return found

    def holiday_name(self, day: date) -> str:
        """The public holiday's name as the country's package gives it; "" on other days."""
        return _names(self.country, day.year).get(day, "")


def _is_public(country: str, day: date) -> bool:
    return day.toordinal() in _working_set(country, day.year)


def _count(country: str, year: int, start: int, end: int) -> int:
    days = _working(country, year)
    return bisect_left(days, end) - bisect_left(days, start)


@lru_cache(maxsize=512)
def _working(country: str, year: int) -> tuple[int, ...]:
    """The ordinals of a year's working days, ascending."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    days = (date.fromordinal(at) for at in range(first, last + 1))
    known = _public(country, year)
    if known is None:
        return tuple(day.toordinal() for day in days if day.weekday() not in _WEEKEND)
    return tuple(day.toordinal() for day in days if known.is_working_day(day))


@lru_cache(maxsize=512)
def _working_set(country: str, year: int) -> frozenset[int]:
    return frozenset(_working(country, year))


@lru_cache(maxsize=512)
def _names(country: str, year: int) -> dict[date, str]:
    known = _public(country, year)
    return {} if known is None else dict(known.items())


@lru_cache(maxsize=64)
def _public(country: str, year: int) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country, years=year, expand=False)
    except (NotImplementedError, KeyError):
        return None
