"""Teams: the tree, and each team's name and place in it."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity import queries
from requite.identity.actions.correct_team import correct_team
from requite.identity.actions.erase_team import erase_team
from requite.identity.actions.register_team import register_team
from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version

RIGHT = "settings.teams"


@door("GET", "POST", right=RIGHT)
def teams(request: ActorRequest) -> HttpResponseBase:
    """The tree, and a form for one more."""
    outcome = OPEN
    if request.method == "POST":
        outcome = attempt(
            lambda: register_team(
                actor=request.actor,
                at=request.now,
                name=sent(request, "name"),
                parent_id=sent_id(request, "parent_id"),
                once=sent_id(request, "once"),
            )
        )
        if outcome.is_kept:
            return done(request, reverse("teams"), _("The team is made."))
    return _show_all(request, outcome)


def _show_all(request: ActorRequest, outcome: Outcome) -> HttpResponseBase:
    nodes = queries.list_teams(actor=request.actor)
    context = {
        "nodes": nodes,
        "places": [(str(node.id), node.path) for node in nodes],
        "typed": {name: sent(request, name) for name in ("name", "parent_id")},
        "errors": outcome.errors,
        "once": sent(request, "once") or fresh_key(),
    }
    return render(request, "settings/teams.html", context, status=outcome.status)


@door("GET", "POST", right=RIGHT)
def team(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One team's name and place."""
    team_id, outcome = id_of(id), OPEN
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: sent(request, name) for name in ("name", "parent_id")}
        outcome = attempt(
            lambda: correct_team(
                actor=request.actor,
                at=request.now,
                team_id=team_id,
                name=typed["name"],
                parent_id=sent_id(request, "parent_id"),
                version=sent_version(request),
            ),
            subject=team_id,
        )
        if outcome.is_kept:
            return done(request, reverse("teams"), _("Kept."))
    return _show(request, team_id, typed, outcome)


def _show(
    request: ActorRequest, team_id: object, typed: dict[str, str], outcome: Outcome
) -> HttpResponseBase:
    nodes = queries.list_teams(actor=request.actor)
    node = next((one for one in nodes if one.id == team_id), None)
    if node is None:
        raise NotVisible
    places = [(str(one.id), one.path) for one in nodes if not f"{one.path} › ".startswith(f"{node.path} › ")]
    every = {str(one.id): one.path for one in nodes}
    labels: dict[str, Any] = {"name": _("Name"), "parent_id": _("Stands under")}
    context = {
        "node": node,
        "places": places,
        "typed": typed or {"name": node.name, "parent_id": str(node.parent_id or "")},
        "errors": outcome.errors,
        "clash": outcome.named(
            labels, lambda name, value: every.get(str(value), "") if name != "name" else value
        ),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
    }
    return render(request, "settings/team.html", context, status=outcome.status)


@door("POST", right=RIGHT)
def removal(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Deletes an empty team."""
    team_id = id_of(id)
    outcome = attempt(lambda: erase_team(actor=request.actor, at=request.now, team_id=team_id))
    if outcome.is_kept:
        return done(request, reverse("teams"), _("The team is deleted."))
    return _show(request, team_id, {}, outcome)
