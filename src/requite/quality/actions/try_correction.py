"""Try a changed line over the records that there are, before anybody owes by it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.quality.actions.correct_requirement import (
    Correction,
    asks_the_same,
    find_room,
    read_correction,
    take_requirement,
)
from requite.quality.actions.declare_requirement import RIGHT
from requite.quality.actions.try_requirement import begin_trial
from requite.quality.models import Trial
from requite.quality.passing import refuse_impassable


def try_correction(*, actor: Actor, at: datetime, requirement_id: UUID, to: Correction) -> Trial | None:
    """Look at every record that the changed line would concern; None where nobody could owe more by it: another weight,
    another time or another day ask for nothing else.

    Raises NotAllowed, NotVisible, Refused by field, Stale when the line has ended.
    """
    demand_right(actor=actor, right=RIGHT)
    if actor.id is None:
        raise NotVisible
    checks = Checks()
    with transaction.atomic():
        old = take_requirement(requirement_id, at=at)
        new = read_correction(checks, old, to, actor=actor, at=at)
        checks.settle()
        if asks_the_same(old, new):
            return None
        refuse_impassable(checks, new, at=new.starts_at, instead_of=old)
        checks.settle()
        find_room(checks, old, new, at=at)
    starts_at = new.starts_at if new.starts_at > at else None
    return begin_trial(new, made_by_id=actor.id, at=at, starts_at=starts_at, instead_of=old)
