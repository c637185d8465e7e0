"""What a card comes to: weighted shares, in whole numbers that add up. Pure functions, exact by fractions.

S = Σ weight · share over the parts that can be measured, shares in [0, 1]; a part that can't is left out, and its weight
is spread over the others in proportion to theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

WHOLE = 100
Number = int | Decimal | Fraction
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Scored:
    """A part in the score: its weight once those left out are spread, its share, and its points, exact and as shown."""

    weight: Fraction
    share: Fraction
    points: Fraction
    shown: int

    @property
    def percent(self) -> int:
        """The share in whole hundredths: 82."""
        return whole(self.share * WHOLE)


@dataclass(frozen=True, slots=True)
class Score:
    """The exact score in [0, 100], the whole number that is shown, and each measured part; their `shown` add up to it."""

    exact: Fraction
    shown: int
    parts: Mapping[str, Scored]


def ratio(numerator: Number, denominator: Number) -> Fraction | None:
    """The share of a part, in [0, 1]: min(1, n/d), never under 0; None where there is nothing to divide by."""
    if denominator <= 0:
        return None
    return min(Fraction(1), max(Fraction(0), Fraction(numerator) / Fraction(denominator)))


def attain(terms: Sequence[tuple[Number, Number, Number | None]]) -> Fraction | None:
    """Σ weight · min(1, done/target) over (weight, done, target); None without any target.

    A figure without a target is left out, its weight spread over the others.
    """
    found = [(Fraction(weight), ratio(done, target or 0)) for weight, done, target in terms]
    known = [(weight, share) for weight, share in found if share is not None and weight > 0]
    total = sum(weight for weight, _share in known)
    return sum((weight * share for weight, share in known), Fraction(0)) / total if total else None


def score(weights: Mapping[str, Number], shares: Mapping[str, Fraction | None]) -> Score | None:
    """What the parts come to; None where none of them can be measured."""
    known = {slug: share for slug in weights if (share := shares.get(slug)) is not None and weights[slug] > 0}
    total = sum((Fraction(weights[slug]) for slug in known), Fraction(0))
    if not total:
        return None
    spread = {slug: Fraction(weights[slug]) * WHOLE / total for slug in known}
    points = {slug: spread[slug] * share for slug, share in known.items()}
    shown = round_together(points, most=round_together(spread))
    parts = {slug: Scored(spread[slug], share, points[slug], shown[slug]) for slug, share in known.items()}
    return Score(sum(points.values(), Fraction(0)), sum(shown.values()), parts)


def round_together(values: Mapping[str, Fraction], *, most: Mapping[str, int] | None = None) -> dict[str, int]:
    """Whole numbers by largest remainder: they add up to the rounded sum, and nothing stays nothing.

    Of those that might go up, ones that stay within their `most` come first.
    """
    shown = {name: value.numerator // value.denominator for name, value in values.items()}
    missing = whole(sum(values.values(), Fraction(0))) - sum(shown.values())
    open_ = [name for name, value in values.items() if value != shown[name]]
    open_.sort(key=lambda name: (most is not None and shown[name] >= most[name], shown[name] - values[name]))
    for name in open_[:missing]:
        shown[name] += 1
    return shown


def whole(value: Fraction) -> int:
    """The nearest whole number, halves up."""
    return (value + HALF).__floor__()
