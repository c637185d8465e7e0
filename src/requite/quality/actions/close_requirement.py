"""Ask for a field no longer: from now on, or from a day ahead; and ask for it on after all."""

from datetime import datetime
from uuid import UUID

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.quality.actions.correct_requirement import take_requirement
from requite.quality.actions.declare_requirement import RIGHT, read_start
from requite.quality.events import RequirementsChanged
from requite.quality.models import Requirement


def close_requirement(*, actor: Actor, at: datetime, requirement_id: UUID, ends_on: str = "") -> Requirement:
    """End the row on that day of the company (ISO), "": at `at`; one that is yet to begin then never does.

    Raises NotAllowed, NotVisible, Refused for what is no day ahead, Stale when it has ended already.
    """
    demand_right(actor=actor, right=RIGHT)
    checks = Checks()
    ends_at = read_start(checks, ends_on, actor=actor, at=at, field="ends_on") or at
    checks.settle()
    with recording(actor=actor, at=at) as record:
        old = take_requirement(requirement_id, at=at)
        if old.ends_at != ends_at:
            old.ends_at = ends_at
            old.save(update_fields=["ends_at"])
            ahead: dict[str, tuple[object, object]] = {"ends_at": (None, ends_at.isoformat())} if ends_at > at else {}
            record(RequirementsChanged(subject_id=old.id, changes={"field": (old.field, ""), **ahead}))
    return old


def reopen_requirement(*, actor: Actor, at: datetime, requirement_id: UUID) -> Requirement:
    """Take back an end that lies ahead. Raises NotAllowed, NotVisible, Stale when it has ended already."""
    demand_right(actor=actor, right=RIGHT)
    with recording(actor=actor, at=at) as record:
        old = take_requirement(requirement_id, at=at)
        if old.ends_at is not None:
            ahead: dict[str, tuple[object, object]] = {"ends_at": (old.ends_at.isoformat(), None)}
            old.ends_at = None
            old.save(update_fields=["ends_at"])
            record(RequirementsChanged(subject_id=old.id, changes={"field": ("", old.field), **ahead}))
    return old
