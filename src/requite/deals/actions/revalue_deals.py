"""Say what open deals are worth by a rate that is new, and anew by one that was corrected."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import QuerySet

from requite.deals.actions import keeping
from requite.deals.events import DealCorrected
from requite.deals.models import Deal
from requite.deals.models.deal import OPEN
from requite.deals.worth import MOST_WORTH, PRICING, find_rate
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.money import digits_of

BATCH = 500


def give_worths(
    *, actor: Actor, at: datetime, currency: str, rate: Decimal, last: UUID | None = None
) -> UUID | None:
    """Go through the next 500 open deals of the currency without a worth; the id of the last one, None when there is none.

    Each gets what its amount makes by the rate, unless that is more than sums can hold, and its history says so.
    Twice is once.
    """
    with recording(actor=actor, at=at) as record:
        deals = Deal.objects.filter(OPEN, currency=currency, amount__isnull=False, value__isnull=True)
        found = _next(deals, last)
        moved = []
        for deal in found:
            now = _worth(deal, rate)
            if now <= MOST_WORTH:
                deal.value, deal.version = now, deal.version + 1
                moved.append(deal)
                change: dict[str, tuple[object, object]] = {"value": (None, _say(now, actor.currency))}
                topics = keeping.topics_of_deal(deal) | {PRICING}
                record(DealCorrected(subject_id=deal.id, changes=change, topics=topics))
        Deal.objects.bulk_update(moved, ["value", "version"])
    return found[-1].id if found else None


def price_all(*, actor: Actor, at: datetime, currency: str) -> None:
    """Give all open deals of the currency without a worth theirs, by the rate of the day, batch after batch."""
    last: UUID | None = None
    while rate := find_rate(currency, day=actor.day_of(at)):
        last = give_worths(actor=actor, at=at, currency=currency, rate=rate, last=last)
        if last is None:
            return


def correct_worths(
    *, actor: Actor, at: datetime, currency: str, before: Decimal, after: Decimal, last: UUID | None = None
) -> UUID | None:
    """Go through the next 500 open deals of the currency; the id of the last one looked at, None when there is none left.

    A deal whose worth is what its amount makes by the rate as it was gets what it makes by the new one; all others keep
    theirs. Twice is once. Each deal's history says so.
    """
    with recording(actor=actor, at=at) as record:
        deals = Deal.objects.filter(OPEN, currency=currency, amount__gt=0, value__isnull=False)
        found = _next(deals, last)
        moved = []
        for deal in found:
            was, now = _worth(deal, before), _worth(deal, after)
            if deal.value == was and was != now and now <= MOST_WORTH:
                deal.value, deal.version = now, deal.version + 1
                moved.append(deal)
                change = {"value": (_say(was, actor.currency), _say(now, actor.currency))}
                record(DealCorrected(subject_id=deal.id, changes=change, topics=keeping.topics_of_deal(deal)))
        Deal.objects.bulk_update(moved, ["value", "version"])
    return found[-1].id if found else None


def _next(deals: QuerySet[Deal], last: UUID | None) -> list[Deal]:
    """The next of the deals behind `last`, locked."""
    if last is not None:
        deals = deals.filter(id__gt=last)
    return list(deals.select_for_update(of=("self",)).select_related("stage").order_by("id")[:BATCH])


def _worth(deal: Deal, rate: Decimal) -> int:
    units = Decimal(deal.amount or 0).scaleb(-digits_of(deal.currency)) * rate
    return int(units.scaleb(2).to_integral_value(ROUND_HALF_UP))


def _say(hundredths: int, currency: str) -> str:
    return f"{Decimal(hundredths).scaleb(-2):f} {currency}"
