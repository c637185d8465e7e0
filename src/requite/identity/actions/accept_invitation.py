"""Make one's own log-in from an invitation."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from requite.identity.access import find_actor
from requite.identity.actions.invite_user import digest_of
from requite.identity.checks import Checks
from requite.identity.events import UserJoined
from requite.identity.models import Invitation, User
from requite.identity.places import LANGUAGES
from requite.identity.roles import ROLES, role_of
from requite.identity.topics import topics_of
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused


def find_invitation(*, secret: str, at: datetime) -> Invitation | None:
    """The invitation of that link, when it works: open, and its giver may still give that role."""
    invitation = Invitation.objects.select_related("giver", "team").filter(digest=digest_of(secret)).first()
    return invitation if invitation and _stands(invitation, at) else None


def accept_invitation(
    *, secret: str, at: datetime, family_name: str, given_name: str, password: str, language: str = ""
) -> User:
    """Make the user whom the link is for, with the role and team it says.

    Raises NotVisible when the link doesn't work (whatever the cause), Refused by field.
    """
    invitation = find_invitation(secret=secret, at=at)
    if invitation is None:
        raise NotVisible
    checks = Checks()
    family, given = checks.names(family_name, given_name)
    user = User(
        email=invitation.email,
        family_name=family,
        given_name=given,
        role=invitation.role,
        team_id=invitation.team_id,
        language=checks.choice("language", language, LANGUAGES, needed=False),
        made_at=at,
    )
    checks.password("password", password, user=user)
    checks.settle()
    user.set_password(password)
    actor = Actor(id=user.id, name=user.name, role=user.role, via="invitation")
    with recording(actor=actor, at=at) as record:
        _take(invitation, user, at)
        changes = {"email": ("", user.email), "role": ("", user.role), "team": (None, user.team_id)}
        record(UserJoined(subject_id=user.id, changes=changes, topics=topics_of([user.id])))
    return user


def _stands(invitation: Invitation, at: datetime) -> bool:
    giver = find_actor(user_id=invitation.giver_id)
    if giver is None or not invitation.is_open(at) or invitation.role not in ROLES:
        return False
    return giver.has("settings.users") and role_of(invitation.role).rank <= role_of(giver.role).rank


def _take(invitation: Invitation, user: User, at: datetime) -> None:
    locked = Invitation.objects.select_for_update().get(id=invitation.id)
    if not locked.is_open(at):
        raise NotVisible
    locked.taken_at = at
    locked.save(update_fields=["taken_at"])
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Somebody logs in with this address already.")) from error
