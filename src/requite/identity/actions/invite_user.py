"""Invite somebody by a link of their own."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from requite.identity import access
from requite.identity.checks import Checks
from requite.identity.events import UserInvited
from requite.identity.models import Invitation, Team, User
from requite.identity.roles import ROLES
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id

LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Given:
    """An invitation that was made, and its secret, which is shown once and kept nowhere."""

    invitation: Invitation
    secret: str


def secret_of(invitation_id: UUID) -> str:
    """The link's secret: made of the id by the deployment's own key: a form sent twice shows one link."""
    return salted_hmac("requite.identity.invitation", invitation_id.hex, algorithm="sha256").hexdigest()


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite_user(
    *,
    actor: Actor,
    at: datetime,
    email: str,
    role: str,
    team_id: UUID | None = None,
    once: UUID | None = None,
) -> Given:
    """Make a link for that address that lasts a week, for a role not above the actor's own.

    Raises NotAllowed, Refused by field: for an address that has a log-in or an open link already.
    """
    access.demand_right(actor=actor, right="settings.users")
    checks = Checks()
    address = checks.email("email", email)
    checks.choice("role", role, ROLES)
    if team_id and not Team.objects.filter(id=team_id).exists():
        checks.fault("team", _("Choose one of the list."))
    checks.settle()
    access.demand_rank(actor=actor, role=role)
    with recording(actor=actor, at=at) as record:
        fresh = new_id()
        known = claim_once(key=once, actor=actor, subject_id=fresh, at=at)
        if known:
            return Given(Invitation.objects.get(id=known), secret_of(known))
        _refuse_known(checks, address, at)
        made = Invitation.objects.create(
            id=fresh, email=address, role=role, team_id=team_id, digest=digest_of(secret_of(fresh)),
            giver=access.take_self(actor=actor), made_at=at, ends_at=at + LASTS,
        )  # fmt: skip
        record(
            UserInvited(
                subject_id=fresh,
                changes={"email": ("", address), "role": ("", role), "team": (None, team_id)},
            )
        )
    return Given(made, secret_of(fresh))


def _refuse_known(checks: Checks, address: str, at: datetime) -> None:
    if User.objects.filter(email=address).exists():
        checks.fault("email", _("Somebody logs in with this address already."))
    if Invitation.objects.filter(email=address, taken_at=None, withdrawn_at=None, ends_at__gt=at).exists():
        checks.fault("email", _("This address has an open invitation. Take it back to make another."))
    checks.settle()
