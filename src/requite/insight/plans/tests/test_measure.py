"""Where a plan stands: the worked example of Korea in October 2026, and the edges."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.insight.plans.measure import (
    LARGEST_POISSON,
    Pace,
    Standing,
    Verdict,
    chance_of,
    count_days,
    judge_chance,
    judge_delta,
    measure_pace,
    proportion_target,
)
from requite.kernel.period import Kind, period_of
from requite.kernel.workdays import Calendar

KOREA = Calendar("KR")
OCTOBER = period_of(Kind.MONTH, date(2026, 10, 1))
LEAVE = frozenset({date(2026, 10, 19), date(2026, 10, 20)})


def example(target: float = 10, leave: frozenset[date] = frozenset()) -> Pace:
    days, elapsed = count_days(OCTOBER, calendar=KOREA, as_of=date(2026, 10, 15), leave=leave)
    return measure_pace(target=target, done=5, days=days, elapsed=elapsed, past_rate=0.45)


def test_gives_the_worked_example() -> None:
    pace = example()
    assert (pace.days, pace.elapsed, pace.left, pace.to_go) == (20, 8, 12, 5)
    assert (pace.expected, pace.delta, pace.linear_end) == (4.0, 1.0, 12.5)
    assert pace.need == pytest.approx(0.4167, abs=5e-5)
    assert pace.rate == pytest.approx(0.5577, abs=5e-5)
    assert pace.expected_end == pytest.approx(11.69, abs=5e-3)
    assert pace.chance == pytest.approx(0.7970, abs=5e-5)
    assert (pace.verdict, pace.standing, pace.share) == (Verdict.LIKELY, Standing.AHEAD, 0.5)
    assert not pace.is_reached
    assert not pace.is_over


def test_gives_the_worked_example_with_leave() -> None:
    pace = example(leave=LEAVE)
    assert (pace.days, pace.left) == (18, 10)
    assert pace.chance == pytest.approx(0.6543, abs=5e-5)
    assert pace.verdict is Verdict.OPEN
    target = proportion_target(10, days=pace.days, full_days=20)
    assert target == 9.0
    assert example(target, LEAVE).chance == pytest.approx(0.8069, abs=5e-5)


def test_a_period_not_begun_has_nothing_expected() -> None:
    days, elapsed = count_days(OCTOBER, calendar=KOREA, as_of=date(2026, 9, 1))
    pace = measure_pace(target=10, done=0, days=days, elapsed=elapsed, past_rate=0.45)
    assert (pace.elapsed, pace.expected, pace.linear_end, pace.need) == (0, 0, None, 0.5)
    assert pace.rate == pytest.approx(0.45)
    assert pace.standing is Standing.NEAR


def test_a_period_over_is_decided() -> None:
    days, elapsed = count_days(OCTOBER, calendar=KOREA, as_of=date(2027, 1, 1))
    missed = measure_pace(target=10, done=9, days=days, elapsed=elapsed, past_rate=2)
    assert (missed.chance, missed.verdict, missed.need, missed.expected_end) == (0, Verdict.UNLIKELY, None, 9)
    assert missed.is_over
    hit = measure_pace(target=10, done=12, days=days, elapsed=elapsed)
    assert (hit.chance, hit.verdict, hit.to_go, hit.share, hit.standing) == (
        1,
        Verdict.LIKELY,
        0,
        1,
        Standing.AHEAD,
    )
    assert hit.is_reached


def test_a_period_without_a_working_day_divides_by_nothing() -> None:
    pace = measure_pace(target=10, done=0, days=0, elapsed=0)
    assert (pace.expected, pace.need, pace.linear_end, pace.chance) == (0, None, None, 0)
    assert proportion_target(10, days=0, full_days=0) == 0


def test_a_target_of_nothing_is_reached() -> None:
    pace = measure_pace(target=0, done=0, days=20, elapsed=3)
    assert (pace.is_reached, pace.share, pace.chance, pace.need, pace.standing) == (
        True,
        1,
        1,
        0,
        Standing.NEAR,
    )


def test_a_sum_gets_no_chance() -> None:
    pace = measure_pace(target=1_000_000, done=400_000, days=20, elapsed=10, is_count=False)
    assert (pace.chance, pace.verdict, pace.standing) == (None, None, Standing.BEHIND)
    assert pace.need == 60_000


@pytest.mark.parametrize(
    ("chance", "verdict"), [(0.75, "likely"), (0.7499, "open"), (0.25, "open"), (0.2499, "unlikely")]
)
def test_says_how_likely(chance: float, verdict: str) -> None:
    assert judge_chance(chance) == verdict


@pytest.mark.parametrize(
    ("delta", "target", "standing"),
    [(0.5, 1, "near"), (0.6, 10, "ahead"), (-0.6, 10, "behind"), (-5, 100, "near"), (-5.1, 100, "behind")],
)
def test_says_ahead_or_behind_only_beyond_a_margin(delta: float, target: float, standing: str) -> None:
    assert judge_delta(delta, target=target) == standing


@given(least=st.integers(0, 60), mean=st.floats(0, 50))
def test_the_tail_is_the_sum_of_its_terms(least: int, mean: float) -> None:
    below = math.fsum(math.exp(-mean) * mean**count / math.factorial(count) for count in range(least))
    assert chance_of(least, mean=mean) == pytest.approx(1 - below, abs=1e-9)


@given(least=st.integers(0, 10**7), mean=st.floats(0, 10**7))
def test_a_chance_is_a_share_and_falls_with_what_is_left(least: int, mean: float) -> None:
    chance = chance_of(least, mean=mean)
    assert 0 <= chance <= 1
    assert chance_of(least + 1, mean=mean) <= chance + 1e-9


@pytest.mark.parametrize("distance", [-300, -100, 0, 100, 300])
def test_the_normal_tail_joins_the_exact_one(distance: int) -> None:
    least = int(LARGEST_POISSON) + distance
    exact = chance_of(least, mean=LARGEST_POISSON)
    assert chance_of(least, mean=LARGEST_POISSON * (1 + 1e-12)) == pytest.approx(exact, abs=1e-3)


@given(
    target=st.floats(0, 1e6),
    done=st.integers(0, 10**6),
    days=st.integers(0, 400),
    elapsed=st.integers(-5, 500),
    past_rate=st.floats(0, 1000),
)
def test_never_fails_and_adds_up(target: float, done: int, days: int, elapsed: int, past_rate: float) -> None:
    pace = measure_pace(target=target, done=done, days=days, elapsed=elapsed, past_rate=past_rate)
    assert 0 <= pace.elapsed <= pace.days
    assert pace.to_go == max(0, target - done)
    assert pace.delta == pytest.approx(pace.done - pace.expected)
    assert pace.expected_end >= pace.done
    if pace.need is not None:
        assert pace.need * pace.left == pytest.approx(pace.to_go)
