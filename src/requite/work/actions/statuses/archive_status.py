"""Offer an outcome no longer."""

from datetime import datetime
from uuid import UUID

from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.work.actions.statuses.events import StatusArchived
from requite.work.actions.statuses.taking import refuse_last, take_status, take_statuses
from requite.work.models import CallStatus


def archive_status(*, actor: Actor, at: datetime, status_id: UUID) -> CallStatus:
    """End an outcome; calls that have it keep it. Twice is once.

    Raises NotAllowed, NotVisible, Refused for the last one of its class.
    """
    with recording(actor=actor, at=at) as record:
        statuses = take_statuses(actor=actor)
        status = take_status(statuses, status_id)
        if status.ended_at is None:
            refuse_last(status, statuses.values())
            status.ended_at = at
            status.version += 1
            status.save(update_fields=["ended_at", "version"])
            record(StatusArchived(subject_id=status.id, changes={"name": (status.label, "")}))
    return status
