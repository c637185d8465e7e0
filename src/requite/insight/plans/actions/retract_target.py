"""Take a target back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.insight.plans import access
from requite.insight.plans.actions.set_target import topics_of_holder
from requite.insight.plans.events import TargetRetracted
from requite.insight.plans.models import Plan
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Stale
from requite.kernel.period import Kind, period_of


def retract_target(*, actor: Actor, at: datetime, plan_id: UUID, version: int | None = None) -> Plan:
    """End the plan from the present period on and return it. Periods that are over keep their target.

    Raises NotVisible, NotAllowed, Refused, Stale.
    """
    with recording(actor=actor, at=at) as record:
        plan = access.take_plan(actor=actor, plan_id=plan_id)
        today = actor.day_of(at)
        if plan.ends_on == plan.starts_on:
            return plan
        if plan.ends_on is not None and plan.ends_on <= today:
            raise Refused(_("This plan is over already."))
        if version is not None and version != plan.version:
            raise Stale(by=plan.made_by.name if plan.made_by else "")
        before = plan.ends_on
        start = plan.starts_on if plan.span == Plan.Span.CUSTOM else period_of(Kind(plan.span), today).start
        plan.ends_on = max(plan.starts_on, start)
        plan.version += 1
        plan.save(update_fields=["ends_on", "version"])
        record(
            TargetRetracted(
                subject_id=plan.id, changes={"ends_on": (before, plan.ends_on)},
                topics=topics_of_holder(access.holder_of(plan)),
            )
        )  # fmt: skip
    return plan
