"""Who may see and change which deals: the deal rights over the deal's owner."""

from collections.abc import Collection
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from requite.deals.models import Deal, Line
from requite.deals.models.deal import OPEN
from requite.identity.access import demand_right
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible

Right = Literal["deals.edit", "deals.assign", "debts.rule"]


def visible_deals(actor: Actor) -> QuerySet[Deal]:
    """Deals that the actor may see, archived ones among them."""
    records: QuerySet[Deal, Any] = Deal.objects.all()
    owners = actor.owners("deals.see")
    return records if owners is None else records.filter(owner__in=owners)


def see_deal(*, actor: Actor, deal_id: UUID) -> Deal:
    """The deal with its stage. Raises NotVisible."""
    deal = visible_deals(actor).select_related("stage", "person", "company").filter(id=deal_id).first()
    if deal is None:
        raise NotVisible
    return deal


def take_deal(*, actor: Actor, deal_id: UUID, right: Right = "deals.edit") -> Deal:
    """The deal, locked for a change. Raises NotVisible, NotAllowed."""
    # Without its stage: a deal that was moved while this waited for it would no longer fit the stage that was joined.
    deal = visible_deals(actor).select_for_update().filter(id=deal_id).first()
    if deal is None:
        raise NotVisible
    if not actor.covers(right, deal.owner_id):
        raise NotAllowed
    return deal


def take_deals_in(*, actor: Actor, stage_id: UUID) -> list[Deal]:
    """All open deals of a stage, locked, for who sets stages up. Raises NotAllowed."""
    demand_right(actor=actor, right="settings.deals")
    deals = list(Deal.objects.filter(OPEN, stage_id=stage_id).select_for_update().order_by("id"))
    prefetch_related_objects(deals, "stage")
    return deals


def has_others_in(*, stage_id: UUID, known: Collection[UUID]) -> bool:
    """Whether open deals beside the known ones stand in the stage."""
    return Deal.objects.filter(OPEN, stage_id=stage_id).exclude(id__in=known).exists()


def deal_of_line(*, actor: Actor, line_id: UUID) -> UUID:
    """The deal of a line, one that the actor may change. Raises NotVisible, NotAllowed."""
    deal_id = Line.objects.filter(id=line_id).values_list("deal_id", flat=True).first()
    if deal_id is None:
        raise NotVisible
    deal = see_deal(actor=actor, deal_id=deal_id)
    if not actor.covers("deals.edit", deal.owner_id):
        raise NotAllowed
    return deal.id
