"""Calls, meetings, tasks and notes in one list."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from requite.kernel.actor import Actor
from requite.web.doors import ActorRequest, door
from requite.web.pages import is_fragment, part, render
from requite.web.screens.lists import (
    counted,
    is_panel,
    limit_of,
    open_list,
    panel,
    rows_context,
    tools_context,
)

TARGET = "activity-list"
OWN = ("open", "overdue", "mine", "debt")  # views of the reader's own work


def views_for(actor: Actor) -> list[tuple[str, str]]:
    """The views of the list that make sense for the actor, as (slug, label); the first is where it opens."""
    everybody = ("all", _("Everybody") if actor.scope("work.see") == "all" else _("Team"))
    many, gone = [("recent", _("Recent")), everybody], ("archived", _("Taken back"))
    if not actor.has("work.edit"):
        return [*many, gone]
    own = [("open", pgettext("activities", "Open")), ("overdue", _("Overdue")), ("mine", _("Mine"))]
    views = [*many, *own] if actor.has("team.see") else [*own, *many]
    return [*views, ("debt", _("In debt")), gone]


@door("GET", right="work.see")
def activities(request: ActorRequest) -> HttpResponseBase:
    """The list as its address asks for it: a view, filtered, in an order, with columns; pages go on by key.

    How many there are is asked once the page is there: of ten million they aren't counted while somebody waits, and they are
    counted anew on a hint only where they are the reader's own.
    """
    opened = open_list(request, "activity", tabs := views_for(request.actor))
    if is_panel(request):
        return panel(request, opened.asked)
    if request.GET.get("count") == "1" and is_fragment(request):
        return counted(request, opened)
    context = rows_context(request, opened, limit=limit_of(request, TARGET), is_counted=False)
    if request.GET.get("after") and is_fragment(request):
        return part(request, "lists/rows.html", context)
    context |= tools_context(request, opened, tabs)
    if request.headers.get("HX-Target") == TARGET:
        return part(request, "activities/list_table.html", context)
    is_own = opened.asked.query.base in OWN
    context |= {"topics": topics_of(request.actor, is_own=is_own), "count_later": opened.asked.address(count="1")}
    context["count_topics"] = context["topics"] if is_own else []
    return render(request, "activities/activities.html", context, topics=context["topics"])


def topics_of(actor: Actor, *, is_own: bool) -> list[str]:
    """What moves when an activity of the list does: the reader's own work, that of their teams, or the company's."""
    scope = actor.scope("work.see")
    if is_own or scope == "own":
        return [f"user:{actor.id}"]
    if scope == "all":
        return ["company"]
    return [f"user:{actor.id}", *([f"team:{actor.team_id}"] if actor.team_id else [])]
