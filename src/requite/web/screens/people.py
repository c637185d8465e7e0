"""People: the list, the panel beside it, a person's own page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.deals.queries.pages import list_deals_of
from requite.kernel.actor import Actor
from requite.people.queries import lists
from requite.people.queries.pages import get_person, list_people_of
from requite.people.queries.shapes import PersonRow
from requite.web.addresses import url
from requite.web.colleagues import owners_for
from requite.web.doors import ActorRequest, door, fresh_key, id_of
from requite.web.keys import read_key, read_name_key, write_key, write_name_key
from requite.web.pages import further, html, part, render
from requite.web.people_lines import people_lines
from requite.web.screens import names
from requite.web.screens.composing import About, composer, composer_context
from requite.web.screens.files_cards import files_of
from requite.web.screens.lists import Opened, may_pick, say_count, show_list
from requite.web.screens.merging import leads_on
from requite.web.screens.twins import twins_of
from requite.work.queries.day import list_neglected_ids, standings
from requite.work.queries.statuses import list_statuses
from requite.work.queries.timeline import PAGE as TIMELINE
from requite.work.queries.timeline import ActivityShape, list_timeline

VIEWS = ("mine", "all", "debt", "nostep", "archived")
PEEK = 5
MORE = 3  # fields in which colleagues are found one by one, where there are too many to tick


def views_for(actor: Actor) -> list[tuple[str, str]]:
    """The views of the list that make sense for the actor, as (slug, label); the first is where it opens."""
    labels = {
        "mine": _("Mine"),
        "all": _("Everybody") if actor.scope("people.see") == "all" else _("Team"),
        "nostep": _("No next step"),
        "debt": _("In debt"),
        "archived": _("Archived"),
    }
    own = actor.has("work.edit")
    order = sorted(VIEWS, key=lambda slug: slug != "all") if actor.has("team.see") else VIEWS
    return [(slug, labels[slug]) for slug in order if own or slug in ("all", "archived")]


def _rows(actor: Actor, view: str, after: str) -> tuple[list[PersonRow], str]:
    if view == "nostep" and actor.id:
        key = read_key(after)
        ids = list_neglected_ids(actor=actor, owner_id=actor.id, after=key)
        shown = ids[: lists.PAGE]
        rows = lists.list_people_by_id(actor=actor, ids=shown)
        last = standings(shown[-1:]).get(shown[-1], (None, None))[0] if shown else None
        return rows, write_key(last, shown[-1]) if last and len(ids) > lists.PAGE else ""
    what = lists.filter_for(actor, view)
    rows = lists.list_people(actor=actor, what=what, after=read_name_key(after))
    shown_rows = rows[: lists.PAGE]
    more = write_name_key(shown_rows[-1].name_fold, shown_rows[-1].id) if len(rows) > lists.PAGE else ""
    return shown_rows, more


def _count(actor: Actor, view: str, shown: int) -> str:
    what = lists.filter_for(actor, view)
    number = shown if view == "nostep" else lists.count_records(kind="person", what=what)
    return say_count(number, "person", is_whole=what.owners is None and view == "all")


@door("GET", right="people.see")
def people(request: ActorRequest) -> HttpResponseBase:
    """The list as its address asks for it: a view, filtered, in an order, with columns; pages go on by key."""
    return show_list(request, "person", views_for(request.actor), plain=_plain, template="people/people.html")


def _plain(request: ActorRequest, opened: Opened) -> dict[str, Any]:
    """A view that ships, as it ships: what is asked for most, by statements of its own."""
    actor, view, after = request.actor, opened.asked.view, request.GET.get("after", "")
    rows, more = _rows(actor, view, after)
    stands = standings([row.id for row in rows]) if actor.has("work.see") else {}
    context: dict[str, Any] = {
        "lines": people_lines(actor, rows, stands, request.now, pick=may_pick(actor, "person"))
        if rows
        else "",
        "next": url("people", query={"view": view, "after": more}) if more else "",
        "width": 8 + may_pick(actor, "person"),
    }
    if not after:
        is_cut = view == "nostep" and bool(more)
        context["count"] = _("%(n)s+") % {"n": len(rows)} if is_cut else _count(actor, view, len(rows))
    return context


def standing_of(actor: Actor, person_id: UUID) -> tuple[datetime | None, datetime | None]:
    """Last contact and next step, for one who may see work."""
    found = standings([person_id]) if actor.has("work.see") else {}
    return found.get(person_id, (None, None))


def page_context(request: ActorRequest, person_id: UUID) -> dict[str, Any]:
    """What of a person's page an act moves."""
    actor = request.actor
    shape = get_person(actor=actor, person_id=person_id)
    return {
        "person": shape,
        **_work_context(actor, person_id),
        "once": fresh_key(),
        "twins": twins_of(request, "person", shape),
    }


