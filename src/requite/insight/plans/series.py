"""The plans of one holder, metric and span, one after the other."""

from datetime import date

from django.db.models import Q, QuerySet

from requite.insight.figures import Holder
from requite.insight.plans.models import Plan
from requite.kernel.period import Kind, period_of


def series_of(plan: Plan) -> QuerySet[Plan]:
    """All plans of the same holder, metric and span, this one among them."""
    return Plan.objects.filter(metric=plan.metric, span=plan.span, user=plan.user_id, team=plan.team_id)


def in_force(series: QuerySet[Plan], start: date) -> Plan | None:
    """The plan that holds in the period that begins on `start`, or None."""
    holds = Q(starts_on__lte=start) & (Q(ends_on=None) | Q(ends_on__gt=start))
    return series.select_related("made_by").filter(holds).order_by("-starts_on", "-id").first()


def find_in_force(*, holder: Holder, metric: str, span: str, day: date) -> Plan | None:
    """The recurring plan that holds in the period of that day, or None."""
    plan = Plan(
        metric=metric,
        span=span,
        user_id=holder.id if holder.who == "user" else None,
        team_id=holder.id if holder.who == "team" else None,
    )
    return in_force(series_of(plan), period_of(Kind(span), day).start)
