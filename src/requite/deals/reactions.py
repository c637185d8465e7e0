"""What follows from changed lists: other demands on deals, other worths of them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from requite.deals.actions.lists.events import OfferShifted, RateCorrected, RateRegistered
from requite.deals.actions.revalue_deals import correct_worths, price_all
from requite.deals.models import Rate
from requite.identity.access import find_actor
from requite.journal.models import Entry
from requite.journal.reactions import reacts_to
from requite.quality.jobs import defer_reassessment


@reacts_to(OfferShifted)
def reassess_deals(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """Queue a new judgement of every deal. Twice is once, only slower."""
    defer_reassessment(kind="deal", at=at)


@reacts_to(RateRegistered)
@reacts_to(RateCorrected)
def price_deals(*, entry_id: int, subject_id: UUID, at: datetime) -> None:
    """Open deals without a worth get theirs by the rate of today, in the name of who wrote the rate. Twice is once."""
    entry = Entry.objects.filter(id=entry_id).first()
    actor = find_actor(user_id=entry.actor_id, via="job") if entry and entry.actor_id else None
    made = Rate.objects.filter(id=subject_id).first()
    if actor is not None and made is not None:
        price_all(actor=actor, at=at, currency=made.currency)


@reacts_to(RateCorrected)
def revalue_deals(*, entry_id: int, subject_id: UUID, at: datetime) -> None:
    """Open deals priced by the rate as it was are priced by it as it is, in the name of who corrected it. Twice is once.

    As it is now, and not as this correction left it: of two corrections the first one's job may come last.
    """
    entry = Entry.objects.filter(id=entry_id).first()
    actor = find_actor(user_id=entry.actor_id, via="job") if entry and entry.actor_id else None
    if entry is None or actor is None or "rate" not in entry.changes:
        return
    before = Decimal(entry.changes["rate"][0])
    last: UUID | None = None
    while rate := Rate.objects.filter(id=subject_id).first():
        last = correct_worths(
            actor=actor, at=at, currency=rate.currency, before=before, after=rate.rate, last=last
        )
        if last is None:
            return
