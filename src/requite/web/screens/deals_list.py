"""Deals as a list, with what they are worth together."""

from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from requite.deals.queries.choices import list_pipelines
from requite.deals.queries.shapes import PipelineShape
from requite.insight.lists.conditions import Condition
from requite.insight.lists.summing import sum_query
from requite.insight.lists.ways import PAGE_MS
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.web.deals_asking import is_short, spell_out
from requite.web.doors import ActorRequest, door
from requite.web.list_asking import Asked
from requite.web.pages import is_fragment, part, render
from requite.web.screens.lists import (
    Opened,
    is_panel,
    limit_of,
    open_list,
    panel,
    rows_context,
    tools_context,
)

SUM_MS = 20
TARGET = "deal-list"


def views_for(actor: Actor) -> list[tuple[str, str]]:
    """The views of the list that make sense for the actor, as (slug, label); the first is where it opens."""
    everybody = ("all", _("Everybody") if actor.scope("deals.see") == "all" else _("Team"))
    views = [("mine", _("Mine")), everybody] if actor.has("work.edit") else [everybody]
    if actor.has("team.see"):
        views.reverse()
    if actor.has("work.edit"):
        views.append(("debt", _("In debt")))
    return [*views, ("won", pgettext("deals", "Won")), ("lost", pgettext("deals", "Lost")), ("archived", _("Archived"))]


@door("GET", right="deals.see")
def deal_list(request: ActorRequest) -> HttpResponseBase:
    """Deals as the address asks for them: a view, filtered, in an order, with columns; pages go on by key."""
    actor, tabs = request.actor, views_for(request.actor)
    given: QueryDict = request.GET
    pipelines = list_pipelines()
    if not pipelines:
        raise NotVisible
    if is_short(given):
        given = spell_out(given, actor, pipelines, actor.day_of(request.now))
    opened = open_list(request, "deal", tabs, given)
    if is_panel(request):
        return panel(request, opened.asked)
    if request.GET.get("count") == "1" and is_fragment(request):
        return part(request, "deals/list_sum.html", _summed(request, opened.asked, PAGE_MS))
    context = rows_context(request, opened, limit=limit_of(request, TARGET), is_counted=False)
    if request.GET.get("after") and is_fragment(request):
        return part(request, "lists/rows.html", context)
    context |= tools_context(request, opened, tabs)
    if request.headers.get("HX-Target") == TARGET:
        return part(request, "deals/list_table.html", context)
    context |= {"faces": _faces(opened, pipelines), **_summed(request, opened.asked, SUM_MS)}
    context["topics"] = [f"pipeline:{one.id}" for one in _listed(opened.asked, pipelines)]
    return render(request, "deals/list.html", context, topics=context["topics"])


def _summed(request: ActorRequest, asked: Asked, milliseconds: int) -> dict[str, Any]:
    """The sum, None where it isn't there in time; `sum_address` asks for it alone."""
    found = sum_query(actor=request.actor, at=request.now, query=asked.query, milliseconds=milliseconds)
    return {"sum": found, "sum_address": asked.address(count="1"), "is_last": milliseconds == PAGE_MS}


def _single(asked: Asked, field: str) -> str:
    """The value that the whole list has in a field, "" when it has none."""
    if asked.query.filter.match != "all":
        return ""
    single = [group[0] for group in asked.query.filter.asked if len(group) == 1]
    return next((one.value for one in single if isinstance(one, Condition) and (one.field, one.op) == (field, "is")), "")


def _listed(asked: Asked, pipelines: list[PipelineShape]) -> list[PipelineShape]:
    """The pipelines whose deals the list may hold."""
    wanted, stage = _single(asked, "pipeline"), _single(asked, "stage")
    found = [
        one
        for one in pipelines
        if wanted in ("", str(one.id)) and stage in ("", *(str(each.id) for each in one.stages))
    ]
    return found or pipelines


def _faces(opened: Opened, pipelines: list[PipelineShape]) -> dict[str, Any]:
    """What board and forecast show of the same deals: whose, and of which pipeline."""
    whose = "mine" if opened.asked.query.base == "mine" else _single(opened.asked, "owner") or "all"
    return {"of": "mine" if whose == "me" else whose, "pipeline": _listed(opened.asked, pipelines)[0].id}
