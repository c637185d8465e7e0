"""Set a target."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from requite.identity.topics import topics_of
from requite.insight.figures import Holder
from requite.insight.plans import access
from requite.insight.plans.actions.drafts import TargetDraft, read_draft
from requite.insight.plans.events import TargetSet
from requite.insight.plans.models import Plan
from requite.journal.events import Change
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Stale
from requite.kernel.ids import new_id
from requite.kernel.period import Kind, period_of


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
    earliest. Raises NotVisible, NotAllowed, Refused by field, Stale.
    """
    access.see_holder(actor=actor, holder=draft.holder, right="plans.set")
    today = actor.day_of(at)
    target, first, is_single = read_draft(draft, today=today)
    if not is_single and first.end <= today:
        raise Refused(_("A period that is over keeps its target. Begin with the present one."), field="starts_on")
    plan = Plan(
        id=new_id(), metric=draft.metric, span=draft.span, starts_on=first.start, ends_on=first.end if is_single else None,
        target=target, counts=draft.counts, made_at=at, made_by_id=actor.id,
        user_id=draft.holder.id if draft.holder.who == "user" else None,
        team_id=draft.holder.id if draft.holder.who == "team" else None,
    )  # fmt: skip
    with recording(actor=actor, at=at) as record:
        earlier = claim_once(key=once, actor=actor, subject_id=plan.id, at=at)
        if earlier:
            return access.see_plan(actor=actor, plan_id=earlier)
        _lock_series(plan)
        former = None if is_single else _end_former(plan, seen=seen, version=version)
        if is_single:
            _refuse_twin(plan)
        plan.save(force_insert=True)
        record(
            TargetSet(
                subject_id=plan.id, changes=_changes(plan, former, draft.holder), topics=topics_of_holder(draft.holder)
            )
        )
    return plan


def topics_of_holder(holder: Holder) -> frozenset[str]:
    """The live topics that a change of the holder's plans moves."""
    return frozenset({"plans"}) | (topics_of([holder.id]) if holder.who == "user" else {holder.key})


def series_of(plan: Plan) -> QuerySet[Plan]:
    """All plans of the same holder, metric and span, this one among them."""
    return Plan.objects.filter(metric=plan.metric, span=plan.span, user=plan.user_id, team=plan.team_id)


def find_in_force(
    *, holder: Holder, metric: str, span: str, day: date
) -> Plan | None:
    """The recurring plan that holds in the period of that day, or None."""
    plan = Plan(
        metric=metric, span=span,
        user_id=holder.id if holder.who == "user" else None, team_id=holder.id if holder.who == "team" else None,
    )  # fmt: skip
    return _in_force(series_of(plan), period_of(Kind(span), day).start)


def _in_force(series: QuerySet[Plan], start: date) -> Plan | None:
    holds = Q(starts_on__lte=start) & (Q(ends_on=None) | Q(ends_on__gt=start))
    return series.filter(holds).order_by("-starts_on", "-id").first()


def _lock_series(plan: Plan) -> None:
    """Let one transaction at a time change the plans of a holder, metric and span."""
    key = f"{plan.user_id}{plan.team_id}{plan.metric}{plan.span}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7204))", [key])


def _end_former(plan: Plan, *, seen: UUID | None, version: int | None) -> Plan | None:
    """End the plan in force where the new one begins; the new one ends where a later one begins already."""
    series = series_of(plan)
    former = _in_force(series, plan.starts_on)
    if version is not None and (former.id if former else None, former.version if former else 0) != (seen, version):
        raise _stale(plan, former)
    is_open = Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
    later = series.filter(is_open, starts_on__gt=plan.starts_on).order_by("starts_on", "id").first()
    plan.ends_on = later.starts_on if later else None
    if former is not None:
        former.ends_on = plan.starts_on
        former.version += 1
        former.save(update_fields=["ends_on", "version"])
    return former


def _stale(plan: Plan, former: Plan | None) -> Stale:
    if former is None:
        return Stale(changes={"target": (None, plan.target)})
    by = former.made_by.name if former.made_by else ""
    return Stale(by=by, changes={"target": (former.target, plan.target), "counts": (former.counts, plan.counts)})


def _refuse_twin(plan: Plan) -> None:
    if series_of(plan).filter(starts_on=plan.starts_on, ends_on=plan.ends_on).exists():
        raise Refused(_("There is a plan for exactly these days already. Take it back first."), field="starts_on")


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
