"""Offer an ended outcome again."""

from datetime import datetime
from uuid import UUID

from requite.identity.checks import Checks
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.work.actions.statuses.events import StatusRestored
from requite.work.actions.statuses.taking import check_name, take_status, take_statuses
from requite.work.models import CallStatus


def restore_status(*, actor: Actor, at: datetime, status_id: UUID) -> CallStatus:
    """Put an outcome back on offer. Raises NotAllowed, NotVisible, Refused when its name is taken."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        statuses = take_statuses(actor=actor)
        status = take_status(statuses, status_id)
        if status.ended_at is not None:
            check_name(checks, status, statuses.values())
            checks.settle()
            status.ended_at = None
            status.version += 1
            status.save(update_fields=["ended_at", "version"])
            record(StatusRestored(subject_id=status.id, changes={"name": ("", status.label)}))
    return status
