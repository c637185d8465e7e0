"""The demo company itself: organisation, teams and users."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from requite.demo.calendar import COUNTRY, ZONE
from requite.demo.cast import CAST, COMPANY, PASSWORD, TEAMS
from requite.identity.access import find_actor
from requite.identity.actions.register_organisation import (
    AdministratorDraft,
    OrganisationDraft,
    register_organisation,
)
from requite.identity.actions.register_team import register_team
from requite.identity.events import UserJoined
from requite.identity.models import User
from requite.journal.recording import recording
from requite.kernel.actor import Actor


def start(*, at: datetime) -> dict[str, User]:
    """Make the company, its teams and its users; return the users by key."""
    boss = next(member for member in CAST if member.role == "administrator")
    first = register_organisation(
        at=at,
        organisation=OrganisationDraft(
            name=COMPANY, country=COUNTRY, language="en", currency="KRW", time_zone=ZONE.key
        ),
        administrator=AdministratorDraft(
            family_name=boss.family, given_name=boss.given, email=boss.email, password=PASSWORD
        ),
        via="demo",
    )
    User.objects.filter(id=first.id).update(language=boss.language)
    actor = actor_of(first)
    teams = {name: register_team(actor=actor, at=at, name=name) for name in TEAMS}
    password = make_password(PASSWORD)
    users = {boss.key: first}
    with recording(actor=actor, at=at) as record:
        for member in CAST:
            if member is boss:
                continue
            users[member.key] = User.objects.create(
                email=member.email,
                family_name=member.family,
                given_name=member.given,
                role=member.role,
                team=teams.get(member.team),
                language=member.language,
                password=password,
                made_at=at,
            )
            record(UserJoined(subject_id=users[member.key].id, changes={"email": ("", member.email)}))
    return users


def actor_of(user: User) -> Actor:
    """The user as one who acts through the demo's loading."""
    actor = find_actor(user_id=user.id, via="demo")
    if actor is None:
        raise LookupError(user.email)
    return actor
