"""Try again what couldn't be sent."""

from datetime import date
from uuid import UUID

from requite.insight.adoption.access import SET, demand
from requite.insight.adoption.models import Digest
from requite.kernel.actor import Actor


def return_failed(*, actor: Actor, week: date) -> list[UUID]:
    """Let the digests of the week that failed stand in the queue again, with all their tries; their ids. In the caller's
    transaction. Raises NotAllowed."""
    demand(actor=actor, right=SET)
    failed = Digest.objects.select_for_update().filter(week=week, state=Digest.State.FAILED)
    ids = list(failed.order_by("id").values_list("id", flat=True))
    Digest.objects.filter(id__in=ids).update(state=Digest.State.QUEUED, tries=0)
    return ids
