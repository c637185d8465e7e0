"""Take a deal off the board, bring it back, give it to a colleague."""

from datetime import datetime
from uuid import UUID

from requite.deals import access
from requite.deals.actions import keeping
from requite.deals.events import DealArchived, DealAssigned, DealRestored
from requite.deals.models import Deal
from requite.identity.models import User
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Stale


def archive_deal(*, actor: Actor, at: datetime, deal_id: UUID, archived: bool = True) -> Deal:
    """Take the deal out of board and lists, or bring it back; its page and history stay."""
    with recording(actor=actor, at=at) as record:
        deal = access.take_deal(actor=actor, deal_id=deal_id)
        if (deal.archived_at is not None) != archived:
            deal.archived_at = at if archived else None
            changes = {} if archived else keeping.stand_again(deal, at=at)
            keeping.keep(record, deal, DealArchived if archived else DealRestored, changes)
    return deal


def assign_deal(
    *, actor: Actor, at: datetime, deal_id: UUID, owner_id: UUID | None, from_id: UUID | None = None
) -> Deal:
    """Give the deal to a colleague in the actor's reach. Raises Refused, NotAllowed.

    `from_id` is the owner whom the reader saw: Stale when somebody else has it by now. The same owner is no change.
    """
    with recording(actor=actor, at=at) as record:
        deal = access.take_deal(actor=actor, deal_id=deal_id, right="deals.assign")
        before = User.objects.filter(id=deal.owner_id).first() if deal.owner_id else None
        left = keeping.topics_of_deal(deal)
        keeping.hand(deal, owner_id, actor=actor)
        if deal.owner == before:
            return deal
        if from_id is not None and before is not None and before.id != from_id:
            raise Stale(changes={"owner": (before.name, deal.owner.name if deal.owner else "")})
        if deal.owner is not None:
            changes: dict[str, tuple[object, object]] = {
                "owner": (before.name if before else None, deal.owner.name)
            }
            keeping.keep(record, deal, DealAssigned, changes, also=left)
    return deal
