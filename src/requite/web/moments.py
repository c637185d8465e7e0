"""Instants from forms: "2026-11-24" and "14:30" in the reader's zone, gaps of daylight saving time refused."""

from datetime import date, datetime, time

from django.http import HttpRequest
from django.utils.translation import gettext as _

from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.period import TimeGap, to_instant
from requite.web.doors import sent

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def read_day(text: str, *, field: str) -> date:
    """A date as a form sends it (ISO). Raises Refused beside the field."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(_("Give the date as year-month-day, for example 2026-11-24."), field=field) from None
    if not EARLIEST <= day < LATEST:
        raise Refused(_("The date lies outside the years 2000 to 2099."), field=field)
    return day


def read_clock(text: str, *, field: str) -> time:
    """A time of day as a form sends it ("14:30"). Raises Refused beside the field."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise Refused(_("Give the time as hours and minutes, for example 14:30."), field=field) from None


def sent_moment(
    request: HttpRequest, actor: Actor, *, day: str = "day", clock: str = "clock", default: time | None = None
) -> datetime | None:
    """The instant of the fields `day` and `clock`; None when both are blank.

    A day without a time takes `default`. Raises Refused beside the field, also for a time that the clocks skip.
    """
    day_text, clock_text = sent(request, day), sent(request, clock)
    if not day_text and not clock_text:
        return None
    if not day_text:
        raise Refused(_("Give the day too."), field=day)
    on = read_day(day_text, field=day)
    if not clock_text and default is None:
        raise Refused(_("Give the time too."), field=clock)
    at = read_clock(clock_text, field=clock) if clock_text else default
    try:
        return to_instant(datetime.combine(on, at or time()), zone=actor.zone)
    except TimeGap as gap:
        raise Refused(str(gap), field=clock) from None


def sent_due(
    request: HttpRequest, actor: Actor, *, day: str = "day", clock: str = "clock"
) -> tuple[datetime | None, date | None]:
    """When a task is due: an instant, or (a day without a time) some time on that day; (None, None) when both are blank."""
    if sent(request, day) and not sent(request, clock):
        return None, read_day(sent(request, day), field=day)
    return sent_moment(request, actor, day=day, clock=clock), None
