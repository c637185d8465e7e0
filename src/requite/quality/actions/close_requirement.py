"""Ask for a field no longer: from now on, or from a day ahead; ask for it on after all; take back a change ahead."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.journal.recording import Recorder, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.quality.actions.correct_requirement import find_earlier, take_requirement
from requite.quality.actions.declare_requirement import RIGHT, read_start
from requite.quality.events import RequirementsChanged
from requite.quality.models import Requirement, in_force_within


def close_requirement(*, actor: Actor, at: datetime, requirement_id: UUID, ends_on: str = "") -> Requirement:
    """End the row on that day of the company (ISO), "": at `at`; one that is yet to begin then never does, and what it
    was to change goes on.

    Raises NotAllowed, NotVisible, Refused for what is no day ahead, Stale when it has ended already.
    """
    demand_right(actor=actor, right=RIGHT)
    checks = Checks()
    ends_at = read_start(checks, ends_on, actor=actor, at=at, field="ends_on") or at
    checks.settle()
    with recording(actor=actor, at=at) as record:
        old = take_requirement(requirement_id, at=at)
        if old.ends_at != ends_at:
            refuse_followed(old)
            before, old.ends_at = old.ends_at, ends_at
            old.save(update_fields=["ends_at"])
            earlier = find_earlier(old) if ends_at <= old.starts_at and old.starts_at > at else None
            if earlier is not None:  # what it was to change goes on
                _reopen(record, earlier, before)
            ahead: dict[str, tuple[object, object]] = {"ends_at": (None, ends_at.isoformat())} if ends_at > at else {}
            record(RequirementsChanged(subject_id=old.id, changes={"field": (old.field, ""), **ahead}))
    return old


def reopen_requirement(*, actor: Actor, at: datetime, requirement_id: UUID) -> Requirement:
    """Take back an end that lies ahead. Raises NotAllowed, NotVisible, Refused where it ends for a change's sake, Stale
    when it has ended already.
    """
    demand_right(actor=actor, right=RIGHT)
    with recording(actor=actor, at=at) as record:
        old = take_requirement(requirement_id, at=at)
        if old.ends_at is not None:
            refuse_followed(old)
            _reopen(record, old, None)
    return old


def _reopen(record: Recorder, row: Requirement, ends_at: datetime | None) -> None:
    before, row.ends_at = row.ends_at, ends_at
    row.save(update_fields=["ends_at"])
    pair = (before.isoformat() if before else None, ends_at.isoformat() if ends_at else None)
    record(RequirementsChanged(subject_id=row.id, changes={"field": ("", row.field), "ends_at": pair}))


def refuse_followed(row: Requirement) -> None:
    """Refuse to give another end to a row behind whose end another is in force in the same place."""
    if row.ends_at is None:
        return
    same = Requirement.objects.filter(kind=row.kind, stage=row.stage, field=row.field).exclude(id=row.id)
    if same.filter(in_force_within(row.ends_at, None)).exists():
        raise Refused(_("It changes on a day ahead. Take that change back first."), field="ends_on")
