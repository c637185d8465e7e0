"""Win many deals at once, or lose them. It is undone as every change of many is (change_many.py)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals.actions.close_deal import EVENTS, find_reason
from requite.deals.changing import change_many
from requite.deals.held import Held
from requite.deals.models import Deal, Reason
from requite.deals.worth import MOST_WORTH, Pricing
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.quality.rules import list_rules


def find_reason_of_many(*, at: datetime, state: str, reason_id: UUID | None) -> Reason | None:
    """Why many deals are closed so.

    One alone is never refused for a reason that is missing; many would be as many debts. So it is demanded where the
    minimum set asks for it and there is one on the list. Raises Refused, under "reason".
    """
    reason = find_reason(reason_id, state)
    if reason is None and demands_reason(state, at=at):
        raise Refused(_("Say why. The reason holds for all of them."), field="reason")
    return reason


def demands_reason(state: str, *, at: datetime) -> bool:
    """Whether deals closed so need a reason that can be chosen."""
    rules = list_rules("deal", at=at)
    asked = any(rule.field == "reason" and rule.stage in ("", state) for rule in rules)
    return asked and Reason.objects.filter(state=state, ended_at__isnull=True).exists()


def close_many(
    *,
    actor: Actor,
    at: datetime,
    ids: Sequence[UUID],
    state: str,
    reason_id: UUID | None = None,
    act_id: UUID | None = None,
) -> Tally:
    """Close the open deals as "won" or "lost", as `close_deal` does with each; a closure is kept for each of them.

    Those that are closed so already stay as they are; those closed otherwise, archived ones, and those worth more than
    sums can hold are left out. Raises Refused, NotAllowed.
    """
    if state not in EVENTS:
        raise Refused(_("A deal is won or lost."))
    reason = find_reason_of_many(at=at, state=state, reason_id=reason_id)
    price = Pricing(home=actor.currency, day=actor.day_of(at))

    def after(deal: Held) -> Mapping[str, Any] | None:
        if deal.archived_at is not None or deal.state not in (Deal.State.OPEN, state):
            return None
        closed_at, value = deal.closed_at, deal.value
        if deal.state == Deal.State.OPEN:
            closed_at, value = at, price(deal.amount, deal.currency)
        if value is not None and value > MOST_WORTH:
            return None
        return {"state": state, "closed_at": closed_at.isoformat() if closed_at else None, "value": value}

    return change_many(
        actor=actor, at=at, ids=ids, right="deals.edit", after=after, act_id=act_id, reason=reason
    )
