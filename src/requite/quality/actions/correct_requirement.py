"""Weigh a required field otherwise, or give another time for it."""

from datetime import datetime
from uuid import UUID

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.journal.queries import list_history
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Stale
from requite.quality.actions.declare_requirement import RIGHT, check_measures, insert, kind_of, say_terms
from requite.quality.events import RequirementsChanged
from requite.quality.limits_given import read_limits
from requite.quality.models import Requirement
from requite.quality.passing import refuse_impassable
from requite.quality.terms import Terms


def correct_requirement(
    *, actor: Actor, at: datetime, requirement_id: UUID, weight: str | int, grace_hours: str | int,
    terms: Terms | None = None,
) -> Requirement:
    """End the row at `at` and put a new one in its place, so that old scores can be explained. `terms` None: as they were.

    Raises NotAllowed, NotVisible, Refused by field, Stale when somebody changed or ended the row meanwhile.
    """
    demand_right(actor=actor, right=RIGHT)
    checks = Checks()
    heavy, grace = check_measures(checks, weight=weight, grace_hours=grace_hours)
    given = terms.read_teams(checks) if terms else None
    checks.settle()
    with recording(actor=actor, at=at) as record:
        old = take_requirement(requirement_id, at=at)
        teams = old.teams if given is None else given
        is_gate = terms.read_gate(checks, kind_of(old.kind), old.stage) if terms else old.is_gate
        known = kind_of(old.kind).find_field(old.field)
        limits = read_limits(checks, known, terms.limits, actor=actor) if terms else old.limits
        checks.settle()
        before = (old.weight, old.grace_hours, sorted(old.teams), old.is_gate, old.limits)
        if before == (heavy, grace, sorted(teams), is_gate, limits):
            return old
        new = Requirement(kind=old.kind, stage=old.stage, field=old.field, weight=heavy, grace_hours=grace)
        new.check_name, new.teams, new.is_gate, new.limits = old.check_name, teams, is_gate, limits
        if terms:
            refuse_impassable(checks, new, at=at, instead_of=old)
            checks.settle()
        ends_at, old.ends_at = old.ends_at, at
        old.save(update_fields=["ends_at"])
        new.starts_at, new.ends_at = max(at, old.starts_at), ends_at
        insert(checks, new)
        pairs = {"weight": (old.weight, heavy), "grace_hours": (old.grace_hours, grace)}
        changes: dict[str, tuple[object, object]] = {
            name: pair for name, pair in pairs.items() if pair[0] != pair[1]
        }
        changes = {"field": (old.field, old.field), **changes, **say_terms(old, new)}
        record(RequirementsChanged(subject_id=new.id, changes=changes))
    return new


def take_requirement(requirement_id: UUID, *, at: datetime) -> Requirement:
    """The row that is in force, or will be, locked. Raises NotVisible, Stale when it has ended."""
    found = Requirement.objects.select_for_update().filter(id=requirement_id).first()
    if found is None:
        raise NotVisible
    if found.ends_at is not None and found.ends_at <= at:
        last = list_history(subject_id=found.id, limit=1)
        raise Stale(by=last[0].actor_name if last else "")
    return found
