"""The score of a card: the worked example of measures.md §4, and what holds for every card."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from requite.insight.scorecards.measure import attain, ratio, round_together, score

WEIGHTS = {"attainment": 40, "quality": 20, "next_step": 15, "give_back": 15, "capture": 10}
CARD = st.dictionaries(
    st.sampled_from("abcde"), st.tuples(st.integers(1, 100), st.fractions(0, 1, max_denominator=50) | st.none()), min_size=1
)


def test_the_worked_example() -> None:
    attainment = attain([(20, 40, 50), (30, 5, 10), (50, 2, 3)])
    assert attainment is not None
    assert round(float(attainment), 4) == 0.6433
    shares = {
        "attainment": attainment, "quality": Fraction(82, 100), "next_step": ratio(17, 20),
        "give_back": ratio(Decimal("9.5"), 10), "capture": ratio(46, 50),
    }  # fmt: skip
    found = score(WEIGHTS, shares)
    assert found is not None
    assert [round(float(one.points), 2) for one in found.parts.values()] == [25.73, 16.4, 12.75, 14.25, 9.2]
    assert round(float(found.exact), 2) == 78.33
    assert [one.shown for one in found.parts.values()] == [26, 16, 13, 14, 9]
    assert found.shown == 78


def test_a_part_that_cannot_be_measured_leaves_its_weight_to_the_others() -> None:
    weights = {"attainment": 60, "quality": 25, "next_step": 15}
    found = score(weights, {"attainment": Fraction(1), "next_step": Fraction(1, 2)})
    assert found is not None
    assert {slug: one.weight for slug, one in found.parts.items()} == {"attainment": 80, "next_step": 20}
    assert found.shown == 90


def test_a_figure_without_a_target_leaves_its_weight_to_the_others() -> None:
    assert attain([(20, 40, 50), (80, 7, None)]) == Fraction(4, 5)
    assert attain([(20, 40, None), (80, 7, 0)]) is None


def test_nothing_measured_is_no_score_rather_than_none_of_100() -> None:
    assert score(WEIGHTS, dict.fromkeys(WEIGHTS)) is None
    assert score({}, {}) is None


def test_more_than_the_target_counts_once_and_less_than_nothing_counts_nothing() -> None:
    assert ratio(12, 10) == 1
    assert ratio(-1, 10) == 0
    assert ratio(3, 0) is None


@given(CARD)
def test_a_score_lies_within_100_and_its_lines_add_up(card: dict[str, tuple[int, Fraction | None]]) -> None:
    found = score({slug: weight for slug, (weight, _) in card.items()}, {slug: share for slug, (_, share) in card.items()})
    if found is None:
        assert all(share is None for _weight, share in card.values())
        return
    assert 0 <= found.exact <= 100
    assert sum(one.shown for one in found.parts.values()) == found.shown
    assert abs(found.shown - found.exact) <= Fraction(1, 2)
    assert sum(one.weight for one in found.parts.values()) == 100
    for one in found.parts.values():
        assert one.shown >= 0
        assert abs(one.shown - one.points) < 1
        assert one.shown == 0 or one.points > 0
        assert one.shown <= one.weight + 1


@given(CARD, st.sampled_from("abcde"), st.fractions(0, 1, max_denominator=50))
def test_more_of_a_part_never_lowers_the_score(
    card: dict[str, tuple[int, Fraction | None]], slug: str, share: Fraction
) -> None:
    weights = {name: weight for name, (weight, _) in card.items()}
    shares = {name: one for name, (_, one) in card.items()}
    before = shares.get(slug)
    if before is None:
        return
    shares[slug] = max(before, share)
    lower, higher = score(weights, shares | {slug: before}), score(weights, shares)
    assert lower is not None
    assert higher is not None
    assert higher.exact >= lower.exact
    assert higher.shown >= lower.shown


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1))
def test_whole_weights_are_never_overshot(points: dict[str, int]) -> None:
    values = {name: Fraction(one, 7) for name, one in points.items()}
    most = {name: -(-one // 7) for name, one in points.items()}
    assert all(shown <= most[name] for name, shown in round_together(values, most=most).items())
