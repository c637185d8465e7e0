"""Team, the leader's home: how far the team is, and who needs the leader first."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity.queries import TeamNode, list_teams
from requite.identity.roles import ROLES
from requite.insight.checks.queries.records import count_waiting
from requite.insight.figures import COMPANY, Holder
from requite.insight.plans.boards import SPANS, USUAL_SPAN, board_for
from requite.insight.plans.counting import list_counters
from requite.insight.plans.rep_cells import RepCells, list_rep_cells
from requite.insight.plans.shapes import Counter
from requite.insight.scorecards.queries import count_disputes
from requite.insight.supervision.queries.reps import RepFacts, list_rep_facts
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.people.queries import lists
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door, id_of
from requite.web.keys import read_key, write_key
from requite.web.pages import part, render
from requite.web.screens.lists import limit_of
from requite.web.screens.periods import period_label
from requite.web.screens.team_cells import Columns
from requite.web.screens.team_rep import name_of
from requite.web.screens.team_rows import rows_of, say_most
from requite.web.shared import shared
from requite.work.queries.attention import REPS, RepLoad, list_rep_loads
from requite.work.queries.day import list_neglected_ids, standings

RIGHT = "team.see"
T = TypeVar("T")
Facts = Mapping[UUID, RepFacts]
FIRST = 50  # reps are drawn at once, who needs the leader most; the others by a click
REP_ROLES = tuple(role.slug for role in ROLES.values() if role.rights.get("work.edit") in ("own", "team"))


@door("GET", right=RIGHT)
def home(request: ActorRequest) -> HttpResponseBase:
    """The reader's own team; for who sees them all, the whole company. `team` names another one, for the chooser."""
    actor = request.actor
    asked = parse_id(request.GET.get("team", ""))
    if asked:
        return HttpResponseRedirect(reverse("team_of", kwargs={"id": asked}))
    if actor.scope(RIGHT) == "all":
        return _show(request, COMPANY)
    if actor.team_id is None:
        return render(request, "team/none.html", {})
    return _show(request, Holder("team", actor.team_id))


@door("GET", right=RIGHT)
def whole_company(request: ActorRequest) -> HttpResponseBase:
    """All reps of the company."""
    return _show(request, COMPANY)


