"""Plans, leaves and closed periods, as their screens show them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from requite.identity.access import zone_of
from requite.insight.figures import Holder, find_figure, list_figures
from requite.insight.plans import access
from requite.insight.plans.boards import SPANS, Board, board_for
from requite.insight.plans.counting import get_counter, list_counters
from requite.insight.plans.models import Close, Leave, Plan
from requite.insight.plans.series import series_of
from requite.insight.plans.shapes import ClosedPeriod, LeaveRow, PlanRow
from requite.insight.plans.standing import Wanted, sum_tallies
from requite.kernel.actor import Actor
from requite.kernel.period import Kind, Period, period_of, start_of_day
from requite.kernel.reading import fetch_all

__all__ = [
    "SPANS",
    "Board",
    "board_for",
    "get_counter",
    "list_away",
    "list_closed",
    "list_counters",
    "list_gone",
    "list_leaves",
    "list_plans",
    "list_series",
]

PAGE = 100
DAY = timedelta(days=1)
AWAY = """
SELECT user_id, starts_on, ends_on FROM plans_leave WHERE user_id = ANY(%s) AND starts_on < %s AND ends_on > %s
ORDER BY starts_on
"""
GONE = """
SELECT l.user_id, l.starts_on, l.ends_on, u.time_zone FROM plans_leave l JOIN identity_user u ON u.id = l.user_id
WHERE l.user_id = ANY(%s) AND l.starts_on < %s AND l.ends_on > %s ORDER BY l.starts_on
"""
# Where a plan stands in the list: the company, then teams, then reps.
PLACE = Case(
    When(team__isnull=False, then=Concat(Value("1"), F("team__name"))),
    When(
        user__isnull=False, then=Concat(Value("2"), F("user__family_name"), Value(" "), F("user__given_name"))
    ),
    default=Value("0"),
)


def list_plans(
    *, actor: Actor, at: datetime, after: UUID | None = None, ended: bool = False
) -> list[PlanRow]:
    """Plans that hold now or later, or with `ended` those that are over: the company's, teams', reps', by name.

    A page of 100, from the plan `after` on. One statement, two with `after`.
    """
    today = actor.day_of(at)
    is_over = Q(ends_on__lte=today)
    plans = access.visible_plans(actor).annotate(place=PLACE)
    plans = plans.filter(is_over, ends_on__gt=F("starts_on")) if ended else plans.exclude(is_over)
    last = plans.filter(id=after).values("place", "metric", "id").first() if after else None
    if last is not None:
        place, metric, id_ = last["place"], last["metric"], last["id"]
        same = Q(place=place) & (Q(metric__gt=metric) | Q(metric=metric, id__gt=id_))
        plans = plans.filter(Q(place__gt=place) | same)
    return _shape(actor, plans.order_by("place", "metric", "id")[:PAGE])


def has_target_of_money() -> bool:
    """Whether there is a target of money, which is one in the company's currency."""
    money = [figure.slug for figure in list_figures() if figure.unit == "money"]
    return Plan.objects.filter(metric__in=money).exists()


def list_series(*, actor: Actor, plan: Plan) -> list[PlanRow]:
    """The history of a plan: all targets of its holder, metric and span, newest first. One statement."""
    return _shape(actor, series_of(plan).order_by("-starts_on", "-id")[:PAGE])


def list_closed(*, plan: Plan, before: date | None = None, limit: int = 24) -> list[ClosedPeriod]:
    """The closed periods of the plan's series, newest first, with what each comes to by now. Two statements."""
    closes = (
        Close.objects.filter(plan__in=series_of(plan)).select_related("plan").order_by("-starts_on", "-id")
    )
    if before is not None:
        closes = closes.filter(starts_on__lt=before)
    figure = find_figure(plan.metric)
    rows = list(closes[:limit]) if figure else []
    if figure is None or not rows:
        return []
    holder = access.holder_of(plan)
    sums = sum_tallies(holder, [Wanted(figure, row.starts_on, row.starts_on, row.ends_on) for row in rows])
    return [
        ClosedPeriod(
            period=_period_of(plan.span, row), target=row.target, done=row.done, pending=row.pending,
            now_done=found.done(row.plan.counts)[0], closed_at=row.closed_at,
        )
        for row, found in zip(rows, sums, strict=True)
    ]  # fmt: skip


def list_leaves(*, actor: Actor, at: datetime, limit: int = PAGE) -> list[LeaveRow]:
    """Leaves that aren't over, the nearest first. One statement."""
    leaves: QuerySet[Leave] = (
        access.visible_leaves(actor).filter(ends_on__gt=actor.day_of(at)).select_related("user")
    )
    return [
        LeaveRow(
            leave.id,
            leave.user_id,
            leave.user.name,
            leave.starts_on,
            date.fromordinal(leave.ends_on.toordinal() - 1),
        )
        for leave in leaves.order_by("starts_on", "id")[:limit]
    ]


def list_away(
    *, actor: Actor, user_ids: Sequence[UUID], start: date, end: date
) -> dict[UUID, list[tuple[date, date]]]:
    """The half-open spans of days in [start, end) on which the users are away, of those whose plans are seen. One query."""
    users = [id_ for id_ in user_ids if actor.covers("plans.see", id_)]
    found: dict[UUID, list[tuple[date, date]]] = {}
    for user_id, first, after in fetch_all(AWAY, [users, end, start]) if users else ():
        found.setdefault(user_id, []).append((max(first, start), min(after, end)))
    return found


def list_gone(
    *, actor: Actor, user_ids: Sequence[UUID], start: datetime, end: datetime
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """The time in [start, end) in which the users are away. A day of leave is a day where the one who takes it is.

    With the right "work.free" an actor learns that somebody isn't there, as the free slots of a day tell. One statement.
    """
    users = [id_ for id_ in user_ids if actor.covers("work.free", id_)]
    days = (end.date() + 2 * DAY, start.date() - 2 * DAY)  # no zone is further off
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for user_id, first, after, name in fetch_all(GONE, [users, *days]) if users else ():
        zone = zone_of(name) if name else actor.company_zone
        span = (max(start_of_day(first, zone=zone), start), min(start_of_day(after, zone=zone), end))
        if span[0] < span[1]:
            found.setdefault(user_id, []).append(span)
    return found


def _period_of(span: str, close: Close) -> Period:
    if span == Plan.Span.CUSTOM:
        return Period(close.starts_on, close.ends_on)
    return period_of(Kind(span), close.starts_on)


def _shape(actor: Actor, plans: QuerySet[Plan]) -> list[PlanRow]:
    rows = []
    for plan in plans.select_related("user", "team", "made_by"):
        figure, holder = find_figure(plan.metric), access.holder_of(plan)
        if figure is None:
            continue
        rows.append(
            PlanRow(
                id=plan.id, figure=figure, holder=holder, holder_name=_name_of(plan, holder), span=plan.span,
                starts_on=plan.starts_on, ends_on=plan.ends_on, target=plan.target, counts=plan.counts,
                made_at=plan.made_at, made_by=plan.made_by.name if plan.made_by else "", version=plan.version,
                may_set=holder.covered(actor, "plans.set"),
            )
        )  # fmt: skip
    return rows


def _name_of(plan: Plan, holder: Holder) -> str:
    if plan.user is not None:
        return plan.user.name
    return plan.team.name if plan.team is not None and holder.who == "team" else ""
