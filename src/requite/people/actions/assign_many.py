"""Give many records to another owner at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused
from requite.people.bulk.changing import Change, change_many
from requite.people.bulk.rejudging import Kind


def find_new_owner(*, actor: Actor, owner_id: UUID | None) -> User:
    """An active colleague within the actor's reach. Raises Refused, NotAllowed."""
    owner = User.objects.filter(id=owner_id, is_active=True).first() if owner_id else None
    if owner is None:
        raise Refused(_("Choose an active colleague as the owner."), field="owner")
    if actor.owners("people.see") is not None and owner.id not in actor.reach:
        raise NotAllowed
    return owner


def assign_many(
    *,
    actor: Actor,
    at: datetime,
    kind: Kind,
    ids: Sequence[UUID],
    owner_id: UUID | None,
    act_id: UUID | None = None,
) -> Tally:
    """Give the records to the owner, as `assign_record` does with each. Raises Refused, NotAllowed."""
    new = str(find_new_owner(actor=actor, owner_id=owner_id).id)
    change = Change(
        kind=kind, right="people.assign", column="owner_id", act_id=act_id, after=lambda _before: new
    )
    return change_many(actor=actor, at=at, ids=ids, change=change)
