"""The composer of a person's, a company's and a deal's page: a call, a meeting, a task or a note, in one go."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.queries.pages import list_deals_of
from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.web.asked_inputs import asks_of_new, note_asked
from requite.web.calendar.lengths import read_minutes
from requite.web.colleagues import owners_for
from requite.web.doors import ActorRequest, door, id_of, sent, sent_id
from requite.web.moments import sent_due, sent_moment
from requite.web.own_fields import sent_own
from requite.web.pages import html, is_fragment, render
from requite.web.screens.companies import refuse_on_company, tell_on_company
from requite.web.screens.composing import About, composer, composer_context, refused
from requite.web.screens.deals_work import refuse_on_deal, tell_on_deal
from requite.web.screens.files_cards import files_of
from requite.web.screens.owners import sent_colleagues, typed_colleagues
from requite.web.screens.people import companions_of, moved_on_person, page_context
from requite.web.toasts import with_toast
from requite.work.actions import log_call, meetings, tasks
from requite.work.models import Activity
from requite.work.queries.statuses import list_statuses
from requite.work.queries.timeline import get_added

NINE = time(9)
Act = Callable[[], Activity]


def _composed(
    request: ActorRequest, about: str, id_: UUID, kind: str, act: Act, said: str
) -> HttpResponseBase:
    """Run the act of the composer's form; its form comes back with what was typed when it is refused."""
    try:
        done = act()
    except Refused as refusal:
        typed = {name: str(value) for name, value in request.POST.items()}
        context = composer_context(
            request, kind=kind, typed=typed, errors=refusal.errors, once=sent(request, "once")
        )
        context["chosen"] = [*request.POST.getlist("people"), *request.POST.getlist("colleagues")]
        context["typed_more"] = typed_colleagues(request, "colleagues")
        return REFUSE[about](request, id_, context)
    place = "added" if about == "person" and _is_over(request, done) else about
    undo = reverse("activity_retraction", kwargs={"id": done.id}, query={"in": place})
    return with_toast(request, TELL[about](request, id_, kind, done), said, undo=undo)


def _refuse_on_person(request: ActorRequest, person_id: UUID, typed: dict[str, Any]) -> HttpResponseBase:
    """The person's page with what was typed, or its composer alone; `typed` is the refused form's context."""
    context = {**page_context(request, person_id), **typed}
    if context["chosen"] or context["typed_more"]:
        context["companions"] = companions_of(request.actor, person_id)
    context["owners"] = owners_for(request.actor) if context["person"].may_assign else []
    context["deals"] = list_deals_of(actor=request.actor, at=request.now, person_id=person_id)
    context = refused(request, About("person", person_id), context)
    context["files"] = files_of("person", person_id, may_edit=context["person"].may_edit)
    return render(request, "people/person.html", context, fragment="people/composer.html", status=422)


def _tell_on_person(request: ActorRequest, person_id: UUID, kind: str, done: Activity) -> HttpResponse:
    """After an act of the composer: the person's page, or a blank composer with what the act moved beside it.

    What is over and done adds an entry and moves the last contact: no more is asked for and sent (ADR 0074).
    """
    if not is_fragment(request):
        return HttpResponseRedirect(reverse("person", kwargs={"id": person_id}))
    context = composer_context(request, kind=kind)
    if _is_over(request, done):
        added = get_added(actor=request.actor, activity_id=done.id)
        context |= {"statuses": list_statuses(), **dict(zip(("activity", "standing"), added or (), strict=False))}
        moving = ["activities/added.html", *(["people/last_contact.html"] if done.is_two_way else [])] if added else []
        moved = "".join(html(request, name, {**context, "oob": True}) for name in moving)
    else:
        context |= page_context(request, person_id)
        moved = moved_on_person(request, context)
    return HttpResponse(f"{composer(request, About('person', person_id), context)}{moved}")


def _is_over(request: ActorRequest, done: Activity) -> bool:
    """Whether it adds an entry to the time-line and plans nothing."""
    return done.kind in ("call", "note") and done.state == "done" and not sent(request, "again_day")


REFUSE = {"person": _refuse_on_person, "company": refuse_on_company, "deal": refuse_on_deal}
TELL = {"person": _tell_on_person, "company": tell_on_company, "deal": tell_on_deal}


def _note(request: ActorRequest, kind: str, made: Activity) -> None:
    """What the form says was asked and not told."""
    given = {name: sent(request, name) for name in request.POST}
    note_asked(request, kind, made.id, asks_of_new(request, kind), given)


def _whom(request: ActorRequest, about: str, id_: UUID) -> dict[str, Any]:
    """Whom it is with and what it is about, as actions take it: on a page that isn't a person's one may be chosen."""
    chosen = None if about == "person" else sent_id(request, "person")
    return {"person_id": chosen, f"{about}_id": id_}


