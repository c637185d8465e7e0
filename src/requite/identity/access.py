"""Turns a user into an `Actor`, and says who may see and change users and teams."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection
from django.db.models import QuerySet

from requite.identity.models import Organisation, Team, User
from requite.identity.roles import ROLES, role_of
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.locks import Lock, hold
from requite.kernel.names import display_name
from requite.kernel.reading import fetch_one

ACTOR = """
WITH RECURSIVE below AS (
    SELECT t.id FROM identity_team t JOIN identity_user u ON u.team_id = t.id WHERE u.id = %(user)s
    UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id
), above AS (
    SELECT t.id, t.parent_id FROM identity_team t JOIN identity_user u ON u.team_id = t.id WHERE u.id = %(user)s
    UNION SELECT t.id, t.parent_id FROM identity_team t JOIN above ON t.id = above.parent_id
)
SELECT {first}u.family_name, u.given_name, u.email, u.role, u.team_id, u.language, u.time_zone, u.is_active,
       o.country, o.language, o.currency, o.time_zone, o.fields_stamp, o.statuses_stamp, o.deals_stamp,
       o.views_stamp, o.staff_stamp,
       {when}ARRAY(SELECT id FROM below){end},
       {when}ARRAY(SELECT m.id FROM identity_user m WHERE m.team_id IN (SELECT id FROM below)){end},
       {when}ARRAY(SELECT id FROM above){end},
       o.rules_stamp,
       u.password, u.theme, u.single_keys, u.last_seen_at
FROM identity_user u LEFT JOIN identity_organisation o ON true
WHERE u.id = %(user)s
"""
READER = ACTOR.format(first="", when="", end="")
SESSION_AND_READER = ACTOR.format(
    first="(SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s), ",
    when="CASE WHEN o.staff_stamp IS DISTINCT FROM %(known)s THEN ", end=" END",
)  # fmt: skip
OWN, TEAMS = 16, slice(17, 20)  # of a row: what is the actor's own, and their teams behind the stamp of all teams
MOST_KNOWN, NOBODY = 2_000, UUID(int=0)


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; UTC when the name is unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever a session belongs to: the actor, what proves the session, and how they like their pages.

    `stamps` change with every change of the minimum sets, and of what they hang on beside.
    """

    actor: Actor
    password: str
    theme: str
    single_keys: bool
    last_seen_at: datetime | None = None
    stamps: tuple[UUID | None, ...] | None = None


class Known(NamedTuple):
    """An actor as a process has read them before: from `row`, the teams by `staff_stamp`."""

    staff_stamp: UUID
    teams: tuple[Any, ...]
    row: tuple[Any, ...]
    actor: Actor


_known: dict[UUID, Known] = {}


def find_actor(*, user_id: UUID, via: str = "page") -> Actor | None:
    """The active user of that id as an actor, in one statement; None when there is none."""
    reader = find_reader(user_id=user_id, via=via)
    return reader.actor if reader else None


def find_reader(*, user_id: UUID, via: str = "page") -> Reader | None:
    """The active user of that id with all that a request needs of them, in one statement; None when there is none."""
    return _reader(user_id, fetch_one(READER, {"user": user_id}), via)


def find_session_and_reader(*, key: str, user_id: UUID, now: datetime) -> tuple[str | None, Reader | None]:
    """What the session holds, encoded, and the reader whose session it probably is: both in one statement.

    Whom the actor leads, and who leads them, is asked for and read once for each change of anybody's team.
    """
    known = _known.get(user_id)
    values = {"key": key, "user": user_id, "now": now, "known": known.staff_stamp if known else NOBODY}
    row = fetch_one(SESSION_AND_READER, values)
    return (row[0], _known_reader(user_id, row[1:], known)) if row else (None, None)


def _known_reader(user_id: UUID, row: tuple[Any, ...], known: Known | None) -> Reader | None:
    own, staff_stamp, teams, rest = row[:OWN], row[OWN], row[TEAMS], row[TEAMS.stop :]
    if known is not None and staff_stamp == known.staff_stamp:
        teams = known.teams
        if own == known.row and own[7]:
            return _shape(known.actor, staff_stamp, rest)
    reader = _reader(user_id, (*own, staff_stamp, *teams, *rest), "page")
    if reader is not None and staff_stamp is not None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[user_id] = Known(staff_stamp, teams, own, reader.actor)
    return reader


