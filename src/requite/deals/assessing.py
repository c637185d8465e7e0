"""How the engine sees a deal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from requite.deals.held import Held
from requite.deals.models import Deal, Stage
from requite.deals.moments import moment_of
from requite.fields.requirables import judged, own_of
from requite.kernel.reading import fetch_all
from requite.quality import engine
from requite.quality.engine import Assessment, Subject
from requite.quality.limits import Measured
from requite.quality.proofs import last_proofs
from requite.quality.rules import Rule, list_rules

AnyDeal = TypeVar("AnyDeal", Deal, Held)
REASONS = """
SELECT c.deal_id, c.state, c.reason_id FROM deals_closure c
WHERE c.deal_id = ANY(%s::uuid[]) AND NOT EXISTS (SELECT FROM deals_closure r WHERE r.reverses_id = c.id)
"""


class Course(NamedTuple):
    """What a deal has come to at a stage: while it is `open`, and when it is `won` from there."""

    open: frozenset[str]
    won: frozenset[str]


Courses = Mapping[UUID, Course]
NOWHERE = Course(frozenset(), frozenset({"offer"}))


def list_courses() -> Courses:
    """The moments that each stage has behind it: stages of its pipeline by `moment_of`, and "offer" once the offer is out.

    It is out at stages with `is_offer` and at what follows one in its pipeline. A stage that has ended is no moment.
    """
    rows = Stage.objects.order_by("position", "id").values_list("id", "pipeline_id", "is_offer", "ended_at")
    behind: dict[UUID, frozenset[str]] = {}
    at: dict[UUID, tuple[UUID, frozenset[str]]] = {}
    for id_, pipeline_id, is_offer, ended_at in rows:
        offer = frozenset({"offer"} if is_offer else ())
        own = frozenset() if ended_at else offer | {moment_of(id_)}
        behind[pipeline_id] = behind.get(pipeline_id, frozenset()) | own
        at[id_] = pipeline_id, behind[pipeline_id] | offer
    return {id_: Course(came, behind[pipeline_id] | {"offer"}) for id_, (pipeline_id, came) in at.items()}


def reasons_of(deals: Iterable[Deal | Held]) -> dict[UUID, UUID | None]:
    """The reason of the closure that each closed deal's state stands for; the deal needn't be saved so yet."""
    closed = {deal.id: deal.state for deal in deals if deal.state != Deal.State.OPEN}
    rows = fetch_all(REASONS, [list(closed)]) if closed else []
    return {deal_id: reason_id for deal_id, state, reason_id in rows if closed[deal_id] == state}


def moments_of(state: str, stage_id: UUID, *, courses: Courses) -> frozenset[str]:
    """What a deal has come to: stages, the offer is out, it is won, it is lost."""
    course = courses.get(stage_id, NOWHERE)
    return (course.won if state == Deal.State.WON else course.open) | ({state} - {"open"})


def reached_at(deal: Deal | Held, *, courses: Courses) -> dict[str, datetime]:
    """Since when an open deal has the moments behind it that it came to by its moves: without a break until now."""
    kept = [(UUID(stage), datetime.fromisoformat(came)) for stage, came in reversed(deal.stays)]
    left = []
    if deal.left_stage_id and deal.left_entered_at and deal.left_entered_at <= deal.entered_at:  # or it slipped
        left = [(deal.left_stage_id, deal.left_entered_at)]
    if not left and not kept:
        return {}
    moments = courses.get(deal.stage_id, NOWHERE).open
    since: dict[str, datetime] = {}
    for stage_id, came in ((deal.stage_id, deal.entered_at), *left, *kept):
        moments &= courses.get(stage_id, NOWHERE).open
        since |= {moment: min(came, since.get(moment, came)) for moment in moments}
    return since


def subject_of(
    deal: Deal | Held, *, courses: Courses, reason: UUID | None, proved_at: datetime | None = None
) -> Subject:
    """The deal as the engine judges it; `reason` is that of its closure, `courses` as of `list_courses`.

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
        stages=moments_of(deal.state, deal.stage_id, courses=courses),
        reached=reached_at(deal, courses=courses) if deal.state == Deal.State.OPEN else {},
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
    return judge_all([deal], at=at, rules=list_rules("deal", at=at), own=known)[0]


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
    courses, reasons = list_courses(), reasons_of(deals) if reasons is None else reasons
    values = own if own is not None else judged([deal.id for deal in deals], own_of(rules))
    proofs = last_proofs([deal.id for deal in deals if isinstance(deal, Held) or not deal._state.adding])
    for deal in deals:
        subject = subject_of(deal, courses=courses, reason=reasons.get(deal.id), proved_at=proofs.get(deal.id))
        if deal.id in values:
            subject = replace(subject, values={**subject.values, **values[deal.id]})
        yield deal, engine.assess(subject, at=at, rules=rules)
