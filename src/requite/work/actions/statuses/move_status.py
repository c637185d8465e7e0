"""Move an outcome up or down the list."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.work.actions.statuses.events import StatusCorrected
from requite.work.actions.statuses.taking import take_status, take_statuses
from requite.work.models import CallStatus


def move_status(*, actor: Actor, at: datetime, status_id: UUID, to: Literal["up", "down"]) -> CallStatus:
    """Change places with the neighbour on offer; at the end nothing moves. Raises NotAllowed, NotVisible."""
    with recording(actor=actor, at=at) as record:
        statuses = take_statuses(actor=actor)
        status = take_status(statuses, status_id)
        order = [one for one in statuses.values() if one.ended_at is None or one.id == status.id]
        here = order.index(status)
        there = here + (-1 if to == "up" else 1)
        if not 0 <= there < len(order):
            return status
        before = here + 1
        order[here], order[there] = order[there], order[here]
        _number(order, [one for one in statuses.values() if one not in order])
        record(StatusCorrected(subject_id=status.id, changes={"place": (before, there + 1)}))
    return status


def _number(order: list[CallStatus], ended: list[CallStatus]) -> None:
    everything = [*order, *ended]
    for position, status in enumerate(everything):
        status.position = position
    CallStatus.objects.bulk_update(everything, ["position"])
