"""Counters of plans: what is done, what waits, and how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from requite.insight.figures import Figure, Holder, find_figure, list_figures
from requite.insight.plans.measure import count_days, measure_pace
from requite.insight.plans.shapes import Counter
from requite.insight.plans.standing import Sums, Wanted, sum_tallies
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.period import Kind, Period, period_of
from requite.kernel.reading import fetch_all
from requite.kernel.workdays import Calendar

_DAY = timedelta(days=1)
# The past rate is taken from the three periods before, but from four weeks at least and a quarter at most.
PAST_PERIODS, PAST_LEAST, PAST_MOST = 3, 28, 92
USUAL_COUNTERS = 4

PLANS = """
SELECT id, metric, span, starts_on, ends_on, target, counts FROM plans_plan
WHERE {holder} AND span IN (%(span)s, 'custom') AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on > %(today)s)
ORDER BY (span = 'custom'), CASE WHEN span = 'custom' THEN ends_on END, starts_on DESC, id DESC
"""
HOLDER = {
    "user": "user_id = %(id)s",
    "team": "team_id = %(id)s",
    "company": "user_id IS NULL AND team_id IS NULL",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A figure to be counted: its period, and its plan if there is one."""

    figure: Figure
    period: Period
    plan_id: UUID | None = None
    target: Decimal | None = None
    counts: str = "complete"

    @property
    def wanted(self) -> Wanted:
        days = min(PAST_MOST, max(PAST_LEAST, PAST_PERIODS * self.period.days))
        return Wanted(self.figure, self.period.start - _DAY * days, self.period.start, self.period.end)


def list_counters(
    *, actor: Actor, holder: Holder, span: str, at: datetime, slugs: Iterable[str] | None = None
) -> list[Counter]:
    """The holder's counters at `at`, in the order of a page.

    Those with a plan of the span ("day" … "year"), or else with a plan from–to that is under way; then the usual
    figures without a plan, up to four in all. `slugs` asks for certain figures instead. Three statements, two for a
    team or the company. Raises NotVisible.
    """
    if not holder.covered(actor, "plans.see"):
        raise NotVisible
    today = actor.day_of(at)
    lines = _list_lines(holder, span, today, None if slugs is None else list(slugs))
    away = list_leave_days(holder.id, since=today - _DAY * 500) if holder.who == "user" else frozenset()
    sums = sum_tallies(holder, [line.wanted for line in lines])
    calendar = calendar_of(actor)
    return [
        _count(holder, line, found, calendar, today, away) for line, found in zip(lines, sums, strict=True)
    ]


def get_counter(*, actor: Actor, holder: Holder, slug: str, span: str, at: datetime) -> Counter:
    """One of them. Raises NotVisible."""
    if find_figure(slug) is None:
        raise NotVisible
    return list_counters(actor=actor, holder=holder, span=span, at=at, slugs=[slug])[0]


@lru_cache(maxsize=32)
def _calendar(country: str) -> Calendar:
    return Calendar(country)


def calendar_of(actor: Actor) -> Calendar:
    """The company's working days."""
    return _calendar(actor.country)


def list_leave_days(user_id: UUID | None, *, since: date) -> frozenset[date]:
    """The days from `since` on at which the rep is away."""
    spans = fetch_all(
        "SELECT starts_on, ends_on FROM plans_leave WHERE user_id = %s AND ends_on > %s", [user_id, since]
    )
    return frozenset(start + _DAY * n for start, end in spans for n in range((end - start).days))


def _list_lines(holder: Holder, span: str, today: date, slugs: list[str] | None) -> list[_Line]:
    lines: dict[str, _Line] = {}
    given = {"id": holder.id, "span": span, "today": today}
    plans = fetch_all(PLANS.replace("{holder}", HOLDER[holder.who]), given)
    for id_, metric, kind, starts_on, ends_on, target, counts in plans:
        figure = find_figure(metric)
        if figure is not None and (slugs is None or metric in slugs):
            period = Period(starts_on, ends_on) if kind == "custom" else period_of(kind, today)
            lines.setdefault(metric, _Line(figure, period, id_, target, counts))
    for figure in list_figures(slugs):
        if slugs is not None or (figure.is_usual and len(lines) < USUAL_COUNTERS):
            lines.setdefault(
                figure.slug, _Line(figure, period_of(Kind.DAY if span == "custom" else span, today))
            )
    return sorted(lines.values(), key=lambda line: (line.figure.position, line.figure.slug))


def _count(
    holder: Holder, line: _Line, sums: Sums, calendar: Calendar, today: date, away: frozenset[date]
) -> Counter:
    done, pending, past_done = sums.done(line.counts)
    days, elapsed = count_days(line.period, calendar=calendar, as_of=today, leave=away)
    pace, first = None, sums.first_on
    has_past = first is not None and first < line.period.start
    if line.target is not None:
        past_days = calendar.working_days(first, line.period.start, leave=away) if has_past and first else 0
        now_rate = float(done) / elapsed if elapsed else 0.0
        pace = measure_pace(
            target=float(line.target), done=float(done), pending=float(pending), days=days, elapsed=elapsed,
            past_rate=float(past_done) / past_days if past_days else now_rate, is_count=line.figure.is_of_events,
        )  # fmt: skip
    working = calendar.is_working(today) and today not in away and line.period.contains(today)
    return Counter(
        figure=line.figure, holder=holder, period=line.period, done=done, pending=pending, target=line.target,
        plan_id=line.plan_id, counts=line.counts, pace=pace, day=elapsed + working, days=days, has_past=has_past,
    )  # fmt: skip
