"""A meeting planned from the calendar: a small form that says at once who is taken."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.web import chosen
from requite.web.addresses import url
from requite.web.asked_inputs import asks_of_new, note_asked
from requite.web.calendar.lengths import lengths, read_minutes
from requite.web.calendar.overlaps import list_overlaps
from requite.web.doors import ActorRequest, door, fresh_key, sent, sent_id
from requite.web.moments import sent_moment
from requite.web.own_fields import inputs_for, sent_own
from requite.web.pages import is_fragment, part, render
from requite.web.screens.calendar import ticks
from requite.web.toasts import with_toast
from requite.work.actions import meetings
from requite.work.models import Activity

MOST = 20
WHOM = ("person", "company", "deal")


def _chosen(request: ActorRequest, texts: list[str]) -> list[UUID]:
    actor = request.actor
    found = [id_ for text in texts[:100] if (id_ := parse_id(text)) and actor.covers("work.free", id_)]
    return [id_ for id_ in dict.fromkeys(found) if id_ != actor.id][:MOST]


def _context(
    request: ActorRequest,
    typed: Mapping[str, str],
    colleagues: list[UUID],
    errors: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    actor = request.actor
    people = [one for one in ticks(actor, colleagues, right="work.free") if one[0] != actor.id]
    return {
        "typed": typed,
        "errors": {name: str(text) for name, text in (errors or {}).items()},
        "ticks": people,
        "lengths": lengths(typed.get("minutes", "60")),
        "once": typed.get("once") or fresh_key(),
        "own": inputs_for(actor, "meeting", {**typed, **sent_own(request)}),
        "asks": asks_of_new(request, "meeting"),
        **chosen.texts_of(request, dict(typed), *WHOM),
        "back": request.headers.get("Referer", "") if request.method == "GET" else "",
    }


def _blank(request: ActorRequest) -> dict[str, str]:
    """What the form begins with: what the address says, else the next full hour."""
    soon = (request.now + timedelta(hours=1)).astimezone(request.actor.zone)
    given = {
        name: request.GET.get(name, "").replace("\x00", "")[:60]
        for name in ("day", "clock", "minutes", *WHOM)
    }
    first = {"day": soon.date().isoformat(), "clock": f"{soon.hour:02}:00", "minutes": "60"}
    return {name: text or first.get(name, "") for name, text in given.items()}


@door("GET", "POST", right="work.edit")
def new(request: ActorRequest) -> HttpResponseBase:
    """The form; POST plans the meeting."""
    if request.method == "GET":
        context = _context(request, _blank(request), _chosen(request, request.GET.getlist("with")))
        return render(request, "calendar/new.html", context, fragment="calendar/new_panel.html")
    typed = {name: sent(request, name) for name in request.POST}
    colleagues = _chosen(request, request.POST.getlist("with"))
    try:
        with transaction.atomic():
            done = _plan(request, colleagues)
            note_asked(request, "meeting", done.id, asks_of_new(request, "meeting"), typed)
    except Refused as refusal:
        context = _context(request, typed, colleagues, refusal.errors)
        return render(request, "calendar/new.html", context, fragment="calendar/form.html", status=422)
    return _planned(request, done)


def _plan(request: ActorRequest, colleagues: list[UUID]) -> Activity:
    at = sent_moment(request, request.actor)
    if at is None:
        raise Refused(_("Say when the meeting is."), field="day")
    chosen.refuse_unchosen(request, *WHOM)
    return meetings.plan_meeting(
        actor=request.actor,
        at=request.now,
        event_at=at,
        until=at + read_minutes(sent(request, "minutes") or "60"),
        person_id=sent_id(request, "person"),
        company_id=sent_id(request, "company"),
        deal_id=sent_id(request, "deal"),
        colleagues=colleagues,
        topic=sent(request, "topic"),
        place=sent(request, "place"),
        own=sent_own(request),
        once=sent_id(request, "once"),
    )


def _planned(request: ActorRequest, done: Activity) -> HttpResponseBase:
    """The word after it, which says with what the meeting overlaps."""
    actor = request.actor
    said = _("Meeting planned.")
    end = done.until or done.at + meetings.USUAL
    found = list_overlaps(actor, {actor.me: ""}, start=done.at, end=end, without=done.id)
    if found:
        said = f"{said} {_('Not free then: %(what)s') % {'what': found[0]}}"
    undo = reverse("activity_retraction", kwargs={"id": done.id})
    if is_fragment(request) and not _is_own_page(request):
        response = HttpResponse("")
        response.headers["HX-Trigger"] = "planned"
        return with_toast(request, response, said, undo=undo)
    where = url("calendar", query={"on": done.at.astimezone(actor.zone).date().isoformat()})
    led = with_toast(request, HttpResponseRedirect(where), said, undo=undo)
    return HttpResponse(status=204, headers={"HX-Redirect": where}) if is_fragment(request) else led


def _is_own_page(request: ActorRequest) -> bool:
    """Whether the form stands on its own page, not in the panel over the calendar."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path == reverse("calendar_new")


@door("POST", right="work.edit")
def overlaps(request: ActorRequest) -> HttpResponseBase:
    """Who of those in the form is taken at the time in it, in words; nothing while the time can't be read."""
    actor = request.actor
    try:
        start = sent_moment(request, actor)
        end = start + read_minutes(sent(request, "minutes") or "60") if start else None
    except Refused:
        start = end = None
    found: list[str] = []
    if start is not None and end is not None:
        found = _found(request, start, end)
    return part(request, "calendar/overlaps.html", {"overlaps": found, "is_known": start is not None})


def _found(request: ActorRequest, start: datetime, end: datetime) -> list[str]:
    actor = request.actor
    chosen = _chosen(request, request.POST.getlist("with"))
    people = {id_: text for id_, text, place in ticks(actor, chosen, right="work.free") if place is not None}
    return list_overlaps(actor, {actor.me: actor.name, **people}, start=start, end=end)
