"""Where a plan stands: what is left, what the pace should be, and how likely the target is.

Days are working days of the holder: `days` (B) of the period, `elapsed` (b) of them gone. Pure functions.
"""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from requite.kernel import period as periods
from requite.kernel import workdays

PRIOR_DAYS = 5  # how many days of evidence the past rate is worth
LIKELY, UNLIKELY = 0.75, 0.25
# Ahead or behind is said only beyond this distance from expected: 5 % of the target, half a unit at least.
NEAR_SHARE, NEAR_LEAST = 0.05, 0.5
# Beyond this mean the tail is taken from the normal distribution, which differs by less than 0.001 there.
LARGEST_POISSON = 10_000.0


class Verdict(StrEnum):
    """How likely the target is."""

    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"


class Standing(StrEnum):
    """Done against expected."""

    AHEAD = "ahead"
    NEAR = "near"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Pace:
    """Everything that a counter says. `done` counts complete events, `pending` the rest.

    None: `need` and `linear_end` without a day to divide by, `chance` and `verdict` of a sum (revenue), which
    is no count of events.
    """

    target: float
    done: float
    pending: float
    days: int
    elapsed: int
    to_go: float
    expected: float
    delta: float
    need: float | None
    linear_end: float | None
    rate: float
    expected_end: float
    chance: float | None
    verdict: Verdict | None
    standing: Standing

    @property
    def left(self) -> int:
        """Working days to come."""
        return self.days - self.elapsed

    @property
    def is_reached(self) -> bool:
        """True once the target is done."""
        return self.done >= self.target

    @property
    def is_over(self) -> bool:
        """True when no working day is left."""
        return self.elapsed >= self.days

    @property
    def share(self) -> float:
        """Done of the target in [0, 1], for the bar."""
        return min(1.0, max(0.0, self.done / self.target)) if self.target > 0 else 1.0


def measure_pace(
    *,
    target: float,
    done: float,
    days: int,
    elapsed: int,
    pending: float = 0,
    past_rate: float = 0.0,
    is_count: bool = True,
) -> Pace:
    """The pace of a plan. `past_rate` (r0): done a working day in the past; `is_count`: of whole events."""
    elapsed = min(max(0, elapsed), days)
    left = days - elapsed
    to_go = max(0.0, target - done)
    expected = target * elapsed / days if days else 0.0
    rate = forecast_rate(done=done, elapsed=elapsed, past_rate=past_rate)
    chance = chance_of(to_go, mean=rate * left) if is_count else None
    return Pace(
        target=target,
        done=done,
        pending=pending,
        days=days,
        elapsed=elapsed,
        to_go=to_go,
        expected=expected,
        delta=done - expected,
        need=to_go / left if left else None,
        linear_end=done * days / elapsed if elapsed else None,
        rate=rate,
        expected_end=done + rate * left,
        chance=chance,
        verdict=None if chance is None else judge_chance(chance),
        standing=judge_delta(done - expected, target=target),
    )


def count_days(
    period: periods.Period, *, calendar: workdays.Calendar, as_of: date, leave: frozenset[date] = frozenset()
) -> tuple[int, int]:
    """(B, b): the holder's working days of the period, and those before `as_of`, the first day not over."""
    days = calendar.working_days(period.start, period.end, leave=leave)
    elapsed = calendar.working_days(period.start, min(max(as_of, period.start), period.end), leave=leave)
    return days, elapsed


def proportion_target(target: float, *, days: int, full_days: int) -> float:
    """The target in proportion to the days left by leave: 10 · 18/20 = 9.0."""
    return target * days / full_days if full_days else 0.0


def forecast_rate(*, done: float, elapsed: int, past_rate: float) -> float:
    """(5·r0 + done) / (5 + b): the rate so far, steadied by the past. Never below 0."""
    return max(0.0, (PRIOR_DAYS * past_rate + done) / (PRIOR_DAYS + elapsed))


def chance_of(to_go: float, *, mean: float) -> float:
    """P(Poisson(mean) ≥ to_go), to_go rounded up to whole events."""
    least = math.ceil(to_go - 1e-9)
    if least <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if mean > LARGEST_POISSON:
        return 0.5 * math.erfc((least - 0.5 - mean) / math.sqrt(2 * mean))
    if least > mean:
        return min(1.0, _sum_up(least, mean))
    return max(0.0, 1.0 - _sum_down(least - 1, mean))


def judge_chance(chance: float) -> Verdict:
    """Likely from 75 %, unlikely under 25 %, open between."""
    if chance >= LIKELY:
        return Verdict.LIKELY
    return Verdict.UNLIKELY if chance < UNLIKELY else Verdict.OPEN


def judge_delta(delta: float, *, target: float) -> Standing:
    """Ahead or behind once the distance is above max(5 % of the target, 0.5)."""
    if abs(delta) <= max(NEAR_LEAST, NEAR_SHARE * abs(target)):
        return Standing.NEAR
    return Standing.AHEAD if delta > 0 else Standing.BEHIND


def _weight(count: int, mean: float) -> float:
    """P(Poisson(mean) = count), by logarithms, so that nothing overflows."""
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _sum_up(count: int, mean: float) -> float:
    """P(Poisson ≥ count) for a count above the mean: terms fall, and stop when they no longer matter."""
    term = _weight(count, mean)
    total = 0.0
    while term > total * 1e-17:
        total += term
        count += 1
        term *= mean / count
    return total


def _sum_down(count: int, mean: float) -> float:
    """P(Poisson ≤ count) for a count below the mean."""
    term = _weight(count, mean)
    total = 0.0
    while count >= 0 and term > total * 1e-17:
        total += term
        term *= count / mean
        count -= 1
    return total
