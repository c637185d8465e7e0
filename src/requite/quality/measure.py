"""What a record is worth, 0 to 100, from completeness, validity, timeliness and uniqueness.

    q = 100 · c^.3 · v^.3 · T^.2 · u^.2, each floored at 0.01

Pure functions of what they are given; `Scale` holds every weight and cut-off with its version.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from requite.quality.checks import State, judge_value

__all__ = [
    "DEFAULT",
    "Part",
    "Rule",
    "Scale",
    "Score",
    "State",
    "accuracy",
    "completeness",
    "freshness",
    "is_asked",
    "judge_parts",
    "judge_value",
    "lag",
    "lapses_on",
    "rep_quality",
    "score",
    "timeliness",
    "uniqueness",
    "validity",
]


@dataclass(frozen=True, slots=True)
class Scale:
    """The settings of the measure, in force from a day on."""

    version: str = "1"
    effective_on: date = date(2026, 1, 1)
    completeness: float = 0.3
    validity: float = 0.3
    timeliness: float = 0.2
    uniqueness: float = 0.2
    floor: float = 0.01
    asked_share: float = 0.5
    asked_days: int = 30
    prompt_hours: float = 24.0
    halving_hours: float = 72.0
    fading_a_day: float = 0.000697
    duplicate_days: int = 3
    checks_ok: int = 9
    checks: int = 10


DEFAULT = Scale()
_UNFILLED = frozenset({State.BLANK, State.ASKED, State.UNMET})
WANTING = frozenset({State.BLANK, State.UNMET, State.FILLER, State.INVALID})


class Part(NamedTuple):
    """A field of the minimum set, with its weight and what stands in it."""

    field: str
    weight: float
    state: State


class Rule(NamedTuple):
    """A requirement: the field, its weight, and the name of its validator (see `checks.CHECKS`)."""

    field: str
    weight: float
    check: str


@dataclass(frozen=True, slots=True)
class Score:
    """The parts, each in [0, 1] before its floor, and the sum `q` in [0, 100].

    `missing` are the fields that are blank, unmet, filler or invalid, heaviest first; `asked` those asked, not told.
    """

    completeness: float
    validity: float
    timeliness: float
    uniqueness: float
    q: float
    missing: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """`q` as a whole number, for showing."""
        return round(self.q)

    @property
    def percents(self) -> tuple[int, int, int, int]:
        """The four parts in whole percent: completeness, validity, timeliness, uniqueness."""
        parts = self.completeness, self.validity, self.timeliness, self.uniqueness
        c, v, t, u = (round(100 * part) for part in parts)
        return c, v, t, u


def judge_parts(
    values: Mapping[str, object],
    rules: Sequence[Rule],
    *,
    country: str,
    today: date,
    asked: Mapping[str, date] | None = None,
    overused: Collection[str] = (),
    scale: Scale = DEFAULT,
) -> tuple[Part, ...]:
    """Each field of the minimum set with what stands in it.

    `asked` maps a field to the day it was asked, not told; `overused` names fields whose value the rep has
    written in too many records (`fillers.list_overused`), which are invalid.
    """
    parts = []
    for rule in rules:
        state = judge_value(values.get(rule.field), check=rule.check, country=country, today=today)
        if state is State.VALID and rule.field in overused:
            state = State.INVALID
        elif state is State.BLANK and asked and is_asked(asked.get(rule.field), today=today, scale=scale):
            state = State.ASKED
        parts.append(Part(rule.field, rule.weight, state))
    return tuple(parts)


def is_asked(day: date | None, *, today: date, scale: Scale = DEFAULT) -> bool:
    """True where "asked, not told" still holds: it lapses after 30 days."""
    return day is not None and today < lapses_on(day, scale=scale)


def lapses_on(day: date, *, scale: Scale = DEFAULT) -> date:
    """The first day on which what was asked, not told, on `day` is worth nothing any more."""
    return day + timedelta(days=scale.asked_days)


def completeness(parts: Sequence[Part], *, scale: Scale = DEFAULT) -> float:
    """Σ w·s / Σ w, s = 1 valid, 0.5 asked, not told, 0 blank, unmet, filler or invalid. 1 of an empty set."""
    whole = sum(part.weight for part in parts)
    share = {State.VALID: 1.0, State.ASKED: scale.asked_share}
    return sum(part.weight * share.get(part.state, 0.0) for part in parts) / whole if whole else 1.0


def validity(parts: Sequence[Part]) -> float:
    """Σ w·pass / Σ w over the filled fields. 1 where none is filled: nothing is wrong."""
    filled = sum(part.weight for part in parts if part.state not in _UNFILLED)
    passed = sum(part.weight for part in parts if part.state is State.VALID)
    return passed / filled if filled else 1.0


def lag(hours: float, *, scale: Scale = DEFAULT) -> float:
    """1 when entered within 24 h of the event, else halved with each further 72 h."""
    return (
        1.0 if hours <= scale.prompt_hours else 2.0 ** -((hours - scale.prompt_hours) / scale.halving_hours)
    )


def freshness(days: float, *, scale: Scale = DEFAULT) -> float:
    """e^(−0.000697·days) since the last evidence that the record is true."""
    return math.exp(-scale.fading_a_day * max(0.0, days))


def timeliness(
    *,
    at: datetime,
    entered_at: datetime,
    event_at: datetime | None = None,
    evidence_at: datetime | None = None,
    scale: Scale = DEFAULT,
) -> float:
    """½·lag + ½·fresh. A record of no event is prompt; one without evidence is as old as its event."""
    happened = event_at or entered_at
    hours = (entered_at - happened) / timedelta(hours=1)
    days = (at - (evidence_at or happened)) / timedelta(days=1)
    return (lag(hours, scale=scale) + freshness(days, scale=scale)) / 2


def uniqueness(
    *, probability: float = 0.0, open_days: int = 0, confirmed: bool = False, scale: Scale = DEFAULT
) -> float:
    """1; 1 − p with a candidate of probability p open for 3 working days; 0.01 for a confirmed duplicate.

    `open_days`: working days since the candidate was found. `confirmed`: one created over a warning.
    """
    if confirmed:
        return scale.floor
    return 1.0 - probability if open_days >= scale.duplicate_days else 1.0


def score(
    parts: Sequence[Part], *, timeliness: float = 1.0, uniqueness: float = 1.0, scale: Scale = DEFAULT
) -> Score:
    """The score of a record from its judged parts."""
    c, v, missing, asked = _of_usual(tuple(parts)) if scale is DEFAULT else _of_parts(parts, scale)
    q = 100 * math.prod(
        max(scale.floor, value) ** exponent
        for value, exponent in (
            (c, scale.completeness),
            (v, scale.validity),
            (timeliness, scale.timeliness),
            (uniqueness, scale.uniqueness),
        )
    )
    return Score(
        completeness=c, validity=v, timeliness=timeliness, uniqueness=uniqueness, q=q, missing=missing, asked=asked
    )  # fmt: skip


def _of_parts(parts: Sequence[Part], scale: Scale) -> tuple[float, float, tuple[str, ...], tuple[str, ...]]:
    """Completeness, validity, what is missing, what was asked."""
    wanting = sorted((part for part in parts if part.state in WANTING), key=lambda part: -part.weight)
    missing = dict.fromkeys(part.field for part in wanting)
    asked = dict.fromkeys(part.field for part in parts if part.state is State.ASKED)
    return completeness(parts, scale=scale), validity(parts), tuple(missing), tuple(asked)


@lru_cache(maxsize=4_096)
def _of_usual(parts: tuple[Part, ...]) -> tuple[float, float, tuple[str, ...], tuple[str, ...]]:
    """The same, found once: of thousands of records that are judged together most hold and lack the same."""
    return _of_parts(parts, DEFAULT)


def accuracy(ok: int, checked: int, *, scale: Scale = DEFAULT) -> float:
    """A = (9 + ok) / (10 + n) of a rep's spot checks: 0.9 before the first."""
    return (scale.checks_ok + ok) / (scale.checks + checked)


def rep_quality(scores: Sequence[float], *, ok: int, checked: int, scale: Scale = DEFAULT) -> float | None:
    """Q = mean q over records in use · A; None without records."""
    return math.fsum(scores) / len(scores) * accuracy(ok, checked, scale=scale) if scores else None