def _reader(user_id: UUID, row: tuple[Any, ...] | None, via: str) -> Reader | None:
    if row is None or not row[7]:
        return None
    family, given, email, slug, team_id, language, zone, _active, *company = row[:OWN]
    country, company_language, currency, company_zone, stamp, statuses, deals, views = company
    team_ids, reach, above = row[TEAMS]
    role = role_of(slug)
    language = language or company_language or "en"
    actor = Actor(
        id=user_id,
        name=display_name(family, given, locale=language) or email,
        role=role.slug,
        team_id=team_id,
        team_ids=tuple(team_ids),
        reach=tuple(dict.fromkeys((user_id, *reach))),
        above=tuple(above),
        rights=role.rights,
        fields=role.fields,
        language=language,
        country=country or "US",
        currency=currency or "USD",
        zone=zone_of(zone or company_zone or "UTC"),
        company_zone=zone_of(company_zone or "UTC"),
        via=via,
        fields_stamp=stamp,
        statuses_stamp=statuses,
        deals_stamp=deals,
        views_stamp=views,
    )
    return _shape(actor, row[OWN], row[TEAMS.stop :])


def _shape(actor: Actor, staff_stamp: UUID | None, rest: tuple[Any, ...]) -> Reader:
    rules_stamp, password, theme, keys, seen = rest
    stamps = (rules_stamp, staff_stamp, actor.fields_stamp) if staff_stamp else None
    return Reader(actor=actor, password=password, theme=theme, single_keys=keys, last_seen_at=seen, stamps=stamps)


def visible_users(actor: Actor) -> QuerySet[User]:
    """Users whom the actor may see: colleagues are known by name to everybody who works here."""
    return User.objects.all() if actor.id else User.objects.none()


def see_user(*, actor: Actor, user_id: UUID) -> User:
    """The user. Raises NotVisible."""
    user = visible_users(actor).filter(id=user_id).first()
    if user is None:
        raise NotVisible
    return user


def take_user(*, actor: Actor, user_id: UUID) -> User:
    """The user, locked, for one who may change users of that rank. Raises NotVisible, NotAllowed."""
    demand_right(actor=actor, right="settings.users")
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise NotVisible
    demand_rank(actor=actor, role=user.role)
    return user


def take_self(*, actor: Actor) -> User:
    """The actor's own row, locked. Raises NotVisible."""
    user = User.objects.select_for_update().filter(pk=actor.id, is_active=True).first() if actor.id else None
    if user is None:
        raise NotVisible
    return user


def lock_administrators() -> frozenset[UUID]:
    """The active administrators, their rows locked in one order: two of them can't both leave at once."""
    rows = User.objects.select_for_update().filter(role="administrator", is_active=True).order_by("id")
    return frozenset(rows.values_list("id", flat=True))


def take_teams(*, actor: Actor) -> dict[UUID, Team]:
    """The whole tree, locked: a move looks at all of it. Raises NotAllowed.

    Who waits for its rows alone wouldn't see a team that was made meanwhile.
    """
    demand_right(actor=actor, right="settings.teams")
    hold(Lock.TEAMS)
    return {team.id: team for team in Team.objects.select_for_update(no_key=True).order_by("id")}


def take_organisation(*, actor: Actor) -> Organisation:
    """The company, locked. Raises NotVisible, NotAllowed."""
    demand_right(actor=actor, right="settings.company")
    organisation = Organisation.objects.select_for_update().first()
    if organisation is None:
        raise NotVisible
    return organisation


def demand_right(*, actor: Actor, right: str) -> None:
    """Raise NotAllowed unless the actor holds the right in some scope."""
    if not actor.has(right):
        raise NotAllowed


def demand_rank(*, actor: Actor, role: str) -> None:
    """Raise NotAllowed when the role stands above the actor's own."""
    if role not in ROLES or role_of(role).rank > role_of(actor.role).rank:
        raise NotAllowed


def note_seen(*, user_id: UUID, at: datetime) -> None:
    """Keep when the user was last here, to the minute and at most once a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_user SET last_seen_at = %s"
            " WHERE id = %s AND (last_seen_at IS NULL OR last_seen_at < %s - interval '1 minute')",
            [at, user_id, at],
        )
