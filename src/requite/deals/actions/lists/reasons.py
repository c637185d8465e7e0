"""Reasons for winning and losing: a list for each."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals.actions.lists import listing
from requite.deals.actions.lists.events import (
    ReasonArchived,
    ReasonCorrected,
    ReasonRegistered,
    ReasonRestored,
)
from requite.deals.actions.lists.named import NamedList
from requite.deals.models import Reason
from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.kernel.actor import Actor

STATES = ("won", "lost")
REASONS = NamedList(
    model=Reason,
    registered=ReasonRegistered,
    corrected=ReasonCorrected,
    archived=ReasonArchived,
    restored=ReasonRestored,
    last=_("This is the last reason of the list: add another one first."),
    apart="state",
)


def register_reason(*, actor: Actor, at: datetime, state: str, name: str, once: UUID | None = None) -> Reason:
    """Add a reason for "won" or "lost" at the end of its list. Raises NotAllowed, Refused by field."""
    demand_right(actor=actor, right=listing.RIGHT)
    checks = Checks()
    checks.choice("state", state, STATES)
    if checks.errors:
        checks.text("name", name, limit=listing.LONGEST_NAME)
    checks.settle()
    return REASONS.register(actor=actor, at=at, name=name, once=once, values={"state": state})


def correct_reason(
    *, actor: Actor, at: datetime, reason_id: UUID, name: str, version: int | None = None
) -> Reason:
    """Name the reason."""
    return REASONS.correct(actor=actor, at=at, line_id=reason_id, name=name, version=version)


def move_reason(*, actor: Actor, at: datetime, reason_id: UUID, to: listing.Way) -> Reason:
    """Change places with the neighbour on offer."""
    return REASONS.move(actor=actor, at=at, line_id=reason_id, to=to)


def archive_reason(*, actor: Actor, at: datetime, reason_id: UUID) -> Reason:
    """End the reason; deals that have it keep it."""
    return REASONS.archive(actor=actor, at=at, line_id=reason_id)


def restore_reason(*, actor: Actor, at: datetime, reason_id: UUID) -> Reason:
    """Offer an ended reason again."""
    return REASONS.restore(actor=actor, at=at, line_id=reason_id)
