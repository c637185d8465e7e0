"""Calls, meetings, tasks and notes: settled, corrected and taken back wherever they are shown."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.files import access as files
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.people.queries.pages import list_people_of
from requite.quality.registry import KINDS
from requite.web.asked_inputs import asks_of, note_asked
from requite.web.colleagues import owners_for
from requite.web.doors import ActorRequest, door, id_of, read_version, sent, sent_id
from requite.web.moments import sent_due, sent_moment
from requite.web.owing import AskedLine, asked_line
from requite.web.own_fields import say_clash, sent_own
from requite.web.pages import html, is_fragment, render
from requite.web.screens.activities_own import own_context
from requite.web.screens.composing import people_to_choose
from requite.web.screens.files_cards import card_of
from requite.web.screens.moved import PLACES, moved
from requite.web.steps import step_after
from requite.web.toasts import with_toast
from requite.work.actions import correct_activity, log_call, meetings, tasks
from requite.work.models import Activity
from requite.work.queries.asked import list_asked
from requite.work.queries.statuses import list_statuses
from requite.work.queries.timeline import ActivityShape, get_activity
from requite.work.queries.worth import find_worth

NINE = time(9)
Act = Callable[[], Activity]


def shown(
    request: ActorRequest, activity_id: UUID, *,
    said: str = "", undo: str = "", step: str = "", status: int = 200, **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """The activity as it stands, in the shape of the place where the act was pressed (`in`: row, entry or page).

    A refusal without script is shown on the activity's own page.
    """
    found = get_activity(actor=request.actor, activity_id=activity_id)
    if found is None and status != 200:
        raise NotVisible
    place = request.GET.get("in", "") if is_fragment(request) else ""
    address = reverse("activity", kwargs={"id": activity_id})
    if not is_fragment(request) and status == 200:
        back = request.headers.get("Referer", "")
        same = back.startswith(f"{request.scheme}://{request.get_host()}/") and "/activities/" not in back
        response: HttpResponseBase = HttpResponseRedirect(back if same else address)
        return with_toast(request, response, said, undo=undo, step=step) if said else response
    if found is None:
        response = HttpResponse("")
    elif place in ("row", "entry"):
        context = {"activity": found, "statuses": list_statuses(), "errors": {}, **more}
        response = HttpResponse(html(request, f"activities/{place}.html", context), status=status)
    else:
        response = activity_page(request, activity_id, status=status, **more)
    return with_toast(request, response, said, undo=undo, step=step) if said else response


def activity_page(
    request: ActorRequest, activity_id: UUID, *, status: int = 200, **more: Any
) -> HttpResponseBase:
    """The activity's own page, or its panel."""
    found = get_activity(actor=request.actor, activity_id=activity_id)
    if found is None:
        return _gone(request, activity_id)
    here = found.at.astimezone(request.actor.zone)
    staff = (
        list_people_of(actor=request.actor, company_id=found.company_id)
        if found.company_id and found.may_edit
        else []
    )
    context: dict[str, Any] = {
        "activity": found,
        "worth": find_worth(activity_id=activity_id),
        "statuses": list_statuses(),
        "people": people_to_choose(staff),
        "errors": {},
        "clash": [],
        "typed": {},
        "day": (request.actor.day_of(found.at) if found.is_all_day else here.date()).isoformat(),
        "clock": "" if found.is_all_day else here.strftime("%H:%M"),
        "do": request.GET.get("do", ""),
        "owners": owners_for(request.actor) if found.may_edit and found.is_open else [],
        **own_context(request, found, more.get("typed", {}), do=more.get("do", "")),
        "asked": asked_words(request.actor, found, request.now),
        "asks": asks_of(request, found.kind, found.missing),
        "files": card_of(
            request.actor, files.see_record(actor=request.actor, kind="activity", record_id=activity_id)
        ),
        **more,
    }
    return render(
        request,
        "activities/page.html",
        context,
        fragment="activities/panel.html",
        status=status,
        topics=[f"activity:{activity_id}"],
    )


def asked_words(actor: Actor, found: ActivityShape, now: datetime) -> list[AskedLine]:
    """What of an activity was asked and not told."""
    if found.kind not in KINDS:
        return []
    asked = list_asked(actor=actor, kind=found.kind, record_id=found.id, today=actor.day_of(now))
    return [asked_line(found.kind, one) for one in asked]


def _gone(request: ActorRequest, activity_id: UUID) -> HttpResponseBase:
    """What was taken back, with the way to bring it back for who may. Raises NotVisible."""
    found = get_activity(actor=request.actor, activity_id=activity_id, retracted=True)
    if found is None:
        raise NotVisible
    return render(request, "activities/gone.html", {"activity": found}, fragment="activities/gone_panel.html")


