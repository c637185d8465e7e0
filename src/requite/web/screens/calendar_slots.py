"""Free time of several people: a list of slots, each a door to the form that plans the joint meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.insight.plans.counting import calendar_of
from requite.insight.plans.queries import list_gone
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Text
from requite.kernel.period import TimeGap, to_instant
from requite.web.calendar.lengths import lengths, read_minutes
from requite.web.calendar.showing import whose
from requite.web.calendar.slots import Busy, list_starts
from requite.web.doors import ActorRequest, door
from requite.web.moments import read_clock, read_day
from requite.web.pages import is_fragment, render
from requite.web.screens.calendar import ticks
from requite.work.queries.calendar import list_busy

LONGEST_SPAN = 31
STEP = timedelta(minutes=30)
MOST = 120
FIELDS = ("first", "last", "opens", "shuts", "minutes")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought: days from `first` to `last`, hours from `opens` to `shuts` in the reader's zone, a length."""

    first: date
    last: date
    opens: time
    shuts: time
    length: timedelta


def read_sought(typed: Mapping[str, str], *, today: date) -> Sought:
    """What the form says. Raises Refused by field."""
    errors: dict[str, Text] = {}
    found: dict[str, Any] = {}
    readers = {"first": read_day, "last": read_day, "opens": read_clock, "shuts": read_clock}
    for name, reader in readers.items():
        try:
            found[name] = reader(typed[name], field=name)
        except Refused as refusal:
            errors |= refusal.errors
    try:
        found["length"] = read_minutes(typed["minutes"])
    except Refused as refusal:
        errors |= refusal.errors
    if not errors:
        errors = _faults(Sought(**found), today)
    if errors:
        raise Refused(errors=errors)
    return Sought(**found)


def _faults(sought: Sought, today: date) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    if sought.last < sought.first:
        errors["last"] = _("The last day comes before the first.")
    elif sought.last - sought.first >= _DAY * LONGEST_SPAN:
        errors["last"] = _("Look through a month at most.")
    elif sought.last < today:
        errors["last"] = _("These days are over.")
    if sought.shuts <= sought.opens:
        errors["shuts"] = _("The day ends before it begins.")
    return errors


def windows(actor: Actor, sought: Sought, *, now: datetime) -> list[Busy]:
    """The working hours of the company's working days, from now on. An hour that the clocks skip begins after the gap."""
    calendar = calendar_of(actor)
    found = []
    for day in calendar.list_working_days(sought.first, sought.last + _DAY):
        start, end = (_instant(day, clock, actor) for clock in (sought.opens, sought.shuts))
        first = max(start, _round_up(now))
        if first < end:
            found.append((first, end))
    return found


def _instant(day: date, clock: time, actor: Actor) -> datetime:
    try:
        return to_instant(datetime.combine(day, clock), zone=actor.zone)
    except TimeGap as gap:
        return gap.after


def _round_up(at: datetime) -> datetime:
    step = int(STEP.total_seconds())
    return datetime.fromtimestamp(-(-int(at.timestamp()) // step) * step, tz=at.tzinfo)


def find_slots(actor: Actor, users: tuple[UUID, ...], sought: Sought, *, now: datetime) -> list[datetime]:
    """When all of the users are free for that long. Two statements."""
    open_hours = windows(actor, sought, now=now)
    if not open_hours:
        return []
    start, end = open_hours[0][0], open_hours[-1][1]
    meetings = list_busy(actor=actor, user_ids=users, start=start, end=end)
    busy = [span for spans in meetings.values() for span in spans]
    away = list_gone(actor=actor, user_ids=users, start=start, end=end)
    busy += [span for spans in away.values() for span in spans]
    return list_starts(open_hours, busy, length=sought.length, step=STEP, most=MOST)


@door("GET", right="work.free")
def slots(request: ActorRequest) -> HttpResponseBase:
    """The form and, once it is filled in, the slots by day."""
    actor = request.actor
    today = request.now.astimezone(actor.zone).date()
    first = {
        "first": today.isoformat(),
        "last": (today + _DAY * 6).isoformat(),
        "opens": "09:00",
        "shuts": "18:00",
    }
    first["minutes"] = "60"
    typed = {name: request.GET.get(name, "").replace("\x00", "")[:20] or first[name] for name in FIELDS}
    users = whose([str(actor.me), *request.GET.getlist("with")], actor, "work.free")
    context: dict[str, Any] = {
        "typed": typed, "errors": {}, "found": [], "lengths": lengths(typed["minutes"]),
        "ticks": [one for one in ticks(actor, users, right="work.free") if one[0] != actor.id],
        "others": [id_ for id_ in users if id_ != actor.id], "may_plan": actor.has("work.edit"),
    }  # fmt: skip
    status = 200
    try:
        sought = read_sought(typed, today=today)
        by_day: dict[date, list[datetime]] = {}
        for at in find_slots(actor, users, sought, now=request.now):
            by_day.setdefault(at.astimezone(actor.zone).date(), []).append(at)
        context |= {"found": list(by_day.items()), "length": sought.length, "zone": actor.zone}
    except Refused as refusal:
        context["errors"] = {name: str(text) for name, text in refusal.errors.items()}
        status = 422
    context["is_changed"] = is_fragment(request) and (status == 422 or "was_wrong" in request.GET)
    return render(
        request, "calendar/slots.html", context, fragment="calendar/slots_found.html", status=status
    )
