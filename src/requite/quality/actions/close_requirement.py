"""Ask for a field no longer."""

from datetime import datetime
from uuid import UUID

from requite.identity.access import demand_right
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.quality.actions.correct_requirement import take_requirement
from requite.quality.actions.declare_requirement import RIGHT
from requite.quality.events import RequirementsChanged
from requite.quality.models import Requirement


def close_requirement(*, actor: Actor, at: datetime, requirement_id: UUID) -> Requirement:
    """End the row at `at`; one that is yet to begin never does.

    Raises NotAllowed, NotVisible, Stale when it has ended already.
    """
    demand_right(actor=actor, right=RIGHT)
    with recording(actor=actor, at=at) as record:
        old = take_requirement(requirement_id)
        old.ends_at = at
        old.save(update_fields=["ends_at"])
        record(RequirementsChanged(subject_id=old.id, changes={"field": (old.field, "")}))
    return old
