"""What checks of some records say of all: shares and intervals, how many are needed, and the anchor. Pure functions."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)  # 95 of 100 intervals hold the true share
PRIOR_OK, PRIOR_CHECKS = 9, 10  # what an anchor begins with: as if 9 of 10 checks had been right
LEAST_FOR_PERCENT = 10  # below it only counts are shown


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share lies, both ends in [0, 1]."""

    low: float
    high: float


def wilson(count: int, of: int) -> Interval:
    """The Wilson score interval (95 %) of `count` among `of`; [0, 1] where nothing was looked at."""
    if of <= 0:
        return Interval(0.0, 1.0)
    share, square = count / of, Z * Z
    middle = share + square / (2 * of)
    spread = Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    low = 0.0 if count == 0 else max(0.0, (middle - spread) / whole)
    high = 1.0 if count == of else min(1.0, (middle + spread) / whole)
    return Interval(low, high)


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was checked of a kind: `defects` of `checked`, of `size` records; weighted they are `weighted` of `weights`.

    A check weighs 1/π, so that records which were likelier to be drawn don't count for more.
    """

    size: int
    checked: int
    defects: int
    weights: float
    weighted: float

    @property
    def share(self) -> float:
        """The share of defects, in [0, 1]; 0 where nothing was checked."""
        return self.weighted / self.weights if self.weights else 0.0


def plain(size: int, checked: int, defects: int) -> Stratum:
    """A stratum of which every record was as likely to be drawn."""
    return Stratum(size, checked, defects, float(checked), float(defects))


def share_of(strata: Iterable[Stratum]) -> float | None:
    """p̂ = Σ W_h·p̂_h: the share of defects over all strata of which something was checked; None without any."""
    known = [one for one in strata if one.checked and one.size]
    size = sum(one.size for one in known)
    return sum(one.size * one.share for one in known) / size if size else None


def needed(*, margin: float, share: float, of: int | None = None) -> int:
    """How many checks tell a share to ± `margin` where about `share` is wrong, of `of` records (None: of very many)."""
    square = Fraction(1.96) ** 2  # the constant with which samples are planned
    many = square * Fraction(share) * Fraction(1 - share) / Fraction(margin) ** 2
    if of is not None:
        many = many / (1 + (many - 1) / of) if of else Fraction(0)
    return math.ceil(many)


def margin_of(*, checks: int, share: float) -> float | None:
    """To ± how much so many checks tell a share where about `share` is wrong; None without any."""
    return 1.96 * math.sqrt(share * (1 - share) / checks) if checks > 0 else None


def anchor(ok: int, checks: int) -> float:
    """A = (9 + ok)/(10 + n): how far a rep's quality can be relied on, in (0, 1]."""
    return (PRIOR_OK + ok) / (PRIOR_CHECKS + checks)
