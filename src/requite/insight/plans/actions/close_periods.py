"""Close the periods that are over."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby, islice

from django.db import transaction
from django.db.models import F, Max, Q

from requite.insight.figures import Holder, find_figure
from requite.insight.plans.access import holder_of
from requite.insight.plans.models import Close, Plan
from requite.insight.plans.standing import Wanted, sum_tallies
from requite.kernel.actor import Actor
from requite.kernel.period import Kind, Period, period_of

MOST_AT_ONCE = 400
BATCH = 200


def close_periods(*, actor: Actor, at: datetime) -> int:
    """Keep what each plan stood at for every period that ended before the company's present day; return how many.

    A period closes once: running it again, or twice at a time, changes nothing.
    """
    today = actor.day_of(at)
    made = 0
    for holder, group in groupby(_list_open(today), key=holder_of):
        pairs = ((plan, period) for plan in group for period in _list_ended(plan, today))
        while batch := list(islice(pairs, BATCH)):
            made += _close(holder, batch, at)
    return made


def _list_open(today: date) -> Iterator[Plan]:
    begun = Q(starts_on__lt=today) & (Q(ends_on=None) | Q(ends_on__gt=F("starts_on")))
    plans = Plan.objects.filter(begun).annotate(closed_until=Max("closes__ends_on"))
    unfinished = Q(closed_until=None) | Q(ends_on=None) | Q(ends_on__gt=F("closed_until"))
    return plans.filter(unfinished).order_by("user_id", "team_id", "id").iterator()


def _list_ended(plan: Plan, today: date) -> list[Period]:
    """The plan's periods that ended and haven't been closed, the latest ones when there are very many."""
    end = min(plan.ends_on or today, today)
    if plan.span == Plan.Span.CUSTOM:
        ended = plan.ends_on is not None and plan.ends_on <= today
        return [Period(plan.starts_on, end)] if ended else []
    start = getattr(plan, "closed_until", None) or plan.starts_on
    periods, period = [], period_of(Kind(plan.span), start)
    while period.end <= end:
        periods.append(period)
        period = period.next
    return periods[-MOST_AT_ONCE:]


def _close(holder: Holder, batch: list[tuple[Plan, Period]], at: datetime) -> int:
    wanted = [
        (plan, period, Wanted(figure, period.start, period.start, period.end))
        for plan, period in batch
        if (figure := find_figure(plan.metric))
    ]
    with transaction.atomic():
        closes = []
        for (plan, period, _wanted), sums in zip(
            wanted, sum_tallies(holder, [one for *_rest, one in wanted]), strict=True
        ):
            done, pending, _past = sums.done(plan.counts)
            closes.append(
                Close(plan=plan, starts_on=period.start, ends_on=period.end, target=plan.target, done=done,
                      pending=pending, closed_at=at)
            )  # fmt: skip
        Close.objects.bulk_create(closes, ignore_conflicts=True)
    return len(closes)