@door("GET", "POST", right="work.see")
def activity(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """An activity's own page; POST corrects its texts and its time."""
    activity_id = id_of(id)
    if request.method == "GET":
        return activity_page(request, activity_id)
    given = {name: sent(request, name) for name in correct_activity.FIELDS if name in request.POST}
    placed = {name: sent(request, name) for name in ("day", "clock") if name in request.POST}
    given |= sent_own(request)
    base = {name: request.POST.get(f"base_{name}", "") for name in given if f"base_{name}" in request.POST}
    try:
        event_at, on = sent_due(request, request.actor)
        with transaction.atomic():
            found = correct_activity.correct_activity(
                actor=request.actor, at=request.now, activity_id=activity_id, given=given, base=base,
                event_at=event_at, on=on,
            )  # fmt: skip
            note_asked(request, found.kind, found.id, asks_of(request, found.kind, found.missing), given)
    except Refused as refusal:
        return shown(request, activity_id, status=422, errors=refusal.errors, typed={**given, **placed})
    except Stale as stale:
        clash = say_clash(request.actor, stale)
        mine = {name: value for name, value in given.items() if value != base.get(name)}
        return activity_page(request, activity_id, status=409, clash=clash, clash_by=stale.by, typed=mine | placed)
    return shown(request, activity_id, said=_("Saved."))


@door("POST", right="work.edit")
def whom(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Say whom an activity is with."""
    activity_id, person_id = id_of(id), sent_id(request, "person")
    if person_id is None:
        found = get_activity(actor=request.actor, activity_id=activity_id)
        if found is None or not found.may_edit:
            raise NotVisible if found is None else NotAllowed
        errors = {"person": _("Choose one of the people found.")}
        return activity_page(
            request, activity_id, status=422, errors=errors, typed=dict(request.POST.items())
        )
    correct_activity.correct_whom(
        actor=request.actor, at=request.now, activity_id=activity_id, person_id=person_id
    )
    return shown(request, activity_id, said=_("Saved."))


def settled(
    request: ActorRequest, act: Act, said: str, *, undo: str = "activity_reopening"
) -> HttpResponseBase:
    match = request.resolver_match
    if match is None:
        raise NotVisible
    activity_id, do = id_of(match.kwargs["id"]), str(match.url_name).removeprefix("activity_")
    try:
        done = act()
    except Refused as refusal:
        typed = {**dict(request.POST.items()), **sent_own(request)}
        return shown(request, activity_id, status=422, errors=refusal.errors, typed=typed, do=do)
    address = reverse(undo, kwargs={"id": done.id}, query={"version": done.version}) if undo else ""
    shows = done.id if undo != "activity_retraction" else activity_id
    return shown(request, shows, said=said, undo=address, step=step_after(request.actor, done))


@door("POST", right="work.edit")
def holding(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Say that a meeting was held."""
    activity_id = id_of(id)

    def act() -> Activity:
        return meetings.hold_meeting(
            actor=request.actor, at=request.now, activity_id=activity_id, result=sent(request, "result")
        )

    return settled(request, act, _("Held. Its result makes it count."))


@door("POST", right="work.edit")
def move(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Move a meeting, or put off a task or a call."""
    activity_id, actor = id_of(id), request.actor
    found = get_activity(actor=actor, activity_id=activity_id)
    if found is None:
        raise NotVisible
    kind = found.kind

    def act() -> Activity:
        if kind == "task":
            due, on = sent_due(request, actor)
            return tasks.postpone_activity(
                actor=actor, at=request.now, activity_id=activity_id, event_at=due, on=on
            )
        at = sent_moment(request, actor, default=NINE)
        if at is None:
            raise Refused(_("Say when instead."), field="day")
        if kind == "meeting":
            return meetings.postpone_meeting(
                actor=actor, at=request.now, activity_id=activity_id, event_at=at
            )
        return tasks.postpone_activity(actor=actor, at=request.now, activity_id=activity_id, event_at=at)

    return settled(request, act, _("Moved."), undo="activity_former_time" if kind == "meeting" else "")


@door("POST", right="work.edit")
def cancellation(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Say that a meeting was called off, or that the customer didn't show."""
    activity_id = id_of(id)

    def act() -> Activity:
        state = "no_show" if sent(request, "state") == "no_show" else "called_off"
        return meetings.call_off_meeting(
            actor=request.actor, at=request.now, activity_id=activity_id, state=state
        )

    return settled(request, act, _("Noted."))


@door("POST", right="work.edit")
def completion(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Say that a task is done, or dropped."""
    activity_id = id_of(id)

    def act() -> Activity:
        state = "dropped" if sent(request, "state") == "dropped" else "done"
        return tasks.complete_task(actor=request.actor, at=request.now, activity_id=activity_id, state=state)

    return settled(request, act, _("Done."))


@door("POST", right="work.edit")
def reopening(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Undo what was said of a meeting, a task or a call: it is open again."""
    activity_id, actor = id_of(id), request.actor
    found = get_activity(actor=actor, activity_id=activity_id)
    if found is None:
        raise NotVisible
    version = read_version(request.GET.get("version", ""))
    if found.kind == "meeting":
        meetings.reopen_meeting(actor=actor, at=request.now, activity_id=activity_id, version=version)
    elif found.kind == "call" and found.state != Activity.State.DROPPED:
        log_call.reopen_call(actor=actor, at=request.now, activity_id=activity_id, version=version)
    else:
        tasks.complete_task(actor=actor, at=request.now, activity_id=activity_id, state="to_do", version=version)
    return shown(request, activity_id, said=_("Undone."))


@door("POST", right="work.edit")
def retraction(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take an activity back."""
    activity_id = id_of(id)
    gone = correct_activity.retract_activity(actor=request.actor, at=request.now, activity_id=activity_id)
    query = {"in": request.GET["in"]} if request.GET.get("in", "") in PLACES else {}
    undo = reverse("activity_restoration", kwargs={"id": activity_id}, query=query)
    if is_fragment(request):
        return with_toast(request, HttpResponse(moved(request, gone)), _("Taken back."), undo=undo)
    back = request.headers.get("Referer", "")
    same = back.startswith(f"{request.scheme}://{request.get_host()}/") and "/activities/" not in back
    return with_toast(
        request, HttpResponseRedirect(back if same else reverse("home")), _("Taken back."), undo=undo
    )


@door("POST", right="work.edit")
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Undo `retraction`."""
    activity_id = id_of(id)
    back = correct_activity.restore_activity(actor=request.actor, at=request.now, activity_id=activity_id)
    if is_fragment(request) and (parts := moved(request, back)):
        return with_toast(request, HttpResponse(parts), _("It stands again."))
    return shown(request, activity_id, said=_("It stands again."))
