"""The last events with which reps reached their targets: those that it is most tempting to say happened."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from requite.deals.models import Closure
from requite.identity.access import zone_of
from requite.identity.models import Organisation
from requite.insight.before_targets import LAST
from requite.insight.figures import Holder, Records, Scope, find_figure
from requite.insight.plans.models import Contact, Plan
from requite.kernel.actor import Actor
from requite.kernel.period import Kind, Period, period_of
from requite.people.models import Person

DAY = timedelta(days=1)


def list_before_targets(user_ids: Sequence[UUID], start: date, end: date) -> frozenset[UUID]:
    """Records of events that were the last or the last but one of a target, in periods that meet these days.

    A rep's own targets of numbers alone: money is no event, and a team's target is nobody's last call. At most two
    statements for each plan.
    """
    plans = Plan.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=start), user__in=user_ids, starts_on__lt=end)
    company = Organisation.objects.first()
    zone = zone_of(company.time_zone if company else "UTC")
    found: set[UUID] = set()
    for plan in plans:
        figure = find_figure(plan.metric)
        if figure is not None and figure.is_of_events and plan.user_id:
            actor = Actor(id=plan.user_id, name="", rights={"plans.see": "own"}, company_zone=zone)
            for period in _periods(plan, start, end):
                rows = figure.records(actor, Scope(Holder("user", plan.user_id), period))
                found |= _last(rows if plan.counts == Plan.Counts.ALWAYS else rows.filter(is_complete=True), plan)
    return frozenset(found)


def _periods(plan: Plan, start: date, end: date) -> Iterable[Period]:
    if plan.span == Plan.Span.CUSTOM:
        return [Period(plan.starts_on, plan.ends_on)] if plan.ends_on and plan.ends_on > plan.starts_on else []
    days = (start + n * DAY for n in range((end - start).days))
    return {period_of(Kind(plan.span), day) for day in days}


def _last(rows: Records, plan: Plan) -> frozenset[UUID]:
    """Those rows with which the target was reached, the last and the last but one; none while it isn't reached."""
    target = int(plan.target)
    part = slice(max(0, target - LAST), target)
    if rows.query.group_by is not None:
        groups = list(rows.order_by("day", "at", "person_id").values_list("day", "person_id")[part])
        return _events_of(plan, groups) if target and len(groups) == min(LAST, target) else frozenset()
    if rows.model is Closure:
        rows = rows.filter(sign=1)
    own = {Person: "id", Closure: "deal_id"}.get(rows.model, "activity_id")
    order = ("made_at", "id") if own == "id" else ("day", "at", own)
    ids = list(rows.order_by(*order).values_list(own, flat=True)[part])
    return frozenset(ids) if target and len(ids) == min(LAST, target) else frozenset()


def _events_of(plan: Plan, groups: list[tuple[date, UUID]]) -> frozenset[UUID]:
    """The events of contacts, each of which is a person on a day."""
    any_of = Q()
    for day, person_id in groups:
        any_of |= Q(day=day, person=person_id)
    return frozenset(Contact.objects.filter(any_of, user=plan.user_id).values_list("activity_id", flat=True))
