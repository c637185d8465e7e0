"""A deal's next step: planned where there is none, and put into another column of the board by time."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.plans.counting import calendar_of
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused, Stale
from requite.kernel.period import TimeGap, to_instant
from requite.web.addresses import url
from requite.web.asked_inputs import asks_of_new, note_asked
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.formats import day as say_day
from requite.web.formats import moment
from requite.web.moments import sent_due, sent_moment
from requite.web.own_fields import inputs_by_kind, sent_own, sent_own_of
from requite.web.pages import html, is_fragment, render
from requite.web.screens.deals import owner_of
from requite.web.screens.deals_time import card_of, heads, say_span, spans_of
from requite.web.toasts import with_toast
from requite.work.actions import keeping, log_call, meetings, tasks
from requite.work.models import Activity
from requite.work.queries.deals_by_time import StepShape, TimedCard, get_step, pipeline_of
from requite.work.queries.spans import Span, find_span

KINDS = ("task", "call", "meeting")
_DAY = timedelta(days=1)
_HALF = timedelta(minutes=30)


def day_in(actor: Actor, span: Span) -> date:
    """The day for what is put into the span: its first working one, else its first. Raises Refused where there is none."""
    if span.first is None or span.end is None:
        raise Refused(_("Nothing is put into “%(column)s” by hand.") % {"column": say_span(span)})
    if span.first == span.end:
        raise Refused(_("No day of this week is left. Choose a later column."))
    if span.slug == "today":
        return span.first
    return next(iter(calendar_of(actor).list_working_days(span.first, span.end)), span.first)


def instant_in(actor: Actor, span: Span, at: datetime, *, now: datetime) -> datetime:
    """The step's time of day on the span's day; today, where that is past, the next full half hour. Raises Refused."""
    local = datetime.combine(day_in(actor, span), at.astimezone(actor.zone).time())
    try:
        placed = to_instant(local, zone=actor.zone)
    except TimeGap as gap:
        placed = gap.after
    if placed <= now:
        placed = now + _HALF - timedelta(seconds=now.timestamp() % _HALF.total_seconds())
    if span.ends_at and placed >= span.ends_at:
        raise Refused(_("Today is nearly over. Choose a later column."))
    return placed.astimezone(UTC)


def whole_day_in(actor: Actor, span: Span) -> date:
    """The company's day for a task of a whole day, such that it is due within the span as the reader's days have it."""
    on = day_in(actor, span)
    if span.ends_at and keeping.end_of(on, actor=actor) >= span.ends_at:
        on -= _DAY
    elif span.starts_at and keeping.end_of(on, actor=actor) < span.starts_at:
        on += _DAY
    return on


def _put(request: ActorRequest, step: StepShape, span: Span) -> tuple[str, str]:
    """Put the step into the span by the act that its kind has; what is said of it, and the address of the undo."""
    actor, now = request.actor, request.now
    if step.id is None or not step.may_edit:
        raise NotAllowed
    if step.on:
        on = whole_day_in(actor, span)
        moved = tasks.postpone_activity(actor=actor, at=now, activity_id=step.id, on=on, version=step.version)
        undo = url("activity_time", id=step.id, query={"day": step.on, "version": moved.version, "back": 1})
        return _("Moved to %(time)s.") % {"time": say_day(on, "weekday")}, undo
    at = instant_in(actor, span, step.at, now=now)
    said = _("Moved to %(time)s.") % {"time": moment(at, "weekday")}
    if step.kind == "meeting":
        fresh = meetings.postpone_meeting(
            actor=actor, at=now, activity_id=step.id, event_at=at, version=step.version
        )
        return said, reverse("activity_former_time", kwargs={"id": fresh.id})
    moved = tasks.postpone_activity(actor=actor, at=now, activity_id=step.id, event_at=at, version=step.version)
    back = {"at": step.at.isoformat(), "version": moved.version, "back": 1}
    return said, url("activity_time", id=step.id, query=back)


@door("POST", right="work.edit")
def deal_step_time(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Put a deal's next step into another span. From the board the answer is its card, and the heads of all columns."""
    deal_id, spans = id_of(id), spans_of(request)
    found = get_step(actor=request.actor, deal_id=deal_id, at=request.now)
    span = find_span(spans, sent(request, "span"))
    if span is None:
        raise Refused(_("Choose a column."), field="span")
    if found.step is None:
        raise Refused(_("Nothing is planned for this deal yet. Plan its next step."))
    _refuse_stale(request, found.step)
    said, undo = _put(request, found.step, span)
    if not is_fragment(request):
        return with_toast(request, HttpResponseRedirect(_board(deal_id)), said, undo=undo)
    found = get_step(actor=request.actor, deal_id=deal_id, at=request.now)
    view = "mine" if owner_of(request.actor, sent(request, "of")) == request.actor.id else ""
    parts = [html(request, "deals/time_cards.html", {"cards": [card_of(found)], "next": "", "view": view})]
    columns = heads(request, pipeline_of(deal_id) or deal_id, sent(request, "of"))
    parts += [html(request, "deals/time_head.html", {"column": one, "oob": True}) for one in columns]
    return with_toast(request, HttpResponse("".join(parts)), said, undo=undo)


