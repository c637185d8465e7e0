"""When something is due that has so many hours: they run on working days, and end while people work."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from requite.kernel.workdays import Calendar

OPENS, SHUTS = time(9), time(18)
_DAY = timedelta(days=1)


def due_after(start: datetime, *, hours: int, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The instant `hours` hours of working days after `start`, each day having those of the clock in `zone`.

    One before 9:00 is moved to 9:00 of its day, one after 18:00 to 9:00 of the next working day. No hours are at once.
    """
    if hours <= 0:
        return start
    at, left = start, timedelta(hours=hours)
    while True:
        day = at.astimezone(zone).date()
        if not calendar.is_working(day):
            at = _midnight(_next(calendar, day), zone)
            continue
        end = _midnight(day + _DAY, zone)
        if left < end - at:
            return _in_hours((at + left).astimezone(zone), calendar).astimezone(start.tzinfo)
        left -= end - at
        at = end


def _in_hours(here: datetime, calendar: Calendar) -> datetime:
    if here.time() < OPENS:
        return datetime.combine(here.date(), OPENS, here.tzinfo)
    if here.time() > SHUTS:
        return datetime.combine(_next(calendar, here.date()), OPENS, here.tzinfo)
    return here


def _next(calendar: Calendar, day: date) -> date:
    return calendar.after(day + _DAY, days=0)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))
