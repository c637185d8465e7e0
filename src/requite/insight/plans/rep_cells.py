"""The figures of many reps side by side: done of target, each as that rep's own counter says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from requite.insight.figures import Figure, list_figures
from requite.insight.plans.counting import calendar_of
from requite.insight.plans.measure import Standing, count_days, judge_delta
from requite.kernel.actor import Actor
from requite.kernel.period import Period, period_of

COLUMNS = 4

PLANS = """
SELECT DISTINCT ON (user_id, metric) user_id, metric, target, counts FROM plans_plan
WHERE user_id = ANY(%(users)s) AND span = %(span)s AND starts_on <= %(today)s
  AND (ends_on IS NULL OR ends_on > %(today)s)
ORDER BY user_id, metric, starts_on DESC, id DESC
"""
SUMS = """
SELECT owner_id, figure, sum(counted), sum(pending) FROM plans_tally
WHERE owner_id = ANY(%(users)s) AND figure = ANY(%(figures)s) AND day >= %(start)s AND day < %(end)s
GROUP BY owner_id, figure
"""
LEAVES = """
SELECT user_id, starts_on, ends_on FROM plans_leave
WHERE user_id = ANY(%(users)s) AND starts_on < %(end)s AND ends_on > %(start)s
"""


@dataclass(frozen=True, slots=True)
class RepCell:
    """One figure of one rep. Without a plan `target` and `standing` are None."""

    figure: Figure
    done: Decimal
    pending: Decimal
    target: Decimal | None
    standing: Standing | None

    @property
    def share(self) -> float:
        """Done of the target, in [0, 1]."""
        return min(1.0, float(self.done / self.target)) if self.target else 0.0


@dataclass(frozen=True, slots=True)
class RepCells:
    """The columns of a period, and each rep's cells in their order."""

    period: Period
    figures: tuple[Figure, ...]
    of: Mapping[UUID, tuple[RepCell, ...]]


def list_rep_cells(*, actor: Actor, user_ids: Sequence[UUID], span: str, at: datetime) -> RepCells:
    """Up to four figures of each rep in the present period of `span`: those with plans, then the usual ones.

    Three statements, however many reps. Reps beyond the actor's plans right have no cells.
    """
    today = actor.day_of(at)
    period = period_of(span, today)
    owners = actor.owners("plans.see")
    seen = set(user_ids if owners is None else owners)
    users = [user_id for user_id in user_ids if user_id in seen]
    if not users:
        return RepCells(period, (), {})
    given: dict[str, Any] = {
        "users": users,
        "span": span,
        "today": today,
        "start": period.start,
        "end": period.end,
    }
    plans = {(user, metric): (target, counts) for user, metric, target, counts in _fetch(PLANS, given)}
    figures = _columns({metric for _user, metric in plans})
    given["figures"] = [figure.slug for figure in figures]
    scales = {figure.slug: figure.scale for figure in figures}
    sums = {
        (user, slug): (Decimal(counted) / scales[slug], Decimal(pending) / scales[slug])
        for user, slug, counted, pending in _fetch(SUMS, given)
    }
    days = _days(actor, period, today, _fetch(LEAVES, given))
    cells = {}
    for user in users:
        known = days.get(user, days[None])
        keys = [(figure, (user, figure.slug)) for figure in figures]
        cells[user] = tuple(_cell(figure, plans.get(key), sums.get(key), known) for figure, key in keys)
    return RepCells(period, figures, cells)


def _columns(planned: set[str]) -> tuple[Figure, ...]:
    """Figures with a plan come before the usual ones; both in the order of a page."""
    known = list_figures()
    first = [figure for figure in known if figure.slug in planned]
    usual = [figure for figure in known if figure.is_usual and figure.slug not in planned]
    chosen = [*first, *usual][: max(COLUMNS, len(first))]
    return tuple(sorted(chosen, key=lambda figure: (figure.position, figure.slug)))


def _days(
    actor: Actor, period: Period, today: date, leaves: list[tuple[Any, ...]]
) -> dict[UUID | None, tuple[int, int]]:
    """Working days of the period and those over, for reps with leave in it and (None) for all others."""
    calendar = calendar_of(actor)
    away: dict[UUID, set[date]] = {}
    for user, start, end in leaves:
        span = range(start.toordinal(), end.toordinal())
        away.setdefault(user, set()).update(date.fromordinal(n) for n in span)
    found: dict[UUID | None, tuple[int, int]] = {None: count_days(period, calendar=calendar, as_of=today)}
    for user, days in away.items():
        found[user] = count_days(period, calendar=calendar, as_of=today, leave=frozenset(days))
    return found


def _cell(
    figure: Figure,
    plan: tuple[Decimal, str] | None,
    sums: tuple[Decimal, Decimal] | None,
    days: tuple[int, int],
) -> RepCell:
    counted, pending = sums or (Decimal(0), Decimal(0))
    if plan is None:
        return RepCell(figure, counted, pending, None, None)
    target, counts = plan
    done, waits = (counted + pending, Decimal(0)) if counts == "always" else (counted, pending)
    whole, elapsed = days
    standing = None
    if elapsed:
        expected = float(target) * elapsed / whole
        standing = judge_delta(float(done) - expected, target=float(target))
    return RepCell(figure, done, waits, target, standing)


def _fetch(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
