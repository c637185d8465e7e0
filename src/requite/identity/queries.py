"""Users, teams, invitations and the company, as their pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from requite.identity import access
from requite.identity.models import Invitation, Organisation, Team, User
from requite.identity.roles import ROLES, role_of
from requite.kernel.actor import Actor
from requite.kernel.names import display_name
from requite.kernel.reading import fetch_all

State = Literal["active", "deactivated", "all"]
ORDER = ("family_name", "given_name", "id")


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user of the list, or of their own form."""

    id: UUID
    name: str
    email: str
    family_name: str
    given_name: str
    role: str
    role_label: str
    team_id: UUID | None
    team_name: str
    language: str
    is_active: bool
    last_seen_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class UserPage:
    """A part of the list; `after` asks for the next one, None at the end."""

    lines: tuple[UserLine, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An open invitation."""

    id: UUID
    email: str
    role_label: str
    team_name: str
    giver_name: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class TeamNode:
    """A team in its place: `depth` 0 is the top, `path` names the teams above it and itself."""

    id: UUID
    name: str
    parent_id: UUID | None
    depth: int
    path: str
    members: int
    is_empty: bool
    version: int


def _line(user: User, locale: str) -> UserLine:
    return UserLine(
        id=user.id,
        name=display_name(user.family_name, user.given_name, locale=locale) or user.email,
        email=user.email,
        family_name=user.family_name,
        given_name=user.given_name,
        role=user.role,
        role_label=str(role_of(user.role).label),
        team_id=user.team_id,
        team_name=user.team.name if user.team else "",
        language=user.language,
        is_active=user.is_active,
        last_seen_at=user.last_seen_at,
        version=user.version,
    )


def get_user(*, actor: Actor, user_id: UUID) -> UserLine:
    """One user. Raises NotAllowed, NotVisible."""
    access.demand_right(actor=actor, right="settings.users")
    access.see_user(actor=actor, user_id=user_id)
    return _line(User.objects.select_related("team").get(id=user_id), actor.language)


def list_users(
    *,
    actor: Actor,
    q: str = "",
    team_id: UUID | None = None,
    role: str = "",
    state: State = "active",
    after: UUID | None = None,
    limit: int = 50,
) -> UserPage:
    """Users by name. `q` is looked for in names and address, word by word. Raises NotAllowed."""
    access.demand_right(actor=actor, right="settings.users")
    users = access.visible_users(actor).select_related("team").order_by(*ORDER)
    for word in q[:200].replace("\0", "").split()[:5]:
        users = users.filter(
            Q(family_name__icontains=word) | Q(given_name__icontains=word) | Q(email__icontains=word)
        )
    if team_id:
        users = users.filter(team_id=team_id)
    if role in ROLES:
        users = users.filter(role=role)
    if state != "all":
        users = users.filter(is_active=state != "deactivated")
    found = list(_from(users, after)[: limit + 1])
    lines = tuple(_line(user, actor.language) for user in found[:limit])
    return UserPage(lines, lines[-1].id if len(found) > limit else None)


def _from(users: QuerySet[User], after: UUID | None) -> QuerySet[User]:
    last = User.objects.filter(id=after).values_list(*ORDER).first() if after else None
    if last is None:
        return users
    family, given, user_id = last
    return users.filter(
        Q(family_name__gt=family)
        | Q(family_name=family, given_name__gt=given)
        | Q(family_name=family, given_name=given, id__gt=user_id)
    )


def list_invitations(*, actor: Actor, at: datetime) -> list[InvitationLine]:
    """Open invitations, the newest first. Raises NotAllowed."""
    access.demand_right(actor=actor, right="settings.users")
    rows = Invitation.objects.filter(taken_at=None, withdrawn_at=None, ends_at__gt=at)
    return [
        InvitationLine(
            id=row.id,
            email=row.email,
            role_label=str(role_of(row.role).label),
            team_name=row.team.name if row.team else "",
            giver_name=row.giver.name,
            ends_at=row.ends_at,
        )
        for row in rows.select_related("team", "giver").order_by("-id")[:200]
    ]


def list_teams(*, actor: Actor) -> list[TeamNode]:
    """The whole tree, each team after the one above it; siblings by name. Any colleague may know it."""
    teams = Team.objects.all() if actor.id else Team.objects.none()
    counted = teams.annotate(
        active=Count("members", filter=Q(members__is_active=True)), everybody=Count("members")
    )
    below: dict[UUID | None, list[Team]] = {}
    for team in counted.order_by("name", "id"):
        below.setdefault(team.parent_id, []).append(team)
    return list(_walk(below, None, 0, ""))


def _walk(
    below: dict[UUID | None, list[Team]], parent_id: UUID | None, depth: int, path: str
) -> Iterable[TeamNode]:
    for team in below.get(parent_id, ()):
        here = f"{path} › {team.name}" if path else team.name
        yield TeamNode(
            id=team.id,
            name=team.name,
            parent_id=team.parent_id,
            depth=depth,
            path=here,
            members=team.active,  # type: ignore[attr-defined]
            is_empty=not team.everybody and not below.get(team.id),  # type: ignore[attr-defined]
            version=team.version,
        )
        yield from _walk(below, team.id, depth + 1, here)


MEMBERS = """
WITH RECURSIVE below AS (
    SELECT id FROM identity_team WHERE id = %s UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id
)
SELECT id FROM identity_user WHERE team_id IN (SELECT id FROM below)
"""


def list_members(*, actor: Actor, right: str, team_id: UUID) -> list[UUID]:
    """Who is in the team or one below it, as far as the right reaches. One statement."""
    owners = actor.owners(right)
    return [row[0] for row in fetch_all(MEMBERS, [team_id]) if owners is None or row[0] in owners]


def list_active() -> list[UUID]:
    """All who may log in."""
    return list(User.objects.filter(is_active=True).values_list("id", flat=True))


def find_organisation() -> Organisation | None:
    """The company, once it has started."""
    return Organisation.objects.first()


def list_demo_users() -> list[UserLine]:
    """The longest-standing active user of each role, from rep to administrator: the log-ins of a demo."""
    found = (
        User.objects.filter(role=slug, is_active=True)
        .select_related("team")
        .order_by("made_at", "id")
        .first()
        for slug in ROLES
    )
    return [_line(user, user.language or "en") for user in found if user]


@dataclass(frozen=True, slots=True)
class Colleague:
    """An active user to choose. `names` is (family, given)."""

    id: UUID
    names: tuple[str, str]
    email: str


COLLEAGUES = """
SELECT id, family_name, given_name, email FROM identity_user
WHERE is_active AND (%(owners)s::uuid[] IS NULL OR id = ANY(%(owners)s::uuid[]))
  AND (id = ANY(%(chosen)s::uuid[]) OR id IN (
    SELECT id FROM identity_user WHERE is_active AND (%(owners)s::uuid[] IS NULL OR id = ANY(%(owners)s::uuid[]))
    AND (%(name)s = '' OR family_name || ' ' || given_name ILIKE %(like)s
         OR given_name || ' ' || family_name ILIKE %(like)s OR family_name || given_name ILIKE %(like)s)
    ORDER BY team_id IS DISTINCT FROM %(team)s, family_name, given_name, id LIMIT %(limit)s))
ORDER BY id <> ALL(%(chosen)s::uuid[]), team_id IS DISTINCT FROM %(team)s, family_name, given_name, id
"""


def list_colleagues(
    *, actor: Actor, right: str, chosen: Sequence[UUID] = (), name: str = "", limit: int = 60
) -> list[Colleague]:
    """Active users whom the right reaches: those chosen, then those of that name, one's own team first. One statement."""
    owners = actor.owners(right)
    text = name.replace("\0", "").strip()[:100]
    like = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {
        "owners": None if owners is None else list(owners), "chosen": list(chosen), "name": text,
        "like": f"%{like}%", "team": actor.team_id, "limit": limit,
    }  # fmt: skip
    return [Colleague(row[0], (row[1], row[2]), row[3]) for row in fetch_all(COLLEAGUES, values)]
