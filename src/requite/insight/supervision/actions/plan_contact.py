"""Ask the owner of a customer who was let be to get in touch."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from requite.identity.models import User
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused
from requite.people.access import visible_people
from requite.work.actions.tasks import plan_task
from requite.work.models import Activity
from requite.work.queries.day import lacks_next_step

DAY = timedelta(days=1)


def plan_contact(*, actor: Actor, at: datetime, person_id: UUID) -> Activity:
    """A task for the person's owner, for tomorrow, in the owner's language; none while something is planned with the person.

    Raises NotVisible, NotAllowed, Refused. Two who ask at once make one task: the second waits and is refused.
    """
    with transaction.atomic():
        person = visible_people(actor).select_for_update().filter(id=person_id, archived_at=None).first()
        if person is None:
            raise NotVisible
        owner = User.objects.filter(id=person.owner_id, is_active=True).first() if person.owner_id else None
        if owner is None:
            raise Refused(_("This customer has no owner who could be asked. Give it one first."))
        if lacks_next_step(person_id=person_id, deal_id=None) != "person":
            raise Refused(_("Something is planned with this customer already."))
        with translation.override(owner.language or translation.get_language()):
            topic = _("Get in touch again")
        return plan_task(
            actor=actor, at=at, topic=topic, on=actor.day_of(at) + DAY, person_id=person_id, owner_id=owner.id
        )