def moved_on_person(request: ActorRequest, context: dict[str, Any]) -> str:
    """What of a person's page an act moves that plans something, out of band."""
    parts = ("people/timeline.html", "people/aside.html")
    return "".join(html(request, name, {**context, "oob": True}) for name in parts)


def _work_context(actor: Actor, person_id: UUID) -> dict[str, Any]:
    """The time-line's first page and what beside it is read from it."""
    timeline, more = timeline_page(actor, person_id=person_id)
    return {
        "timeline": timeline,
        "next": more,
        "steps": sorted((one for one in timeline if one.is_open), key=lambda one: one.at),
        "standing": standing_of(actor, person_id),
        "statuses": list_statuses(),
    }


def timeline_page(
    actor: Actor,
    *,
    before: str = "",
    person_id: UUID | None = None,
    company_id: UUID | None = None,
    deal_id: UUID | None = None,
) -> tuple[list[ActivityShape], str]:
    """A page of a time-line and the key of the next one."""
    found = list_timeline(
        actor=actor, before=read_key(before), person_id=person_id, company_id=company_id, deal_id=deal_id
    )
    shown = found[:TIMELINE]
    return shown, write_key(shown[-1].at, shown[-1].id) if len(found) > TIMELINE else ""


@door("GET", right="people.see")
def person(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A person's own page."""
    person_id = id_of(id)
    context = page_context(request, person_id)
    led = leads_on("person", context["person"])
    if led:
        return led
    context |= composer_context(request)
    context["owners"] = owners_for(request.actor) if context["person"].may_assign else []
    context["deals"] = list_deals_of(actor=request.actor, at=request.now, person_id=person_id)
    shape = context["person"]
    context["files"] = files_of(
        "person", person_id, may_edit=shape.may_edit, is_archived=bool(shape.archived_at)
    )
    if request.GET.get("with"):
        context["companions"] = companions_of(request.actor, person_id)
    context["composer"] = (
        composer(request, About("person", person_id), context) if request.actor.has("work.edit") else ""
    )
    return render(request, "people/person.html", context, topics=[f"person:{person_id}"])


def companions_of(
    actor: Actor, person_id: UUID | None = None, company_id: UUID | None = None
) -> dict[str, Any]:
    """Who else may take part in a meeting with the person, or with the company: others of it, and colleagues."""
    company_id = get_person(actor=actor, person_id=person_id).company_id if person_id else company_id
    staff = list_people_of(actor=actor, company_id=company_id) if company_id else []
    found = owners_for(actor)
    return {
        "people": [row for row in staff if row.id != person_id],
        "colleagues": [(id_, label) for id_, label in found if id_ != str(actor.id)] if found.is_whole else [],
        "more": 0 if found.is_whole else MORE,
    }


@door("GET", right="work.edit")
def person_companions(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Who else may take part, for the composer's meeting."""
    return part(request, "people/companions.html", {"companions": companions_of(request.actor, id_of(id))})


@door("GET", right="people.see")
def person_peek(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A person in the panel over a list."""
    actor, person_id = request.actor, id_of(id)
    shape = get_person(actor=actor, person_id=person_id)
    person_id = shape.survivor_id or person_id
    context = {
        "person": get_person(actor=actor, person_id=person_id) if shape.survivor_id else shape,
        "timeline": list_timeline(actor=actor, person_id=person_id, limit=PEEK)[:PEEK],
        "standing": standing_of(actor, person_id),
        "statuses": list_statuses(),
    }
    return part(request, "people/peek.html", context)


@door("GET", right="people.see")
def person_card(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The left part of a person's page, for live."""
    shape = get_person(actor=request.actor, person_id=id_of(id))
    return part(request, "people/card.html", {"person": shape, "once": fresh_key(), "owners": []})


@door("GET", right="people.see")
def person_aside(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The right part of a person's page, for live."""
    actor, person_id = request.actor, id_of(id)
    shape = get_person(actor=actor, person_id=person_id)
    return part(request, "people/aside.html", {"person": shape, **_work_context(actor, person_id)})


@door("GET", right="people.see")
def person_timeline(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The time-line: the whole block for live, or (`before`) its next page."""
    actor, person_id = request.actor, id_of(id)
    shape = get_person(actor=actor, person_id=person_id)
    before = request.GET.get("before", "")
    timeline, more = timeline_page(actor, person_id=person_id, before=before)
    context = {"person": shape, "timeline": timeline, "next": more, "statuses": list_statuses()}
    if not before:
        return part(request, "people/timeline.html", context)
    name, back = names.full(shape.family_name, shape.given_name), url("person", id=person_id)
    return further(request, "people/entries.html", context, of=name, back=back, current="people")
