"""Take an invitation back: its link stops working."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity import access
from requite.identity.events import InvitationRetracted
from requite.identity.models import Invitation
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused


def retract_invitation(*, actor: Actor, at: datetime, invitation_id: UUID) -> Invitation:
    """End the link. Taking back twice is once. Raises NotAllowed, NotVisible, Refused when it was used."""
    access.demand_right(actor=actor, right="settings.users")
    with recording(actor=actor, at=at) as record:
        invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
        if invitation is None:
            raise NotVisible
        if invitation.taken_at:
            raise Refused(_("This invitation was used: deactivate the user instead."))
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at = at
            invitation.save(update_fields=["withdrawn_at"])
            record(InvitationRetracted(subject_id=invitation.id, changes={"email": (invitation.email, "")}))
    return invitation
