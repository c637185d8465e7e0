"""Users: the list, one user, deactivation and what undoes it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity import queries
from requite.identity.actions.correct_user import UserDraft, correct_user
from requite.identity.actions.deactivate_user import deactivate_user
from requite.identity.actions.restore_user import restore_user
from requite.identity.queries import UserLine
from requite.identity.roles import ROLES, role_of
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.web.doors import ActorRequest, door, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version

RIGHT = "settings.users"
FILTERS = ("q", "team", "role", "state")
STATES = ("active", "deactivated", "all")


def role_options(actor: Actor) -> list[tuple[str, str]]:
    """Roles that the actor may give."""
    return [(role.slug, str(role.label)) for role in ROLES.values() if role.rank <= role_of(actor.role).rank]


def team_options(actor: Actor) -> list[tuple[str, str]]:
    """Teams, each with those above it."""
    return [(str(team.id), team.path) for team in queries.list_teams(actor=actor)]


@door("GET", right=RIGHT)
def users(request: ActorRequest) -> HttpResponseBase:
    """Who logs in: by words, team, role and state; pages go on by key."""
    actor, asked = request.actor, {name: request.GET.get(name, "")[:200] for name in FILTERS}
    state = asked["state"] if asked["state"] in STATES else "active"
    after = request.GET.get("after", "")
    page = queries.list_users(
        actor=actor,
        q=asked["q"],
        team_id=parse_id(asked["team"]),
        role=asked["role"],
        state=state,  # type: ignore[arg-type]
        after=parse_id(after),
    )
    following = {**{name: value for name, value in asked.items() if value}, "after": page.after}
    context = {
        "lines": page.lines,
        "next": reverse("users", query=following) if page.after else "",
        "asked": {**asked, "state": state},
        "roles": [(role.slug, str(role.label)) for role in ROLES.values()],
        "teams": team_options(actor),
        "states": [("active", _("active")), ("deactivated", _("deactivated")), ("all", _("all"))],
        "invited": len(queries.list_invitations(actor=actor, at=request.now)),
    }
    part = "settings/users_rows.html" if after else "settings/users_list.html"
    return render(request, "settings/users.html", context, fragment=part)


@door("GET", "POST", right=RIGHT)
def user(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One user's names, role, team and language."""
    actor, user_id = request.actor, id_of(id)
    line = queries.get_user(actor=actor, user_id=user_id)
    if request.method == "GET":
        return _show(request, line, _typed(line), OPEN)
    typed = {
        name: sent(request, name) for name in ("family_name", "given_name", "role", "team_id", "language")
    }
    draft = UserDraft(
        family_name=typed["family_name"],
        given_name=typed["given_name"],
        role=typed["role"],
        team_id=sent_id(request, "team_id"),
        language=typed["language"],
    )
    version = sent_version(request)
    outcome = attempt(
        lambda: correct_user(actor=actor, at=request.now, user_id=user_id, draft=draft, version=version),
        subject=user_id,
    )
    if outcome.is_kept:
        return done(request, reverse("users"), _("Kept."))
    return _show(request, queries.get_user(actor=actor, user_id=user_id), typed, outcome)


def _typed(line: UserLine) -> dict[str, str]:
    names = ("family_name", "given_name", "role", "language")
    return {**{name: getattr(line, name) for name in names}, "team_id": str(line.team_id or "")}


def _show(request: ActorRequest, line: UserLine, typed: dict[str, str], outcome: Outcome) -> HttpResponseBase:
    teams = team_options(request.actor)
    words: dict[str, Any] = {
        "family_name": _("Family name"), "given_name": _("Given name"), "role": _("Role"),
        "team_id": _("Team"), "language": _("Language"),
    }  # fmt: skip

    def say(name: str, value: object) -> object:
        if name == "team_id":
            return dict(teams).get(str(value), "")
        return role_of(str(value)).label if name == "role" else value

    context = {
        "user": line,
        "typed": typed,
        "errors": outcome.errors,
        "clash": outcome.named(words, say),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
        "roles": role_options(request.actor),
        "teams": teams,
        "is_self": line.id == request.actor.id,
    }
    return render(request, "settings/user.html", context, status=outcome.status)


@door("GET", "POST", right=RIGHT)
def deactivation(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Ends a user's access, after saying what becomes of what is theirs."""
    user_id = id_of(id)
    line = queries.get_user(actor=request.actor, user_id=user_id)
    outcome = OPEN
    if request.method == "POST":
        outcome = attempt(lambda: deactivate_user(actor=request.actor, at=request.now, user_id=user_id))
        if outcome.is_kept:
            text = _("%(name)s can’t log in any more.") % {"name": line.name}
            return done(
                request, reverse("users"), text, undo=reverse("user_activation", kwargs={"id": user_id})
            )
    context = {"user": line, "errors": outcome.errors, "owned": _owned(request.actor, user_id)}
    return render(request, "settings/deactivation.html", context, status=outcome.status)


def _owned(actor: Actor, user_id: UUID) -> int:
    from requite.people.access import visible_people  # noqa: PLC0415

    return visible_people(actor).filter(owner_id=user_id, archived_at=None).count()


@door("POST", right=RIGHT)
def activation(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Lets a deactivated user log in again."""
    user_id = id_of(id)
    restore_user(actor=request.actor, at=request.now, user_id=user_id)
    return done(request, reverse("user", kwargs={"id": user_id}), _("Restored: they can log in again."))
