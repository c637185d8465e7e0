"""What a card consists of, as its readers get it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from requite.insight.scorecards import measure


@dataclass(frozen=True, slots=True)
class Term:
    """A figure in the attainment: its weight there, and what is done of the target. Without a target it is left out.

    `set_on` is the day on which the target was set, where that lies within the period. `is_all`: the plan counts every
    record, and not only complete ones.
    """

    slug: str
    weight: int
    done: Decimal
    target: Decimal | None
    plan_id: UUID | None = None
    set_on: date | None = None
    is_all: bool = False

    @property
    def share(self) -> Fraction | None:
        """min(1, done/target)."""
        return measure.ratio(self.done, self.target or 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a part was read as: numerator of denominator, times a factor, or the terms of a weighted sum.

    `checks` are (right, all) of the spot checks that the factor comes from, None where nothing is checked.
    `is_kept`: it was read when the period ended, and doesn't move any more.
    """

    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    terms: tuple[Term, ...] = ()
    factor: Fraction = Fraction(1)
    checks: tuple[int, int] | None = None
    is_kept: bool = False

    @property
    def share(self) -> Fraction | None:
        """In [0, 1]; None where there is nothing to measure."""
        if self.terms:
            return measure.attain([(term.weight, term.done, term.target) for term in self.terms])
        return measure.ratio(Fraction(self.numerator) * self.factor, self.denominator)


def plain(reading: Reading) -> dict[str, Any]:
    """The reading as it is kept."""
    terms = [
        {
            "slug": term.slug, "weight": term.weight, "done": str(term.done),
            "target": None if term.target is None else str(term.target),
            "plan": str(term.plan_id) if term.plan_id else None,
            "set_on": term.set_on.isoformat() if term.set_on else None,
            "is_all": term.is_all,
        }
        for term in reading.terms
    ]  # fmt: skip
    given = {"numerator": str(reading.numerator), "denominator": str(reading.denominator), "terms": terms}
    return {**given, "factor": str(reading.factor), "checks": list(reading.checks) if reading.checks else None}


def revive(kept: dict[str, Any]) -> Reading:
    """The reading of what was kept."""
    terms = tuple(
        Term(
            one["slug"], one["weight"], Decimal(one["done"]), None if one["target"] is None else Decimal(one["target"]),
            UUID(one["plan"]) if one["plan"] else None, date.fromisoformat(one["set_on"]) if one["set_on"] else None,
            one.get("is_all", False),
        )
        for one in kept["terms"]
    )  # fmt: skip
    return Reading(
        Decimal(kept["numerator"]), Decimal(kept["denominator"]), terms, Fraction(kept["factor"]),
        tuple(kept["checks"]) if kept["checks"] else None, is_kept=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A part on a card. `scored` None: it was left out, and why is said by `reading` (nothing to divide by, or none)."""

    slug: str
    weight: int
    reading: Reading | None
    scored: measure.Scored | None


@dataclass(frozen=True, slots=True)
class Late:
    """What changed of a figure after its period closed."""

    slug: str
    kept: Decimal
    now: Decimal

    @property
    def by(self) -> Decimal:
        """Positive when more came in than was taken back."""
        return self.now - self.kept


@dataclass(frozen=True, slots=True)
class ScoredCard:
    """A rep's card in a period. `score` None: nothing of it can be measured.

    Of a closed period `score` is the one it closed with; `now_score` is what it would come to by now, `late` is why.
    `bonus` in units of `currency`, or `bonus_fault`, a sentence; neither without a formula. It is the company's, of a closed
    period that of its close.
    """

    user_id: UUID
    lines: tuple[Line, ...]
    score: measure.Score | None
    bonus: Decimal | None = None
    bonus_fault: str = ""
    closed_at: datetime | None = None
    late: tuple[Late, ...] = ()
    now_score: int | None = None
    currency: str = ""

    @property
    def left_out(self) -> tuple[Line, ...]:
        """The parts that couldn't be measured."""
        return tuple(line for line in self.lines if line.scored is None)
