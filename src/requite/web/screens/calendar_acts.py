"""Moved and stretched in the calendar: the acts of everywhere else, with the time that was dropped on."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.errors import NotVisible, Refused
from requite.kernel.period import TimeGap, to_instant
from requite.web.doors import ActorRequest, door, id_of, read_version, sent
from requite.web.formats import clock, moment
from requite.web.formats import day as say_day
from requite.web.moments import EARLIEST, LATEST, read_clock, read_day
from requite.web.pages import is_fragment
from requite.web.toasts import with_toast
from requite.work.actions import lengths, meetings, tasks
from requite.work.queries.timeline import ActivityShape, get_activity


def value_of(request: ActorRequest, name: str) -> str:
    """What the form sent, or (an undo) what stands in the address."""
    return sent(request, name) or request.GET.get(name, "").replace("\x00", "").strip()


def version_of(request: ActorRequest) -> int | None:
    return read_version(value_of(request, "version"))


def _instant(text: str) -> datetime:
    """An instant of an undo's address."""
    try:
        at = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not EARLIEST <= at.date() < LATEST:
        raise Refused(_("Say when instead."), field="day")
    return at


def _wanted(request: ActorRequest) -> tuple[datetime | None, date | None]:
    """When it is to be: an instant, or (without a time) a whole day; (None, None) when nothing is said.

    `later` chooses the second of the two times when the clocks go back. Raises Refused beside the field.
    """
    if text := value_of(request, "at"):
        return _instant(text), None
    if not value_of(request, "day"):
        return None, None
    day = read_day(value_of(request, "day"), field="day")
    text = value_of(request, "clock")
    if not text:
        return None, day
    local = datetime.combine(day, read_clock(text, field="clock"))
    try:
        return to_instant(local, zone=request.actor.zone, later=value_of(request, "later") == "1"), None
    except TimeGap as gap:
        raise Refused(str(gap), field="clock") from None


def said_of(request: ActorRequest, activity_id: UUID, text: str, undo: str) -> HttpResponseBase:
    """The word after the act. With script the calendar fetches its days anew; without, it goes back to where it was."""
    if is_fragment(request):
        response = HttpResponse("")
        response.headers["X-Record"] = str(activity_id)
        return with_toast(request, response, text, undo=undo)
    back = request.headers.get("Referer", "")
    same = back.startswith(f"{request.scheme}://{request.get_host()}/")
    page = reverse("activity", kwargs={"id": activity_id})
    return with_toast(request, HttpResponseRedirect(back if same else page), text, undo=undo)


def _undo(activity_id: UUID, **former: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in former.items()).replace("+", "%2B")
    return f"{reverse('activity_time', kwargs={'id': activity_id})}?{query}"


@door("POST", right="work.edit")
def time(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Give an activity another time (`day`, `clock`), or another length (`minutes` alone).

    An undo (`back`) has the version in its address, and overwrites nothing that was changed since.
    """
    activity_id = id_of(id)
    found = get_activity(actor=request.actor, activity_id=activity_id)
    if found is None:
        raise NotVisible
    at, on = _wanted(request)
    if at is None and on is None and value_of(request, "minutes"):
        return _stretch(request, found)
    if at is None and on is None:
        raise Refused(_("Say when instead."), field="day")
    if found.kind == "meeting":
        return _move_meeting(request, found, at)
    moved = tasks.postpone_activity(
        actor=request.actor,
        at=request.now,
        activity_id=activity_id,
        event_at=at,
        on=on,
        until=at + _length(request) if at and value_of(request, "minutes") else None,
        version=version_of(request),
    )
    said = moment(at, "weekday") if at else say_day(on, "weekday")
    text = _("Moved back.") if "back" in request.GET else _("Moved to %(time)s.") % {"time": said}
    return said_of(request, activity_id, text, _back(request, found, moved.version))


def _back(request: ActorRequest, found: ActivityShape, version: int) -> str:
    """The address that puts a task or call back to where it was."""
    if found.is_all_day:
        return _undo(found.id, day=request.actor.day_of(found.at), version=version, back=1)
    length = {"minutes": _minutes(found)} if found.until else {}
    return _undo(found.id, at=found.at.isoformat(), **length, version=version, back=1)


def _minutes(found: ActivityShape) -> int:
    """How long it takes; 0 of what takes no time."""
    usual = meetings.USUAL if found.kind == "meeting" else timedelta()
    return ((found.until - found.at) if found.until else usual) // timedelta(minutes=1)


def _length(request: ActorRequest) -> timedelta:
    text = value_of(request, "minutes")
    if not text.isdecimal() or len(text) > 6:
        raise Refused(_("Give the length in whole minutes."), field="minutes")
    return timedelta(minutes=int(text))


def _move_meeting(request: ActorRequest, found: ActivityShape, at: datetime | None) -> HttpResponseBase:
    if at is None:
        raise Refused(_("Give the time too."), field="clock")
    if at == found.at:
        return said_of(request, found.id, _("It stands where it stood."), "")
    fresh = meetings.postpone_meeting(
        actor=request.actor, at=request.now, activity_id=found.id, event_at=at, version=version_of(request)
    )
    undo = reverse("activity_former_time", kwargs={"id": fresh.id})
    return said_of(request, fresh.id, _("Moved to %(time)s.") % {"time": moment(at, "weekday")}, undo)


def _stretch(request: ActorRequest, found: ActivityShape) -> HttpResponseBase:
    length = _length(request)
    until = found.at + length if length or found.kind == "meeting" else None
    stretched = lengths.correct_length(
        actor=request.actor, at=request.now, activity_id=found.id, until=until, version=version_of(request)
    )
    before = _minutes(found)
    undo = _undo(found.id, minutes=before, version=stretched.version, back=1) if before or found.kind != "meeting" else ""
    said = _("It ends at %(time)s now.") % {"time": clock(until)} if until else _("It takes no time now.")
    return said_of(request, found.id, said, undo)


@door("POST", right="work.edit")
def former_time(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Undo a meeting's move: the one that came of it goes, the one before it is planned again."""
    before = meetings.restore_meeting(actor=request.actor, at=request.now, activity_id=id_of(id))
    return said_of(request, before.id, _("Moved back."), "")
