"""The shared rule of whose a new record may be."""

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused


def choose_owner(*, actor: Actor, owner_id: UUID | None, refusal: str | Promise) -> UUID | None:
    """The owner of a record that the actor is about to register: themselves unless another one is named.

    Raises NotAllowed, with `refusal`, for one beyond the right to assign; Refused for one who isn't an active colleague.
    """
    if owner_id is None or owner_id == actor.id:
        return actor.id
    if not actor.covers("people.assign", owner_id):
        raise NotAllowed(refusal)
    if not User.objects.filter(id=owner_id, is_active=True).exists():
        raise Refused(_("Choose an active colleague as the owner."), field="owner")
    return owner_id
