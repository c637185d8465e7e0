"""Win a deal, lose it, or take that back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access
from requite.deals.actions import keeping
from requite.deals.closing import COUNTS_BACK
from requite.deals.events import DealCorrected, DealLost, DealReopened, DealWon
from requite.deals.models import Closure, Deal, Reason
from requite.identity.topics import topics_of
from requite.journal.queries import last_writer
from requite.journal.recording import Recorder, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Stale
from requite.kernel.ids import new_id

EVENTS = {"won": DealWon, "lost": DealLost}


def close_deal(
    *, actor: Actor, at: datetime, deal_id: UUID, state: str, reason_id: UUID | None = None, note: str = ""
) -> Deal:
    """Close an open deal as "won" or "lost". Nothing that is missing stops it: it becomes a debt, and a win waits for it.

    The same again is no change. Raises Refused for a deal that is closed otherwise, and for a reason that can't be chosen.
    """
    with recording(actor=actor, at=at) as record:
        deal = access.take_deal(actor=actor, deal_id=deal_id)
        if state not in EVENTS:
            raise Refused(_("A deal is won or lost."))
        if len(note) > keeping.LONGEST_NOTE:
            raise Refused(
                _("This is longer than the field holds: at most %(limit)s letters.")
                % {"limit": keeping.LONGEST_NOTE},
                field="note",
            )
        keeping.refuse_archived(deal)
        reason = find_reason(reason_id, state)
        if deal.state == state:
            _give_reason(record, deal, reason)
            return deal
        if deal.state != Deal.State.OPEN:
            raise Refused(_("This deal is closed already. Reopen it first."))
        day = actor.day_of(at)
        keeping.settle_worth(deal, actor=actor, day=day)
        deal.state, deal.closed_at = state, at
        Closure.objects.create(
            id=new_id(), deal=deal, state=state, sign=1, reason=reason, note=note.strip(), value=deal.value or 0,
            owner_id=deal.owner_id, team_id=deal.team_id, day=day, at=at, is_complete=False,
        )  # fmt: skip
        changes: dict[str, tuple[object, object]] = {"state": ("open", state)}
        if reason:
            changes["reason"] = (None, reason.label)
        keeping.keep(record, deal, EVENTS[state], changes)
    return deal


def _give_reason(record: Recorder, deal: Deal, reason: Reason | None) -> None:
    """Say why, of a deal that is closed already."""
    if reason is not None and keeping.in_force(deal).exclude(reason=reason).update(reason=reason):
        keeping.keep(record, deal, DealCorrected, {"reason": (None, reason.label)})


def find_reason(reason_id: UUID | None, state: str) -> Reason | None:
    """The reason of that id when it can be chosen for this state. Raises Refused for one that can't."""
    if reason_id is None:
        return None
    reason = Reason.objects.filter(id=reason_id, state=state, ended_at__isnull=True).first()
    if reason is None:
        raise Refused(_("This reason is no longer on the list. Choose another."), field="reason")
    return reason


def reopen_deal(*, actor: Actor, at: datetime, deal_id: UUID, version: int | None = None) -> Deal:
    """Open a closed deal again. Within 30 days of a win it is taken from the current period; the past stays as it was.

    Raises Stale when it isn't that version any more.
    """
    with recording(actor=actor, at=at) as record:
        deal = access.take_deal(actor=actor, deal_id=deal_id)
        keeping.refuse_archived(deal)
        if deal.state == Deal.State.OPEN:
            return deal
        if version is not None and version != deal.version:
            raise Stale(by=last_writer(deal.id))
        last = (
            Closure.objects.filter(deal=deal, reversal__isnull=True)
            .exclude(state="reopened")
            .order_by("-at")
            .first()
        )
        before, deal.state, deal.closed_at = deal.state, Deal.State.OPEN, None
        if last is not None:
            counts = last.state == "won" and at - last.at <= COUNTS_BACK
            Closure.objects.create(
                id=new_id(), deal=deal, state="reopened", sign=-1 if counts else 0, reverses=last,
                value=-last.value if counts else 0, owner_id=last.owner_id, team_id=last.team_id,
                day=actor.day_of(at), at=at, is_complete=last.is_complete,
            )  # fmt: skip
        also = topics_of([last.owner_id]) if last else frozenset()
        changes = {"state": (before, "open"), **keeping.stand_again(deal, at=at)}
        keeping.keep(record, deal, DealReopened, changes, also=also)
    return deal
