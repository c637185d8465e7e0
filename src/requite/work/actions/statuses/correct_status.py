"""Give an outcome another word or class."""

from datetime import datetime
from uuid import UUID

from requite.identity.checks import Checks
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.work.actions.statuses.events import StatusCorrected
from requite.work.actions.statuses.taking import check_name, refuse_last, take_status, take_statuses
from requite.work.models import CallStatus


def correct_status(
    *, actor: Actor, at: datetime, status_id: UUID, name: str, class_name: str, version: int | None = None
) -> CallStatus:
    """Write name and class. A name of "" gives a shipped outcome its own word back.

    Past calls keep the class that they were settled with.
    Raises NotAllowed, NotVisible, Refused by field, Stale.
    """
    checks = Checks()
    checks.choice("class_name", class_name, CallStatus.Class.values)
    with recording(actor=actor, at=at) as record:
        statuses = take_statuses(actor=actor)
        status = take_status(statuses, status_id)
        draft = CallStatus(id=status.id, key=status.key, name=name)
        check_name(checks, draft, statuses.values())
        checks.settle()
        given = {"name": draft.name, "class_name": class_name}
        demand_version(status, version=version, given=given)
        if class_name != status.class_name and status.ended_at is None:
            refuse_last(status, statuses.values(), field="class_name")
        changes = changes_of(status, given)
        if changes:
            write(status, given)
            status.save(update_fields=[*given, "version"])
            record(StatusCorrected(subject_id=status.id, changes=changes))
    return status
