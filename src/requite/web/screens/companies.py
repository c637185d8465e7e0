"""Companies: the list, the panel beside it, a company's own page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.actor import Actor
from requite.people.queries import lists
from requite.people.queries.pages import get_company
from requite.people.queries.shapes import CompanyShape
from requite.web.addresses import url
from requite.web.colleagues import owners_for
from requite.web.doors import ActorRequest, door, id_of
from requite.web.keys import read_name_key, write_name_key
from requite.web.pages import further, html, is_fragment, part, render
from requite.web.people_lines import company_lines
from requite.web.screens.companies_forms import edit_company, new_company
from requite.web.screens.composing import About, composer, composer_context, people_to_choose, refused
from requite.web.screens.files_cards import files_of
from requite.web.screens.lists import Opened, may_pick, say_count, show_list
from requite.web.screens.merging import leads_on
from requite.web.screens.people import companions_of, timeline_page
from requite.web.screens.twins import twins_of
from requite.work.models import Activity
from requite.work.queries.day import standings
from requite.work.queries.statuses import list_statuses
from requite.work.queries.steps import STEPS, list_steps_of_company
from requite.work.queries.timeline import list_timeline

__all__ = ["companies", "company", "company_peek", "company_timeline", "edit_company", "new_company"]

VIEWS = ("mine", "all", "debt", "archived")
PARTS = ("card", "people", "aside")
PEEK = 5


def views_for(actor: Actor) -> list[tuple[str, str]]:
    """The views of the list that make sense for the actor, as (slug, label); the first is where it opens."""
    labels = {
        "mine": _("Mine"),
        "all": _("All") if actor.scope("people.see") == "all" else _("Team"),
        "debt": _("In debt"),
        "archived": _("Archived"),
    }
    own = actor.has("work.edit")
    order = sorted(VIEWS, key=lambda slug: slug != "all") if actor.has("team.see") else VIEWS
    return [(slug, labels[slug]) for slug in order if own or slug in ("all", "archived")]


@door("GET", right="people.see")
def companies(request: ActorRequest) -> HttpResponseBase:
    """The list as its address asks for it: a view, filtered, in an order, with columns; pages go on by key."""
    return show_list(
        request, "company", views_for(request.actor), plain=_plain, template="companies/companies.html"
    )


def _plain(request: ActorRequest, opened: Opened) -> dict[str, Any]:
    """A view that ships, as it ships."""
    actor, view = request.actor, opened.asked.view
    after = read_name_key(request.GET.get("after", ""))
    what = lists.filter_for(actor, view)
    found = lists.list_companies(actor=actor, what=what, after=after)
    rows = found[: lists.PAGE]
    more = write_name_key(rows[-1].name_fold, rows[-1].id) if len(found) > lists.PAGE else ""
    number = None if after else lists.count_records(kind="company", what=what)
    return {
        "lines": company_lines(actor, rows, request.now, pick=may_pick(actor, "company")) if rows else "",
        "next": url("companies", query={"view": view, "after": more}) if more else "",
        "width": 6 + may_pick(actor, "company"),
        "count": say_count(number, "company", is_whole=what.owners is None and view == "all"),
    }


def _steps(actor: Actor, company_id: UUID) -> dict[str, Any]:
    steps = list_steps_of_company(actor=actor, company_id=company_id)
    return {"steps": steps[:STEPS], "has_more_steps": len(steps) > STEPS}


def _part(actor: Actor, shape: CompanyShape, name: str) -> dict[str, Any]:
    """What one part of the page shows beside the company itself."""
    if name == "people":
        ids = [person.id for person in shape.people]
        return {"standings": standings(ids) if actor.has("work.see") else {}}
    if name == "aside":
        return {"owners": owners_for(actor) if shape.may_assign else [], **_steps(actor, shape.id)}
    return {}


@door("GET", right="people.see")
def company(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A company's own page; `part` asks for one part of it, for live."""
    company_id = id_of(id)
    shape = get_company(actor=request.actor, company_id=company_id)
    asked = request.GET.get("part", "")
    if asked in PARTS:
        return part(
            request, f"companies/{asked}.html", {"company": shape, **_part(request.actor, shape, asked)}
        )
    led = leads_on("company", shape)
    if led:
        return led
    context = page_context(request, shape)
    if request.GET.get("with"):
        context["companions"] = companions_of(request.actor, company_id=company_id)
    context["composer"] = _composer(request, context)
    return render(request, "companies/company.html", context, topics=[f"company:{company_id}"])


