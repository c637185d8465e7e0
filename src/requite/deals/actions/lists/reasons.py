"""Reasons for winning and losing: added, named, ordered, ended, offered again."""

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
from requite.deals.models import Reason
from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused

STATES = ("won", "lost")


def take_reasons(*, actor: Actor, reason_id: UUID) -> tuple[dict[UUID, Reason], Reason]:
    """The reason and the list that it stands on, locked. Raises NotAllowed, NotVisible."""
    demand_right(actor=actor, right=listing.RIGHT)
    state = Reason.objects.filter(id=reason_id).values_list("state", flat=True).first()
    if state is None:
        raise NotVisible
    reasons = listing.lock(Reason.objects.filter(state=state))
    return reasons, listing.pick(reasons, reason_id)


def register_reason(*, actor: Actor, at: datetime, state: str, name: str, once: UUID | None = None) -> Reason:
    """Add a reason for "won" or "lost" at the end of its list. Raises NotAllowed, Refused by field."""
    demand_right(actor=actor, right=listing.RIGHT)
    checks = Checks()
    checks.choice("state", state, STATES)
    with recording(actor=actor, at=at) as record:
        reasons = listing.lock(Reason.objects.filter(state=state))
        made = Reason(name=name, state=state, position=listing.next_position(reasons))
        known = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if known:
            return Reason.objects.get(id=known)
        listing.check_name(checks, made, reasons.values())
        checks.settle()
        made.save(force_insert=True)
        changes: dict[str, tuple[object, object]] = {"name": ("", made.name), "state": ("", state)}
        record(ReasonRegistered(subject_id=made.id, changes=changes))
    return made


def correct_reason(
    *, actor: Actor, at: datetime, reason_id: UUID, name: str, version: int | None = None
) -> Reason:
    """Name the reason; "" gives a shipped one its own word back. Raises NotAllowed, NotVisible, Refused, Stale."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        reasons, reason = take_reasons(actor=actor, reason_id=reason_id)
        draft = Reason(id=reason.id, key=reason.key, name=name)
        listing.check_name(checks, draft, reasons.values())
        checks.settle()
        given = {"name": draft.name}
        demand_version(reason, version=version, given=given)
        changes = changes_of(reason, given)
        if changes:
            write(reason, given)
            reason.save(update_fields=[*given, "version"])
            record(ReasonCorrected(subject_id=reason.id, changes=changes))
    return reason


def move_reason(*, actor: Actor, at: datetime, reason_id: UUID, to: listing.Way) -> Reason:
    """Change places with the neighbour on offer. Raises NotAllowed, NotVisible."""
    with recording(actor=actor, at=at) as record:
        reasons, reason = take_reasons(actor=actor, reason_id=reason_id)
        moved = listing.shift(reasons, reason, to)
        if moved:
            record(ReasonCorrected(subject_id=reason.id, changes={"place": moved}))
    return reason


def archive_reason(*, actor: Actor, at: datetime, reason_id: UUID) -> Reason:
    """End the reason; deals that have it keep it. Raises NotAllowed, NotVisible, Refused for the last of its list."""
    with recording(actor=actor, at=at) as record:
        reasons, reason = take_reasons(actor=actor, reason_id=reason_id)
        if reason.ended_at is None:
            if len(listing.in_force(reasons)) == 1:
                raise Refused(_("This is the last reason of the list: add another one first."))
            listing.end(reason, at)
            record(ReasonArchived(subject_id=reason.id, changes={"name": (reason.label, "")}))
    return reason


def restore_reason(*, actor: Actor, at: datetime, reason_id: UUID) -> Reason:
    """Offer an ended reason again. Raises NotAllowed, NotVisible, Refused when its name is taken."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        reasons, reason = take_reasons(actor=actor, reason_id=reason_id)
        if reason.ended_at is not None:
            listing.check_name(checks, reason, reasons.values())
            checks.settle()
            listing.end(reason, None)
            record(ReasonRestored(subject_id=reason.id, changes={"name": ("", reason.label)}))
    return reason
