"""Try over the base what a requirement would ask for, before it is in force."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.quality import trying
from requite.quality.actions.declare_requirement import (
    RIGHT,
    check_measures,
    check_place,
    kind_of,
    read_start,
    refuse_twice,
)
from requite.quality.actions.resolve_trial import resolve_batch
from requite.quality.jobs import defer_trial
from requite.quality.limits_given import read_limits
from requite.quality.models import Requirement, Trial, going_on
from requite.quality.passing import refuse_impassable
from requite.quality.terms import EVERYBODY, Terms

FEW = trying.BATCH  # so many rows are looked at while the administrator waits


def try_requirement(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    stage: str,
    field: str,
    weight: str | int,
    grace_hours: str | int,
    starts_on: str = "",
    check: str = "",
    terms: Terms = EVERYBODY,
) -> Trial:
    """Look at every record that the requirement would concern: at once where these are few, else by a job.

    `starts_on` is the day (ISO) from which it is to be in force, "": at once.

    Raises NotAllowed, NotVisible for an unknown kind, Refused by field.
    """
    demand_right(actor=actor, right=RIGHT)
    if actor.id is None:
        raise NotVisible
    known, checks = kind_of(kind), Checks()
    check_place(checks, known, stage=stage, field=field, check=check)
    heavy, grace = check_measures(checks, weight=weight, grace_hours=grace_hours)
    teams, is_gate = terms.read_teams(checks), terms.read_gate(checks, known, stage)
    limits = read_limits(checks, known.find_field(field), terms.limits, actor=actor)
    starts_at = read_start(checks, starts_on, actor=actor, at=at)
    checks.settle()
    line = Requirement(kind=kind, stage=stage, field=field, teams=teams, is_gate=is_gate, limits=limits)
    refuse_impassable(checks, line, at=starts_at or at)
    checks.settle()
    same = Requirement.objects.filter(going_on(starts_at or at), kind=kind, stage=stage, field=field)
    if same.exists():
        refuse_twice(checks)
    line.weight, line.grace_hours, line.check_name = heavy, grace, check
    return begin_trial(line, made_by_id=actor.id, at=at, starts_at=starts_at)


def begin_trial(
    line: Requirement, *, made_by_id: UUID, at: datetime, starts_at: datetime | None, instead_of: Requirement | None = None
) -> Trial:
    """Keep what is tried, and look at the records: at once where these are few, else by a job."""
    with transaction.atomic():
        made = Trial.objects.create(
            kind=line.kind, stage=line.stage, field=line.field, weight=line.weight, grace_hours=line.grace_hours,
            check_name=line.check_name, teams=line.teams, is_gate=line.is_gate, limits=line.limits,
            starts_at=starts_at, made_by_id=made_by_id, made_at=at, instead_of_id=instead_of.id if instead_of else None,
            total=trying.expect(kind_of(line.kind)),
        )  # fmt: skip
        if made.total > FEW:
            defer_trial(trial_id=made.id)
    while made.total <= FEW and resolve_batch(trial_id=made.id, at=at):
        pass
    return Trial.objects.get(id=made.id)