@door("GET", right=RIGHT)
def one_team(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A team of the tree, with the teams below it."""
    return _show(request, Holder("team", id_of(id)))


def _show(request: ActorRequest, holder: Holder) -> HttpResponseBase:
    actor = request.actor
    if not holder.covered(actor, RIGHT):
        raise NotVisible
    span = request.GET.get("span", USUAL_SPAN)
    span = span if span in SPANS else USUAL_SPAN
    context = _reps(request, holder, span)
    if request.GET.get("part") == "reps":
        return part(request, "team/reps.html", context)
    teams = [node for node in list_teams(actor=actor) if Holder("team", node.id).covered(actor, RIGHT)]
    shown = next((node for node in teams if node.id == holder.id), None)
    if holder.who == "team" and shown is None:
        raise NotVisible
    board = board_for(actor=actor, span=span, at=request.now, holder=holder, counters=_counters(request, holder, span))
    context |= {
        "board": board,
        "title": shown.name if shown else _("The company"),
        "say": " · ".join(text for text in (period_label(context["cells"].period), board.say) if text),
        "teams": teams,
        "choices": _choices(actor, teams, holder, span),
        "to_check": count_waiting(actor=actor),
        "disputed": count_disputes(actor=actor),
        "wall": wall_of(holder, span),
    }
    return render(request, "team/team.html", context, topics=[holder.key])


def _shared(request: ActorRequest, holder: Holder, span: str, what: str, read: Callable[[], T]) -> T:
    """What is read alike by all who see the whole company; by others each time anew."""
    actor = request.actor
    if any(actor.owners(right) is not None for right in ("work.see", "plans.see", "checks.see")):
        return read()
    return shared((what, holder, span, actor.day_of(request.now), actor.country, actor.company_zone), read, now=request.now)


def _counters(request: ActorRequest, holder: Holder, span: str) -> tuple[Counter, ...]:
    actor = request.actor

    def read() -> tuple[Counter, ...]:
        return tuple(list_counters(actor=actor, holder=holder, span=span, at=request.now))

    return _shared(request, holder, span, "counters", read) if actor.has("plans.see") else ()


def _read_reps(request: ActorRequest, holder: Holder, span: str) -> tuple[list[RepLoad], RepCells, Facts]:
    """The load, the figures and the facts of each rep."""
    actor = request.actor
    loads = list_rep_loads(actor=actor, team_id=holder.id, roles=REP_ROLES, now=request.now)
    ids = [load.user_id for load in loads]
    cells = list_rep_cells(actor=actor, user_ids=ids, span=span, at=request.now)
    return loads, cells, list_rep_facts(actor=actor, user_ids=ids, now=request.now)


def _reps(request: ActorRequest, holder: Holder, span: str) -> dict[str, Any]:
    """What the table of reps shows."""
    actor = request.actor
    loads, cells, facts = _shared(request, holder, span, "reps", lambda: _read_reps(request, holder, span))
    others = [load for load in loads if load.user_id != actor.id]
    is_whole = len(others) <= FIRST or request.GET.get("reps") == "all"
    return {
        "holder": holder,
        "span": span,
        "cells": cells,
        "written": Columns(cells, currency=actor.currency),
        "rows": rows_of(others, cells, facts, now=request.now, first=None if is_whole else FIRST),
        "count": len(others),
        "wide": "&reps=all" if is_whole and len(others) > FIRST else "",
        "begun": FIRST if is_whole and "from" in request.GET else None,
        "is_cut": len(loads) == REPS,
        "href": address_of(holder),
        "most": say_most,
    }


def address_of(holder: Holder) -> str:
    """The page of a team, or of the company."""
    return reverse("team_of", kwargs={"id": holder.id}) if holder.id else reverse("team_company")


def wall_of(holder: Holder, span: str) -> str:
    """The wall screen of a team, or of the company, with the same span."""
    if holder.id:
        return url("team_wall", id=holder.id, query={"span": span})
    return url("company_wall", query={"span": span})


def _choices(actor: Actor, teams: list[TeamNode], holder: Holder, span: str) -> list[tuple[str, str, bool]]:
    """The teams to choose from as (address, label, whether it is the one shown); none when there is no choice."""
    found = [(Holder("team", node.id), node.path) for node in teams]
    if actor.scope(RIGHT) == "all":
        found.insert(0, (COMPANY, _("The company")))
    query = "" if span == USUAL_SPAN else f"?span={span}"
    return [(address_of(one) + query, label, one == holder) for one, label in found] if len(found) > 1 else []


@door("GET", right=RIGHT)
def neglected(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The customers of a rep for whom nothing is planned, latest contact first."""
    actor, user_id = request.actor, id_of(id)
    name = name_of(actor, user_id, RIGHT)
    after = read_key(request.GET.get("after", ""))
    limit = limit_of(request, "customers", lists.PAGE)
    ids = list_neglected_ids(actor=actor, owner_id=user_id, after=after, limit=limit)
    shown = ids[:limit]
    found = standings(shown)
    last = found.get(shown[-1], (None, None))[0] if shown else None
    context = {
        "rows": lists.list_people_by_id(actor=actor, ids=shown),
        "standings": found,
        "user_id": user_id,
        "name": name,
        "may_ask": actor.covers("work.edit", user_id),
        "next": write_key(last, shown[-1]) if last and len(ids) > limit else "",
    }
    fragment = "team/neglected_rows.html" if after else None
    return render(request, "team/neglected.html", context, fragment=fragment, topics=[f"user:{user_id}"])