@door("POST", right="work.edit")
def call(request: ActorRequest, *, id: str, about: str = "person") -> HttpResponseBase:  # noqa: A002
    """Log a call with whom the page is about, or (with a day ahead and no outcome) plan one."""
    id_, actor, now = id_of(id), request.actor, request.now
    whom = _whom(request, about, id_)

    def act() -> Activity:
        at = sent_moment(request, actor, default=NINE)
        if sent(request, "plan"):
            if at is None:
                raise Refused(_("Say when the call is to be made."), field="day")
            return log_call.plan_call(
                actor=actor,
                at=now,
                **whom,
                event_at=at,
                until=_end(request, at),
                topic=sent(request, "topic"),
                own=sent_own(request),
                once=sent_id(request, "once"),
            )
        if at is not None and at > now:
            raise Refused(_("This time lies ahead. To plan a call, choose “Plan it”."), field="day")
        made = log_call.log_call(
            actor=actor,
            at=now,
            **whom,
            outcome_id=sent_id(request, "outcome"),
            event_at=at,
            direction="in" if sent(request, "direction") == "in" else "out",
            seconds=_seconds(request),
            result=sent(request, "result"),
            point_id=sent_id(request, "point"),
            own=sent_own(request),
            once=sent_id(request, "once"),
            again_at=sent_moment(request, actor, day="again_day", clock="again_clock", default=NINE),
        )
        _note(request, "call", made)
        return made

    said = _("Call planned.") if sent(request, "plan") else _("Call logged.")
    return _composed(request, about, id_, "call", act, said)


def _seconds(request: ActorRequest) -> int | None:
    text = sent(request, "minutes")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 4:
        raise Refused(_("Give the length in whole minutes."), field="minutes")
    return int(text) * 60


def _end(request: ActorRequest, at: datetime | None) -> datetime | None:
    """Until when a task or a planned call takes time; None where no length is given."""
    if not sent(request, "minutes"):
        return None
    length = read_minutes(sent(request, "minutes"))
    if at is None:
        raise Refused(_("Give the time too."), field="clock")
    return at + length


@door("POST", right="work.edit")
def meeting(request: ActorRequest, *, id: str, about: str = "person") -> HttpResponseBase:  # noqa: A002
    """Plan a meeting; one whose time is past is held at once when the form says so."""
    id_, actor = id_of(id), request.actor
    whom = _whom(request, about, id_)

    def act() -> Activity:
        at = sent_moment(request, actor)
        if at is None:
            raise Refused(_("Say when the meeting is."), field="day")
        people = [found for text in request.POST.getlist("people") if (found := parse_id(text))]
        colleagues = sent_colleagues(request, "colleagues")
        done = meetings.plan_meeting(
            actor=actor,
            at=request.now,
            event_at=at,
            until=_until(request),
            **whom,
            people=[*([whom["person_id"]] if whom["person_id"] else []), *people],
            colleagues=colleagues,
            topic=sent(request, "topic"),
            place=sent(request, "place"),
            own=sent_own(request),
            once=sent_id(request, "once"),
        )
        _note(request, "meeting", done)
        if sent(request, "held") and at <= request.now:
            done = meetings.hold_meeting(
                actor=actor, at=request.now, activity_id=done.id, result=sent(request, "result")
            )
        return done

    return _composed(request, about, id_, "meeting", act, _("Meeting planned."))


def _until(request: ActorRequest) -> datetime | None:
    clock = sent(request, "until")
    if not clock:
        return None
    return sent_moment(request, request.actor, clock="until")


@door("POST", right="work.edit")
def task(request: ActorRequest, *, id: str, about: str = "person") -> HttpResponseBase:  # noqa: A002
    """Plan a task."""
    id_, actor = id_of(id), request.actor
    whom = _whom(request, about, id_)

    def act() -> Activity:
        at, on = sent_due(request, actor)
        return tasks.plan_task(
            actor=actor,
            at=request.now,
            topic=sent(request, "topic"),
            event_at=at,
            on=on,
            until=_end(request, at),
            **whom,
            own=sent_own(request),
            once=sent_id(request, "once"),
        )

    return _composed(request, about, id_, "task", act, _("Task planned."))


@door("POST", right="work.edit")
def note(request: ActorRequest, *, id: str, about: str = "person") -> HttpResponseBase:  # noqa: A002
    """Write a note."""
    id_, actor = id_of(id), request.actor
    whom = _whom(request, about, id_)

    def act() -> Activity:
        return tasks.log_note(
            actor=actor,
            at=request.now,
            body=sent(request, "body"),
            **whom,
            own=sent_own(request),
            once=sent_id(request, "once"),
        )

    return _composed(request, about, id_, "note", act, _("Note kept."))
