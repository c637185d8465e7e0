"""How the engine sees a deal."""

from datetime import datetime

from requite.deals.models import Closure, Deal, Stage
from requite.quality import engine
from requite.quality.engine import Rule, Subject


def reached(deal: Deal, stage: Stage) -> frozenset[str]:
    """The moments of the minimum set that the deal has come to."""
    moments = {deal.state} - {"open"}
    if stage.is_offer or deal.state == Deal.State.WON or _is_past_offer(stage):
        moments.add("offer")
    return frozenset(moments)


def _is_past_offer(stage: Stage) -> bool:
    return Stage.objects.filter(
        pipeline_id=stage.pipeline_id, is_offer=True, position__lte=stage.position, ended_at__isnull=True
    ).exists()


def subject_of(deal: Deal, stage: Stage, *, reason: object = None) -> Subject:
    """The deal as the engine judges it; `reason` is that of its closure."""
    return Subject(
        kind="deal",
        values={
            "contact": str(deal.person_id or deal.company_id or ""),
            "amount": "" if deal.amount is None else str(deal.amount),
            "expected_on": deal.expected_on or "",
            "reason": str(reason or ""),
            "note": deal.note,
        },
        stages=reached(deal, stage),
        asked=deal.asked,
        made_at=deal.made_at,
        event_at=deal.closed_at,
        evidence_at=deal.closed_at or deal.entered_at,
    )


def judge(deal: Deal, *, at: datetime, rules: tuple[Rule, ...] | None = None) -> None:
    """Put the engine's findings on the deal; the caller saves it."""
    reason = None
    if deal.state != Deal.State.OPEN:
        last = Closure.objects.filter(deal=deal).exclude(state="reopened").order_by("-at", "-id").first()
        reason = last.reason_id if last else None
    found = engine.assess(subject_of(deal, deal.stage, reason=reason), at=at, rules=rules)
    deal.score, deal.missing, deal.owed_at = found.score, list(found.missing), found.owed_at
