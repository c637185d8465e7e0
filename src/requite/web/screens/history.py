"""The history of a record: who changed which field from what to what, when, through what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals import access as deals
from requite.deals.actions.lists import listing as lists
from requite.deals.queries.lines import find_product
from requite.identity import access as identity
from requite.identity.models import Team
from requite.insight.checks.queries.records import get_check
from requite.insight.figures import Holder, find_figure
from requite.insight.plans import access as plans
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.people import access as people
from requite.people.hanging import Kind
from requite.people.queries.history import PAGE, list_entries
from requite.people.queries.merging import MergeLine, list_merges
from requite.web.checks_words import title_of
from requite.web.doors import ActorRequest, door, id_of
from requite.web.formats import day
from requite.web.pages import render
from requite.web.screens.history_lines import shape_entries
from requite.web.screens.history_scores import line_of
from requite.web.screens.names import full
from requite.work.models import Activity
from requite.work.queries.history import list_activities_of_person, see_past_activity

RIGHT = "journal.see"
SCORED = ("person", "company", "deal", "call", "meeting")


@dataclass(frozen=True, slots=True)
class Subject:
    """A record whose history is asked for; the reader is entitled to it. `place` is the rail's entry."""

    kind: str
    id: UUID
    name: str
    href: str
    place: str
    owner_id: UUID | None = None


def _person(actor: Actor, record_id: UUID) -> Subject:
    found = people.see_person(actor=actor, person_id=record_id)
    _demand(actor.covers(RIGHT, found.owner_id))
    href = reverse("person", kwargs={"id": record_id})
    name = full(found.family_name, found.given_name, found.middle_name)
    return Subject("person", record_id, name, href, "people", found.owner_id)


def _company(actor: Actor, record_id: UUID) -> Subject:
    found = people.see_company(actor=actor, company_id=record_id)
    _demand(actor.covers(RIGHT, found.owner_id))
    href = reverse("company", kwargs={"id": record_id})
    return Subject("company", record_id, found.name, href, "companies", found.owner_id)


def _deal(actor: Actor, record_id: UUID) -> Subject:
    found = deals.see_deal(actor=actor, deal_id=record_id)
    _demand(actor.covers(RIGHT, found.owner_id))
    return Subject("deal", record_id, found.title, reverse("deal", kwargs={"id": record_id}), "deals")


def _activity(actor: Actor, record_id: UUID) -> Subject:
    found = see_past_activity(actor=actor, activity_id=record_id)
    _demand(actor.covers(RIGHT, found.owner_id))
    href = "" if found.retracted_at else reverse("activity", kwargs={"id": record_id})
    return Subject(found.kind, record_id, name_activity(found), href, "people")


def _check(actor: Actor, record_id: UUID) -> Subject:
    found = get_check(actor=actor, check_id=record_id)
    _demand(actor.covers(RIGHT, found.user_id))
    return Subject("check", record_id, title_of(found), reverse("check", kwargs={"id": record_id}), "checks")


def _plan(actor: Actor, record_id: UUID) -> Subject:
    found = plans.see_plan(actor=actor, plan_id=record_id)
    _demand(plans.holder_of(found).covered(actor, RIGHT))
    figure = find_figure(found.metric)
    whose = found.user or found.team
    name = " · ".join([str(figure.label) if figure else found.metric, whose.name if whose else _("the company")])
    return Subject("plan", record_id, name, reverse("plans"), "plans")


def _user(actor: Actor, record_id: UUID) -> Subject:
    found = identity.see_user(actor=actor, user_id=record_id)
    _demand(actor.covers(RIGHT, record_id))
    return Subject("user", record_id, full(found.family_name, found.given_name) or found.email, "", "settings")


def _team(actor: Actor, record_id: UUID) -> Subject:
    found = Team.objects.filter(id=record_id).first()
    if found is None:
        raise NotVisible
    _demand(Holder("team", record_id).covered(actor, RIGHT))
    return Subject("team", record_id, found.name, "", "team")


def _product(actor: Actor, record_id: UUID) -> Subject:
    _demand(actor.has(lists.RIGHT))
    found = find_product(record_id)
    if found is None:
        raise NotVisible
    return Subject("product", record_id, found.name, reverse("product", kwargs={"id": record_id}), "settings")


KINDS: dict[str, Callable[[Actor, UUID], Subject]] = {
    "person": _person,
    "company": _company,
    "deal": _deal,
    "activity": _activity,
    "call": _activity,
    "meeting": _activity,
    "task": _activity,
    "note": _activity,
    "product": _product,
    "plan": _plan,
    "check": _check,
    "user": _user,
    "team": _team,
}


def _demand(is_covered: bool) -> None:
    if not is_covered:
        raise NotAllowed


def name_activity(activity: Activity) -> str:
    """An activity in a few words: "Meeting, 20 Nov · prices for spring"."""
    kind = {"call": _("Call"), "meeting": _("Meeting"), "task": _("Task"), "note": _("Note")}[activity.kind]
    head = f"{kind}, {day(activity.at)}"
    return f"{head} · {activity.topic}" if activity.topic else head


@door("GET", right=RIGHT)
def history(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """A record's entries, newest first, a page of 50; with `work` those of a person's activities too."""
    actor = request.actor
    see = KINDS.get(kind)
    if see is None:
        raise NotVisible
    subject = see(actor, id_of(id))
    with_work = subject.kind == "person" and "work" in request.GET and actor.has("work.see")
    about = _works(actor, subject.id) if with_work else {}
    before = request.GET.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 19 else None
    found = list_entries(subject_ids=[subject.id, *about], before=start)
    entries = found[:PAGE]
    context: dict[str, Any] = {
        "subject": subject,
        "entries": shape_entries(actor=actor, entries=entries, subject_id=subject.id, kind=subject.kind),
        "about": about,
        "with_work": with_work,
        "may_add_work": subject.kind == "person" and actor.has("work.see"),
        "next": str(entries[-1].id) if len(found) > PAGE else "",
    }
    if not start:
        context["merges"] = _merges(actor, subject)
    if not start and subject.kind in SCORED:
        context |= line_of(subject.id, subject.kind, zone=actor.company_zone, now=request.now)
    return render(request, "history/history.html", context, fragment="history/entries.html" if start else None)


def _merges(actor: Actor, subject: Subject) -> list[MergeLine]:
    if subject.kind not in ("person", "company"):
        return []
    kind: Kind = "person" if subject.kind == "person" else "company"
    return list_merges(actor=actor, kind=kind, survivor_id=subject.id, owner_id=subject.owner_id)


def _works(actor: Actor, person_id: UUID) -> dict[UUID, str]:
    found = list_activities_of_person(actor=actor, person_id=person_id)
    return {one.id: name_activity(one) for one in found if actor.covers(RIGHT, one.owner_id)}
