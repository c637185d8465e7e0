"""Hand work that is still to be done over to a colleague."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused
from requite.work import access
from requite.work.actions import keeping
from requite.work.events import ActivityAssigned
from requite.work.models import Activity, Participation


def assign_activity(
    *, actor: Actor, at: datetime, activity_id: UUID, owner_id: UUID | None, version: int | None = None
) -> Activity:
    """Give an open meeting, task or call to a colleague whose work the actor sees; the same owner is no change.

    A colleague who took part in the meeting changes places with its owner. Raises Refused, NotVisible, NotAllowed, Stale.
    """
    with recording(actor=actor, at=at) as record:
        found = access.take_activity(actor=actor, activity_id=activity_id)
        access.demand_owner(actor=actor, owner_id=found.owner_id)
        owner = User.objects.filter(id=owner_id, is_active=True).first() if owner_id else None
        if owner is None:
            raise Refused(_("Choose an active colleague as the owner."), field="owner")
        if not actor.covers("work.see", owner.id):
            raise NotAllowed
        if not found.is_open:
            raise Refused(_("Only what is still to be done can be handed over."), field="owner")
        keeping.demand_version(found, version)
        before = found.owner
        if owner != before:
            left = keeping.topics_of_activity(found)
            _change_places(found, owner)
            found.owner, found.team_id = owner, owner.team_id
            keeping.keep(record, found, ActivityAssigned, {"owner": (before.name, owner.name)}, topics=left)
    return found


def _change_places(meeting: Activity, owner: User) -> None:
    """The one who took part has it now, and the one who had it takes part."""
    if meeting.is_joint and meeting.participations.filter(user=owner).delete()[0]:
        Participation.objects.create(activity=meeting, user_id=meeting.owner_id, team_id=meeting.team_id)
