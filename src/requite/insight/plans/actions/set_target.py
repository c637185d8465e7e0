"""Set a target."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from requite.identity.topics import topics_of
from requite.insight.figures import Holder
from requite.insight.plans import access
from requite.insight.plans.actions.drafts import TargetDraft, read_draft
from requite.insight.plans.events import TargetSet
from requite.insight.plans.models import Plan
from requite.insight.plans.series import in_force, series_of
from requite.journal.events import Change
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Stale
from requite.kernel.ids import new_id
from requite.kernel.locks import Lock, hold
from requite.kernel.period import Period


class PlanMovedOn(Stale):
    """Another plan is in force than the form showed: `former`, or none at all."""

    def __init__(self, plan: Plan, former: Plan | None) -> None:
        self.former = former
        by = former.made_by.name if former and former.made_by else ""
        super().__init__(by=by, changes={"target": (former.target if former else None, plan.target)})


def set_target(
    *,
    actor: Actor,
    at: datetime,
    draft: TargetDraft,
    seen: UUID | None = None,
    version: int | None = None,
    once: UUID | None = None,
) -> Plan:
    """Set a target from a period on and return its plan; the plan in force until then ends where this one begins.

    `seen` is the plan in force that the form showed, `version` its version; without a version nothing was shown and
    nothing is compared. Periods that are over keep their target: a recurring plan begins with the present period at the
    earliest, and a plan from–to that is over isn't replaced. Raises NotVisible, NotAllowed, Refused by field, Stale.
    """
    access.see_holder(actor=actor, holder=draft.holder, right="plans.set")
    today = actor.day_of(at)
    target, first, is_single = read_draft(draft, today=today)
    if first.end <= today:
        raise Refused(
            _("A period that is over keeps its target. Begin with the present one."), field="starts_on"
        )
    plan = _plan_of(draft, target=target, first=first)
    plan.made_at, plan.made_by_id = at, actor.id
    with recording(actor=actor, at=at) as record:
        earlier = claim_once(key=once, actor=actor, subject_id=plan.id, at=at)
        if earlier:
            return access.see_plan(actor=actor, plan_id=earlier)
        _lock_series(plan)
        former = _find_single(plan, seen, today=today) if is_single else in_force(series_of(plan), plan.starts_on)
        if version is not None and (former.id if former else None, former.version if former else 0) != (
            seen,
            version,
        ):
            raise PlanMovedOn(plan, former)
        _end_former(plan, former, is_single=is_single)
        plan.save(force_insert=True)
        topics = topics_of_holder(draft.holder)
        record(TargetSet(subject_id=plan.id, changes=_changes(plan, former, draft.holder), topics=topics))
    return plan


def _plan_of(draft: TargetDraft, *, target: Decimal, first: Period) -> Plan:
    holder = draft.holder
    return Plan(
        id=new_id(),
        metric=draft.metric,
        span=draft.span,
        starts_on=first.start,
        ends_on=first.end if draft.span == Plan.Span.CUSTOM else None,
        target=target,
        counts=draft.counts,
        user_id=holder.id if holder.who == "user" else None,
        team_id=holder.id if holder.who == "team" else None,
    )


def topics_of_holder(holder: Holder) -> frozenset[str]:
    """The live topics that a change of the holder's plans moves."""
    return frozenset({"plans"}) | (topics_of([holder.id]) if holder.who == "user" else {holder.key})


def _lock_series(plan: Plan) -> None:
    """Let one transaction at a time change the plans of a holder, metric and span."""
    key = f"{plan.user_id}{plan.team_id}{plan.metric}{plan.span}"
    hold(Lock.PLANS, key)


def _find_single(plan: Plan, seen: UUID | None, *, today: date) -> Plan | None:
    """The plan from–to that this one replaces: the one seen, else one of exactly the same days. None that is over."""
    series = series_of(plan).filter(ends_on__gt=Greatest(F("starts_on"), today)).select_related("made_by")
    if seen is not None:
        return series.filter(id=seen).first()
    return series.filter(starts_on=plan.starts_on, ends_on=plan.ends_on).first()


def _end_former(plan: Plan, former: Plan | None, *, is_single: bool) -> None:
    """End the plan in force where the new one begins; the new one ends where a later one begins already."""
    if not is_single:
        is_open = Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
        later = (
            series_of(plan).filter(is_open, starts_on__gt=plan.starts_on).order_by("starts_on", "id").first()
        )
        plan.ends_on = later.starts_on if later else None
    if former is not None:
        former.ends_on = former.starts_on if is_single else plan.starts_on
        former.version += 1
        former.save(update_fields=["ends_on", "version"])


def _changes(plan: Plan, former: Plan | None, holder: Holder) -> dict[str, Change]:
    return {
        "target": (former.target if former else None, plan.target),
        "counts": (former.counts if former else None, plan.counts),
        "metric": (None, plan.metric),
        "span": (None, plan.span),
        "holder": (None, holder.key),
        "starts_on": (None, plan.starts_on),
        "ends_on": (None, plan.ends_on),
    }