def _refuse_stale(request: ActorRequest, step: StepShape) -> None:
    """Raise Stale when the board showed another step, or an older version of it."""
    seen, version = sent_id(request, "step"), sent(request, "version")
    if (seen and seen != step.id) or (version and version != str(step.version)):
        raise Stale


def _board(deal_id: UUID) -> str:
    pipeline_id = pipeline_of(deal_id)
    return url("deals_by_time", query={"pipeline": pipeline_id} if pipeline_id else {})


@door("GET", "POST", right="work.edit")
def deal_step(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The form of a next step, with the day of the span that the address names; POST plans it."""
    found = get_step(actor=request.actor, deal_id=id_of(id), at=request.now)
    if request.method == "GET":
        span = find_span(spans_of(request), request.GET.get("span", ""))
        typed = {"day": _first_day(request, span).isoformat(), "kind": "task"}
        return _form(request, found, typed)
    typed = {name: sent(request, name) for name in request.POST}
    try:
        with transaction.atomic():
            done = _plan(request, found, typed.get("kind", ""))
            if done.kind == "meeting":
                note_asked(request, "meeting", done.id, asks_of_new(request, "meeting"), typed)
    except Refused as refusal:
        return _form(request, found, typed, refusal.errors)
    undo = reverse("activity_retraction", kwargs={"id": done.id})
    said = _("Planned for %(time)s.") % {
        "time": say_day(request.actor.day_of(done.at), "weekday")
        if done.is_all_day
        else moment(done.at, "weekday")
    }
    if not is_fragment(request):
        return with_toast(request, HttpResponseRedirect(_board(found.card.id)), said, undo=undo)
    response = HttpResponse("")
    response.headers["HX-Trigger"] = "planned"
    return with_toast(request, response, said, undo=undo)


def _first_day(request: ActorRequest, span: Span | None) -> date:
    """The day that the form begins with: the span's, else the next working one."""
    actor = request.actor
    if span is not None and span.first is not None and span.first != span.end:
        return day_in(actor, span)
    return calendar_of(actor).after(request.now.astimezone(actor.zone).date() + _DAY, days=0)


def _form(
    request: ActorRequest,
    found: TimedCard,
    typed: Mapping[str, str],
    errors: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    kinds = {"task": _("Task"), "call": _("Call"), "meeting": _("Meeting")}
    context = {
        **card_of(found),
        "kinds": [(slug, kinds[slug]) for slug in KINDS if slug != "call" or found.card.person_id],
        "typed": typed,
        "own": inputs_by_kind(request.actor, KINDS, {**typed, **sent_own(request)}),
        "asks": asks_of_new(request, "meeting"),  # neither a task nor a call that is yet to be made is asked for anything
        "errors": {name: str(text) for name, text in (errors or {}).items()},
        "once": typed.get("once") or fresh_key(),
    }
    fragment = "deals/step_form.html" if errors else "deals/step_panel.html"
    return render(request, "deals/step.html", context, fragment=fragment, status=422 if errors else 200)


def _plan(request: ActorRequest, found: TimedCard, kind: str) -> Activity:
    """Plan what the form says. Raises Refused beside the field."""
    actor, topic, person_id = request.actor, sent(request, "topic"), found.card.person_id
    if kind not in KINDS:
        raise Refused(_("Choose what it is."), field="kind")
    common: dict[str, Any] = {
        "actor": actor, "at": request.now, "topic": topic, "deal_id": found.card.id, "once": sent_id(request, "once"),
        "own": sent_own_of(request, kind),
    }  # fmt: skip
    if kind == "task":
        at, on = sent_due(request, actor)
        return tasks.plan_task(event_at=at, on=on, **common)
    at = sent_moment(request, actor)
    if at is None:
        raise Refused(_("Say when it is."), field="day")
    if kind == "meeting":
        return meetings.plan_meeting(event_at=at, **common)
    if person_id is None:
        raise Refused(_("Say with whom the deal is, then a call can be planned."), field="kind")
    return log_call.plan_call(event_at=at, person_id=person_id, **common)
