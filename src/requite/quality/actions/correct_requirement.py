"""Weigh a required field otherwise, give another time for it, ask more or less of it: at once or from a day on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.journal.queries import list_history
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Stale
from requite.quality.actions.declare_requirement import (
    RIGHT,
    check_measures,
    insert,
    kind_of,
    read_start,
    say_terms,
)
from requite.quality.events import RequirementsChanged
from requite.quality.limits_given import read_limits
from requite.quality.models import Requirement, in_force_within
from requite.quality.passing import refuse_impassable
from requite.quality.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a form says of a line. `terms` None: as they were. `starts_on`: the day (ISO) from which it is to be so, "": at
    once, None: at once for what is in force, from its own day on for what lies ahead.
    """

    weight: str | int
    grace_hours: str | int
    starts_on: str | None = None
    terms: Terms | None = None


def correct_requirement(
    *, actor: Actor, at: datetime, requirement_id: UUID, to: Correction, once: UUID | None = None
) -> Requirement:
    """End the row on the day of the new one that takes its place, so that old scores can be explained. What stays as it
    was is given back as it is.

    Raises NotAllowed, NotVisible, Refused by field, Stale when somebody changed or ended the row meanwhile.
    """
    demand_right(actor=actor, right=RIGHT)
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        old = find_requirement(requirement_id)
        new = read_correction(checks, old, to, actor=actor, at=at)
        checks.settle()
        before = claim_once(key=once, actor=actor, subject_id=new.id, at=at)
        if before:
            return Requirement.objects.get(id=before)
        refuse_ended(old, at=at)
        if is_same(old, new, at=at):
            return old
        refuse_impassable(checks, new, at=new.starts_at, instead_of=old)
        checks.settle()
        earlier = find_room(checks, old, new, at=at)
        _make_room(old, new, earlier, at=at)
        insert(checks, new)
        record(RequirementsChanged(subject_id=new.id, changes=_say(old, new, at)))
    return new


def read_correction(checks: Checks, old: Requirement, to: Correction, *, actor: Actor, at: datetime) -> Requirement:
    """The line as it is to be, not saved; faults beside their fields."""
    heavy, grace = check_measures(checks, weight=to.weight, grace_hours=to.grace_hours)
    new = Requirement(kind=old.kind, stage=old.stage, field=old.field, weight=heavy, grace_hours=grace)
    new.check_name, new.teams, new.is_gate, new.limits = old.check_name, old.teams, old.is_gate, old.limits
    new.starts_at, new.ends_at = max(at, old.starts_at), old.ends_at
    if to.starts_on is not None:
        new.starts_at = read_start(checks, to.starts_on, actor=actor, at=at) or at
    if to.terms:
        kind = kind_of(old.kind)
        new.teams, new.is_gate = to.terms.read_teams(checks), to.terms.read_gate(checks, kind, old.stage)
        new.limits = read_limits(checks, kind.find_field(old.field), to.terms.limits, actor=actor)
    return new


def asks_the_same(old: Requirement, new: Requirement) -> bool:
    """Whether both mean the same records, values and acts: nobody owes the one who wouldn't owe the other."""
    return (sorted(old.teams), old.is_gate, old.limits) == (sorted(new.teams), new.is_gate, new.limits)


def is_same(old: Requirement, new: Requirement, *, at: datetime) -> bool:
    """Whether nothing changes; of what is in force another day alone is nothing."""
    is_moved = old.starts_at > at and new.starts_at != old.starts_at
    measures = (old.weight, old.grace_hours) == (new.weight, new.grace_hours)
    return measures and asks_the_same(old, new) and not is_moved


def find_room(checks: Checks, old: Requirement, new: Requirement, *, at: datetime) -> Requirement | None:
    """The row, locked, that the new one is to come after instead of the old one. Raises Refused where others are in force
    in its time: a field weighs once at a time.
    """
    if new.ends_at and new.starts_at >= new.ends_at:
        checks.fault("starts_on", _("It is asked for in this way only until an earlier day. Choose a day before it."))
        checks.settle()
    earlier = find_earlier(old) if old.starts_at > at else None
    if earlier is not None and earlier.starts_at > at and new.starts_at <= earlier.starts_at:
        checks.fault("starts_on", _("Another change comes before it. Choose a day after that one."))
        checks.settle()
    leaving = [row.id for row in (old, earlier) if row is not None]
    same = Requirement.objects.filter(kind=new.kind, stage=new.stage, field=new.field).exclude(id__in=leaving)
    if same.filter(in_force_within(new.starts_at, new.ends_at)).exists():
        said = _("Another line asks for it there until a later day. Choose that day or one after it.")
        checks.fault("starts_on", said)
        checks.settle()
    return earlier


def _make_room(old: Requirement, new: Requirement, earlier: Requirement | None, *, at: datetime) -> None:
    """End what was in force until the new row begins: the old one, or the one that it was to come after."""
    if earlier is not None:
        earlier.ends_at = new.starts_at
        earlier.save(update_fields=["ends_at"])
    old.ends_at = at if old.starts_at > at else new.starts_at
    old.save(update_fields=["ends_at"])


def _say(old: Requirement, new: Requirement, at: datetime) -> dict[str, tuple[object, object]]:
    pairs: dict[str, tuple[object, object]] = {
        "weight": (old.weight, new.weight), "grace_hours": (old.grace_hours, new.grace_hours),
    }  # fmt: skip
    if new.starts_at > at:
        pairs["starts_at"] = (old.starts_at.isoformat() if old.starts_at > at else None, new.starts_at.isoformat())
    changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return {"field": (old.field, old.field), **changed, **say_terms(old, new)}


def find_earlier(row: Requirement) -> Requirement | None:
    """The row, locked, that ends when this one begins, in the same place: what this one is a change of."""
    same = Requirement.objects.select_for_update().filter(kind=row.kind, stage=row.stage, field=row.field)
    return same.filter(ends_at=row.starts_at, starts_at__lt=row.starts_at).exclude(id=row.id).first()


def find_requirement(requirement_id: UUID) -> Requirement:
    """The row, locked. Raises NotVisible."""
    found = Requirement.objects.select_for_update().filter(id=requirement_id).first()
    if found is None:
        raise NotVisible
    return found


def take_requirement(requirement_id: UUID, *, at: datetime) -> Requirement:
    """The row that is in force, or will be, locked. Raises NotVisible, Stale when it has ended."""
    found = find_requirement(requirement_id)
    refuse_ended(found, at=at)
    return found


def refuse_ended(row: Requirement, *, at: datetime) -> None:
    """Raises Stale when the row has ended, with who ended it."""
    if row.ends_at is not None and row.ends_at <= at:
        last = list_history(subject_id=row.id, limit=1)
        raise Stale(by=last[0].actor_name if last else "")
