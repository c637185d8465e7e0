"""Ask for what was asked for until just now: an end that came at once is taken back."""

from datetime import datetime
from uuid import UUID

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.quality.actions.declare_requirement import RIGHT, insert, refuse_overlap
from requite.quality.events import RequirementsChanged
from requite.quality.models import Requirement


def restore_requirement(*, actor: Actor, at: datetime, requirement_id: UUID) -> Requirement:
    """Put a line that has ended in force again as it was, by a new row; one that was yet to begin, from its own day on. One
    that goes on stays as it is.

    Raises NotAllowed, NotVisible, Refused where the field is asked for there by now.
    """
    demand_right(actor=actor, right=RIGHT)
    with recording(actor=actor, at=at) as record:
        old = Requirement.objects.select_for_update().filter(id=requirement_id).first()
        if old is None:
            raise NotVisible
        if old.ends_at is None or old.ends_at > at:
            return old
        new = Requirement(kind=old.kind, stage=old.stage, field=old.field, weight=old.weight, grace_hours=old.grace_hours)
        new.check_name, new.teams, new.is_gate, new.limits = old.check_name, old.teams, old.is_gate, old.limits
        new.starts_at, checks = max(at, old.starts_at), Checks()
        refuse_overlap(checks, new)
        insert(checks, new)
        record(RequirementsChanged(subject_id=new.id, changes={"field": ("", new.field)}))
    return new
