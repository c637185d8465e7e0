"""How the engine sees a deal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from requite.deals.held import Held
from requite.deals.models import Deal, Stage
from requite.fields.requirables import judged, own_of
from requite.kernel.reading import fetch_all
from requite.quality import engine
from requite.quality.engine import Assessment, Rule, Subject
from requite.quality.limits import Measured
from requite.quality.proofs import last_proofs

AnyDeal = TypeVar("AnyDeal", Deal, Held)
REASONS = """
SELECT c.deal_id, c.state, c.reason_id FROM deals_closure c
WHERE c.deal_id = ANY(%s::uuid[]) AND NOT EXISTS (SELECT FROM deals_closure r WHERE r.reverses_id = c.id)
"""


def offer_stages() -> frozenset[UUID]:
    """The stages at which the offer is out: those with `is_offer`, and what follows one in its pipeline."""
    found: set[UUID] = set()
    out: dict[UUID, bool] = {}
    rows = Stage.objects.order_by("position", "id").values_list("id", "pipeline_id", "is_offer", "ended_at")
    for id_, pipeline_id, is_offer, ended_at in rows:
        out[pipeline_id] = out.get(pipeline_id, False) or (is_offer and ended_at is None)
        if is_offer or out[pipeline_id]:
            found.add(id_)
    return frozenset(found)


def reasons_of(deals: Iterable[Deal | Held]) -> dict[UUID, UUID | None]:
    """The reason of the closure that each closed deal's state stands for; the deal needn't be saved so yet."""
    closed = {deal.id: deal.state for deal in deals if deal.state != Deal.State.OPEN}
    rows = fetch_all(REASONS, [list(closed)]) if closed else []
    return {deal_id: reason_id for deal_id, state, reason_id in rows if closed[deal_id] == state}


def moments_of(state: str, stage_id: UUID, *, offered: frozenset[UUID]) -> frozenset[str]:
    """What a deal has come to: the offer is out, it is won, it is lost."""
    is_out = state == Deal.State.WON or stage_id in offered
    return frozenset({state, *(["offer"] if is_out else [])} - {"open"})


def subject_of(
    deal: Deal | Held, *, offered: frozenset[UUID], reason: UUID | None, proved_at: datetime | None = None
) -> Subject:
    """The deal as the engine judges it; `reason` is that of its closure, `offered` the stages of `offer_stages`.

    `proved_at` is its last proof. An open deal says that somebody may still buy; a closed one what happened, which stays so.
    When a deal is expected to close is a question while it is open: the day on which it closed answers it.
    """
    return Subject(
        kind="deal",
        values={
            "contact": str(deal.person_id or deal.company_id or ""),
            "amount": Measured("" if deal.amount is None else str(deal.amount), deal.value),
            "expected_on": Measured(
                deal.expected_on or deal.closed_at or "", deal.expected_on if deal.state == Deal.State.OPEN else None
            ),
            "reason": str(reason or ""),
            "note": deal.note,
        },
        stages=moments_of(deal.state, deal.stage_id, offered=offered),
        asked=deal.asked,
        rulings=deal.rulings,
        owner_id=deal.owner_id,
        made_at=deal.made_at,
        event_at=deal.closed_at,
        evidence_at=deal.closed_at or max(deal.made_at, proved_at or deal.made_at),
        ages=deal.state == Deal.State.OPEN,
    )


def judge(deal: Deal, *, at: datetime, own: Mapping[str, object] | None = None) -> Assessment:
    """Put the engine's findings on the deal, and give them; the caller saves it.

    `own` is what a new one holds in the company's own fields, None: as the base has it.
    """
    known = {deal.id: own} if own is not None else None
    return judge_all([deal], at=at, rules=engine.list_rules("deal", at=at), own=known)[0]


def judge_all(
    deals: Sequence[Deal],
    *,
    at: datetime,
    rules: tuple[Rule, ...],
    own: Mapping[UUID, Mapping[str, object]] | None = None,
) -> list[Assessment]:
    """The same for many, in two statements; the caller saves them."""
    every = []
    for deal, found in assess_all(deals, at=at, rules=rules, own=own):
        found.put(deal)
        every.append(found)
    return every


def assess_all(
    deals: Sequence[AnyDeal],
    *,
    at: datetime,
    rules: tuple[Rule, ...],
    own: Mapping[UUID, Mapping[str, object]] | None = None,
    reasons: Mapping[UUID, UUID | None] | None = None,
) -> Iterator[tuple[AnyDeal, Assessment]]:
    """Each deal with the engine's findings of it. `reasons`: why they are closed, None: as the base has it."""
    offered, reasons = offer_stages(), reasons_of(deals) if reasons is None else reasons
    values = own if own is not None else judged([deal.id for deal in deals], own_of(rules))
    proofs = last_proofs([deal.id for deal in deals if isinstance(deal, Held) or not deal._state.adding])
    for deal in deals:
        subject = subject_of(deal, offered=offered, reason=reasons.get(deal.id), proved_at=proofs.get(deal.id))
        if deal.id in values:
            subject = replace(subject, values={**subject.values, **values[deal.id]})
        yield deal, engine.assess(subject, at=at, rules=rules)
