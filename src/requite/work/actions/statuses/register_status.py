"""Add an outcome that a call can have."""

from datetime import datetime
from uuid import UUID

from requite.identity.checks import Checks
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.work.actions.statuses.events import StatusRegistered
from requite.work.actions.statuses.taking import check_name, take_statuses
from requite.work.models import CallStatus


def register_status(
    *, actor: Actor, at: datetime, name: str, class_name: str, once: UUID | None = None
) -> CallStatus:
    """Add an outcome at the end of the list. Raises NotAllowed, Refused by field."""
    checks = Checks()
    checks.choice("class_name", class_name, CallStatus.Class.values)
    with recording(actor=actor, at=at) as record:
        statuses = take_statuses(actor=actor)
        made = CallStatus(name=name, class_name=class_name)
        known = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if known:
            return statuses[known]
        check_name(checks, made, statuses.values())
        checks.settle()
        made.position = max((status.position for status in statuses.values()), default=0) + 1
        made.save(force_insert=True)
        record(
            StatusRegistered(
                subject_id=made.id, changes={"name": ("", made.name), "class_name": ("", class_name)}
            )
        )
    return made
