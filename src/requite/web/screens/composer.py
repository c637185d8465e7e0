"""The composer of a person's page: a call, a meeting, a task or a note, written down in one go."""

from collections.abc import Callable
from datetime import datetime, time
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.queries.pages import list_deals_of
from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.web.doors import ActorRequest, door, id_of, sent, sent_id
from requite.web.moments import sent_due, sent_moment
from requite.web.pages import html, is_fragment, render
from requite.web.screens.composing import composer, composer_context
from requite.web.screens.deals_work import refuse_on_deal, tell_on_deal
from requite.web.screens.files_cards import files_of
from requite.web.screens.owners import owners_for
from requite.web.screens.people import companions_of, page_context
from requite.web.toasts import with_toast
from requite.work.actions import log_call, meetings, tasks
from requite.work.models import Activity

NINE = time(9)
Act = Callable[[], Activity]


def _composed(request: ActorRequest, person_id: UUID, kind: str, act: Act, said: str) -> HttpResponseBase:
    """Run the act of the composer's form; its form comes back with what was typed when it is refused."""
    deal_id = sent_id(request, "deal")
    try:
        done = act()
    except Refused as refusal:
        typed = {name: str(value) for name, value in request.POST.items()}
        once = sent(request, "once")
        context = {
            **page_context(request, person_id),
            **composer_context(request, kind=kind, typed=typed, errors=refusal.errors, once=once),
            "chosen": [*request.POST.getlist("people"), *request.POST.getlist("colleagues")],
        }
        if context["chosen"]:
            context["companions"] = companions_of(request.actor, person_id)
        if deal_id:
            return refuse_on_deal(request, deal_id, context)
        context["owners"] = owners_for(request.actor) if context["person"].may_assign else []
        context["deals"] = list_deals_of(actor=request.actor, at=request.now, person_id=person_id)
        context["composer"] = composer(request, context["person"], context)
        context["files"] = files_of("person", person_id, may_edit=context["person"].may_edit)
        return render(request, "people/person.html", context, fragment="people/composer.html", status=422)
    undo = reverse("activity_retraction", kwargs={"id": done.id})
    if deal_id:
        return with_toast(request, tell_on_deal(request, deal_id, kind), said, undo=undo)
    if not is_fragment(request):
        return with_toast(
            request, HttpResponseRedirect(reverse("person", kwargs={"id": person_id})), said, undo=undo
        )
    context = {**page_context(request, person_id), **composer_context(request, kind=kind)}
    parts: list[str] = [composer(request, context["person"], context)]
    parts += [html(request, "people/timeline.html", {**context, "oob": True})]
    parts += [html(request, "people/aside.html", {**context, "oob": True})]
    return with_toast(request, HttpResponse("".join(parts)), said, undo=undo)


@door("POST", right="work.edit")
def person_calls(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Log a call with the person, or (with a day ahead and no outcome) plan one."""
    person_id, actor, now = id_of(id), request.actor, request.now

    def act() -> Activity:
        at = sent_moment(request, actor, default=NINE)
        if sent(request, "plan"):
            if at is None:
                raise Refused(_("Say when the call is to be made."), field="day")
            return log_call.plan_call(
                actor=actor,
                at=now,
                person_id=person_id,
                event_at=at,
                topic=sent(request, "topic"),
                once=sent_id(request, "once"),
                deal_id=sent_id(request, "deal"),
            )
        if at is not None and at > now:
            raise Refused(_("This time lies ahead. To plan a call, choose “Plan it”."), field="day")
        return log_call.log_call(
            actor=actor,
            at=now,
            person_id=person_id,
            outcome_id=sent_id(request, "outcome"),
            event_at=at,
            direction="in" if sent(request, "direction") == "in" else "out",
            seconds=_seconds(request),
            result=sent(request, "result"),
            point_id=sent_id(request, "point"),
            once=sent_id(request, "once"),
            deal_id=sent_id(request, "deal"),
            again_at=sent_moment(request, actor, day="again_day", clock="again_clock", default=NINE),
        )

    said = _("Call planned.") if sent(request, "plan") else _("Call logged.")
    return _composed(request, person_id, "call", act, said)


def _seconds(request: ActorRequest) -> int | None:
    text = sent(request, "minutes")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 4:
        raise Refused(_("Give the length in whole minutes."), field="minutes")
    return int(text) * 60


@door("POST", right="work.edit")
def person_meetings(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Plan a meeting with the person; one whose time is past is held at once when the form says so."""
    person_id, actor = id_of(id), request.actor

    def act() -> Activity:
        at = sent_moment(request, actor)
        if at is None:
            raise Refused(_("Say when the meeting is."), field="day")
        people = [found for text in request.POST.getlist("people") if (found := parse_id(text))]
        colleagues = [found for text in request.POST.getlist("colleagues") if (found := parse_id(text))]
        done = meetings.plan_meeting(
            actor=actor,
            at=request.now,
            event_at=at,
            until=_until(request),
            person_id=person_id,
            people=[person_id, *people],
            colleagues=colleagues,
            topic=sent(request, "topic"),
            place=sent(request, "place"),
            once=sent_id(request, "once"),
            deal_id=sent_id(request, "deal"),
        )
        if sent(request, "held") and at <= request.now:
            done = meetings.hold_meeting(
                actor=actor, at=request.now, activity_id=done.id, result=sent(request, "result")
            )
        return done

    return _composed(request, person_id, "meeting", act, _("Meeting planned."))


def _until(request: ActorRequest) -> datetime | None:
    clock = sent(request, "until")
    if not clock:
        return None
    return sent_moment(request, request.actor, clock="until")


@door("POST", right="work.edit")
def person_tasks(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Plan a task about the person."""
    person_id, actor = id_of(id), request.actor

    def act() -> Activity:
        at, on = sent_due(request, actor)
        return tasks.plan_task(
            actor=actor,
            at=request.now,
            topic=sent(request, "topic"),
            event_at=at,
            on=on,
            person_id=person_id,
            once=sent_id(request, "once"),
            deal_id=sent_id(request, "deal"),
        )

    return _composed(request, person_id, "task", act, _("Task planned."))


@door("POST", right="work.edit")
def person_notes(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Write a note about the person."""
    person_id, actor = id_of(id), request.actor

    def act() -> Activity:
        return tasks.log_note(
            actor=actor,
            at=request.now,
            body=sent(request, "body"),
            person_id=person_id,
            once=sent_id(request, "once"),
            deal_id=sent_id(request, "deal"),
        )

    return _composed(request, person_id, "note", act, _("Note kept."))