def page_context(request: ActorRequest, shape: CompanyShape, *, kind: str = "") -> dict[str, Any]:
    """All that a company's page shows, but for the composer itself."""
    actor = request.actor
    context: dict[str, Any] = {"company": shape, "statuses": list_statuses(), "twins": twins_of(request, "company", shape)}
    for name in PARTS:
        context |= _part(actor, shape, name)
    context["timeline"], context["next"] = timeline_page(actor, company_id=shape.id)
    context["files"] = files_of(
        "company", shape.id, may_edit=shape.may_edit, is_archived=bool(shape.archived_at)
    )
    return {**context, **composer_context(request, kind=kind)}


def _composer(request: ActorRequest, context: dict[str, Any]) -> str:
    """Where a call, a meeting, a task or a note with the company is written down, by who may."""
    shape: CompanyShape = context["company"]
    if shape.archived_at or not request.actor.has("work.edit"):
        return ""
    return composer(request, _about(shape), context)


def _about(shape: CompanyShape) -> About:
    return About("company", shape.id, people_to_choose(shape.people))


def refuse_on_company(request: ActorRequest, company_id: UUID, typed: dict[str, Any]) -> HttpResponseBase:
    """The company's page with what was typed, or its composer alone; `typed` is the refused form's context."""
    context = {**page_context(request, get_company(actor=request.actor, company_id=company_id)), **typed}
    if context["chosen"] or context["typed_more"]:
        context["companions"] = companions_of(request.actor, company_id=company_id)
    context = refused(request, _about(context["company"]), context)
    return render(request, "companies/company.html", context, fragment="people/composer.html", status=422)


def tell_on_company(request: ActorRequest, company_id: UUID, kind: str, _done: Activity) -> HttpResponse:
    """After an act of the composer: the company's page, or a blank composer with what the act moved beside it."""
    if not is_fragment(request):
        return HttpResponseRedirect(reverse("company", kwargs={"id": company_id}))
    context = page_context(request, get_company(actor=request.actor, company_id=company_id), kind=kind)
    return HttpResponse(f"{_composer(request, context)}{moved_on_company(request, context)}")


def moved_on_company(request: ActorRequest, context: dict[str, Any]) -> str:
    """What of a company's page an act moves, out of band."""
    parts = ("companies/timeline.html", "companies/aside.html")
    return "".join(html(request, name, {**context, "oob": True}) for name in parts)


@door("GET", right="work.edit")
def company_companions(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Who else may take part, for the composer's meeting."""
    company_id = get_company(actor=request.actor, company_id=id_of(id)).id
    found = companions_of(request.actor, company_id=company_id)
    return part(request, "people/companions.html", {"companions": found})


@door("GET", right="people.see")
def company_peek(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A company in the panel over a list."""
    actor, company_id = request.actor, id_of(id)
    shape = get_company(actor=actor, company_id=company_id)
    company_id = shape.survivor_id or company_id
    context = {
        "company": get_company(actor=actor, company_id=company_id) if shape.survivor_id else shape,
        "masked": not actor.sees("contact"),
        "timeline": list_timeline(actor=actor, company_id=company_id, limit=PEEK)[:PEEK],
        "statuses": list_statuses(),
        **_steps(actor, company_id),
    }
    return part(request, "companies/peek.html", context)


@door("GET", right="people.see")
def company_timeline(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The time-line: the whole block for live, or (`before`) its next page."""
    actor, company_id = request.actor, id_of(id)
    shape = get_company(actor=actor, company_id=company_id)
    before = request.GET.get("before", "")
    timeline, more = timeline_page(actor, before=before, company_id=company_id)
    context = {"company": shape, "timeline": timeline, "next": more, "statuses": list_statuses()}
    if not before:
        return part(request, "companies/timeline.html", context)
    back = url("company", id=company_id)
    return further(request, "companies/entries.html", context, of=shape.name, back=back, current="companies")
