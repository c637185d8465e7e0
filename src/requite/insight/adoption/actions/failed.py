"""Try again what couldn't be sent."""

from datetime import date, datetime
from uuid import UUID

from requite.insight.adoption.access import SET, demand
from requite.insight.adoption.events import DigestReturned
from requite.insight.adoption.models import Digest
from requite.journal.recording import recording
from requite.kernel.actor import Actor


def return_failed(*, actor: Actor, at: datetime, week: date) -> list[UUID]:
    """Let the digests of the week that failed stand in the queue again, with all their tries; their ids. In the caller's
    transaction. Raises NotAllowed."""
    demand(actor=actor, right=SET)
    with recording(actor=actor, at=at) as record:
        failed = Digest.objects.select_for_update().filter(week=week, state=Digest.State.FAILED)
        found = dict(failed.order_by("id").values_list("id", "user_id"))
        Digest.objects.filter(id__in=found).update(state=Digest.State.QUEUED, tries=0)
        for user_id in found.values():
            record(DigestReturned(subject_id=user_id))
    return list(found)
