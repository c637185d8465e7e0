"""Spans of days, and the instants at which they begin and end in a zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from requite.kernel import errors

_DAY = timedelta(days=1)
_KEY = re.compile(r"(\d{4})(?:-(?:Q([1-4])|W(\d{2})|(\d{2})(?:-(\d{2}))?))?")


class Kind(StrEnum):
    """The periods that a plan can be for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "custom"


class TimeGap(errors.Refused):
    """A local time that the clocks of its zone jump over. `before`, `after`: the UTC instants around it."""

    def __init__(self, *, before: datetime, after: datetime, zone: tzinfo) -> None:
        self.before, self.after = before, after
        text = _("The clocks change then, and this time doesn't exist. The next one is %(time)s.")
        super().__init__(text % {"time": f"{after.astimezone(zone):%Y-%m-%d %H:%M}"})


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, not including, `end`."""

    start: date
    end: date
    kind: Kind = Kind.SPAN

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise errors.Refused(_("A period ends after it begins."), field="end")

    @property
    def key(self) -> str:
        """A name without language: 2026-10-05, 2026-W41, 2026-10, 2026-Q4, 2026, 2026-10-01..2026-10-15.

        The last day of a span is part of it. `parse_period` reads it back.
        """
        match self.kind:
            case Kind.DAY:
                return self.start.isoformat()
            case Kind.WEEK:
                year, week, _weekday = self.start.isocalendar()
                return f"{year:04}-W{week:02}"
            case Kind.MONTH:
                return self.start.isoformat()[:7]
            case Kind.QUARTER:
                return f"{self.start.year:04}-Q{(self.start.month + 2) // 3}"
            case Kind.YEAR:
                return f"{self.start.year:04}"
        return f"{self.start}..{self.last}"

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def previous(self) -> "Period":
        """The one just before, of the same kind; of a span, the same number of days."""
        if self.kind is Kind.SPAN:
            return Period(self.start - (self.end - self.start), self.start)
        return period_of(self.kind, self.start - _DAY)

    @property
    def next(self) -> "Period":
        """The one just after, of the same kind; of a span, the same number of days."""
        if self.kind is Kind.SPAN:
            return Period(self.end, self.end + (self.end - self.start))
        return period_of(self.kind, self.end)

    def contains(self, day: date) -> bool:
        """True where the day is one of it."""
        return self.start <= day < self.end

    def instants(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Its half-open borders in UTC: the first instants of `start` and of `end` in the zone."""
        return start_of_day(self.start, zone=zone), start_of_day(self.end, zone=zone)


def period_of(kind: Kind | str, day: date) -> Period:
    """The day, week (Monday first), month, quarter or year that the day is in."""
    kind = Kind(kind)
    match kind:
        case Kind.DAY:
            return Period(day, day + _DAY, kind)
        case Kind.WEEK:
            monday = day - _DAY * day.weekday()
            return Period(monday, monday + _DAY * 7, kind)
        case Kind.MONTH:
            return _months(day.replace(day=1), 1, kind)
        case Kind.QUARTER:
            return _months(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3, kind)
        case Kind.YEAR:
            return _months(day.replace(month=1, day=1), 12, kind)
    raise ValueError(kind)


def span(first: date, last: date) -> Period:
    """From the first day to the last, both within, as people say it."""
    return Period(first, last + _DAY)


def parse_period(key: str) -> Period:
    """The period of a `key`; `Refused` where it isn't one."""
    try:
        return _read_key(key)
    except (ValueError, OverflowError):
        raise errors.Refused(_("This isn't a period."), field="period") from None


def to_instant(local: datetime, *, zone: tzinfo, later: bool = False) -> datetime:
    """The UTC instant of a naive local time. `TimeGap` where the zone jumps over it: nothing shifts silently.

    Where the clocks go back and the time comes twice, it's the first, or the second with `later`.
    """
    placed = local.replace(tzinfo=zone, fold=1 if later else 0)
    instant = placed.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        jump = _find_jump(local, zone)
        raise TimeGap(before=jump - timedelta(microseconds=1), after=jump, zone=zone)
    return instant


def start_of_day(day: date, *, zone: tzinfo) -> datetime:
    """The first UTC instant of a day in the zone: midnight, or what comes after a jump over it."""
    return _start_of_day(day, zone)


@lru_cache(maxsize=4096)
def _start_of_day(day: date, zone: tzinfo) -> datetime:
    try:
        return to_instant(datetime(day.year, day.month, day.day), zone=zone)  # noqa: DTZ001
    except TimeGap as gap:
        return gap.after


def _find_jump(local: datetime, zone: tzinfo) -> datetime:
    """The instant at which the clocks jump over the local time, to the second.

    In a gap fold=1 counts by the offset after the jump, so it lies before it, and fold=0 at or after it.
    """
    early = local.replace(tzinfo=zone, fold=1, microsecond=0).astimezone(UTC)
    late = local.replace(tzinfo=zone, fold=0, microsecond=0).astimezone(UTC)
    offset = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early).total_seconds() // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late


def _months(first: date, count: int, kind: Kind) -> Period:
    months = first.year * 12 + first.month - 1 + count
    return Period(first, date(months // 12, months % 12 + 1, 1), kind)


def _read_key(key: str) -> Period:
    first, dots, last = key.partition("..")
    if dots:
        return span(date.fromisoformat(first), date.fromisoformat(last))
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(key)
    year, quarter, week, month, day = (int(part) if part else 0 for part in found.groups())
    if week:
        return period_of(Kind.WEEK, date.fromisocalendar(year, week, 1))
    if quarter:
        return period_of(Kind.QUARTER, date(year, quarter * 3, 1))
    if found[4] is None:
        return period_of(Kind.YEAR, date(year, 1, 1))
    return period_of(
        Kind.MONTH if found[5] is None else Kind.DAY, date(year, month, day or int(found[5] is None))
    )
