"""What screens get to see of plans."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from requite.insight.figures import Figure, Holder
from requite.insight.plans.measure import Pace, Standing, Verdict
from requite.kernel.period import Period

# Shares of fewer events than this are said in words only.
LEAST_FOR_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Counter:
    """A figure of a holder in a period, and how it stands against its plan, if there is one.

    `done` counts, `pending` is done but waits for its minimum data. `day` of `days` are the holder's working days, the
    present one counted. Without a plan `target` and `pace` are None.
    """

    figure: Figure
    holder: Holder
    period: Period
    done: Decimal
    pending: Decimal
    target: Decimal | None
    plan_id: UUID | None
    counts: str
    pace: Pace | None
    day: int
    days: int
    has_past: bool = True

    @property
    def slug(self) -> str:
        """The figure's name."""
        return self.figure.slug

    @property
    def topic(self) -> str:
        """The live topic that moves it."""
        return self.holder.key

    @property
    def to_go(self) -> float | None:
        """What is left to the target."""
        return self.pace.to_go if self.pace else None

    @property
    def need(self) -> float | None:
        """What is needed on each working day left."""
        return self.pace.need if self.pace else None

    @property
    def expected(self) -> float | None:
        """Where the plan should stand now: the tick."""
        return self.pace.expected if self.pace else None

    @property
    def standing(self) -> Standing | None:
        """Ahead of that, near it or behind; None where the period hasn't a working day behind it."""
        return self.pace.standing if self.pace and self.pace.elapsed else None

    @property
    def gap(self) -> float:
        """By how much it is ahead or behind, in whole units."""
        return round(abs(self.pace.delta)) if self.pace else 0

    @property
    def verdict(self) -> Verdict | None:
        """How likely the target is; None when nothing is known to tell it from, or nothing is left to tell."""
        if self.pace is None or self.pace.is_reached or self.pace.is_over:
            return None
        return self.pace.verdict if self.has_past or self.pace.elapsed else None

    @property
    def chance(self) -> float | None:
        """The share behind the verdict; None for targets under ten, of which a share says too much."""
        if self.verdict is None or self.pace is None or self.pace.target < LEAST_FOR_PERCENT:
            return None
        return self.pace.chance

    @property
    def expected_end(self) -> float | None:
        """Where it is going to end."""
        if self.pace is None or self.pace.is_over or not (self.has_past or self.pace.elapsed):
            return None
        return self.pace.expected_end

    @property
    def solid(self) -> float:
        """The bar's counted share, in [0, 1]."""
        return self.pace.share if self.pace else 0.0

    @property
    def hatched(self) -> float:
        """The bar's waiting share, beside the solid one."""
        return min(1.0 - self.solid, float(self.pending / self.target)) if self.target else 0.0

    @property
    def tick(self) -> float | None:
        """Where the tick stands, in [0, 1]."""
        return min(1.0, self.pace.expected / self.pace.target) if self.pace else None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list."""

    id: UUID
    figure: Figure
    holder: Holder
    holder_name: str
    span: str
    starts_on: date
    ends_on: date | None
    target: Decimal
    counts: str
    made_at: datetime
    made_by: str
    version: int
    may_set: bool = False

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was replaced or taken back before any of its periods was over."""
        return self.ends_on == self.starts_on

    @property
    def last_on(self) -> date | None:
        """The last day that is in it; None while it is open."""
        return None if self.ends_on is None else date.fromordinal(self.ends_on.toordinal() - 1)


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """What a period closed with, and what it comes to by now."""

    period: Period
    target: Decimal
    done: Decimal
    pending: Decimal
    now_done: Decimal
    closed_at: datetime

    @property
    def late(self) -> Decimal:
        """The late adjustment: positive when more came in after the close than was taken back."""
        return self.now_done - self.done


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """Days on which a rep doesn't work; `last_on` is the last of them."""

    id: UUID
    user_id: UUID
    name: str
    starts_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row that a number counts, or that waits for its minimum data.

    `is_hidden`: there is a person whom the reader may not see, so `person_id` is None. `company` is given of what is with a
    company alone.
    `missing` are names of fields of `missing_kind`. `may_open`: the reader sees the activity itself.
    """

    key: str
    kind: str
    day: date
    at: datetime
    rep_name: str
    person_id: UUID | None
    person_name: tuple[str, str]
    activity_id: UUID | None
    topic: str
    is_complete: bool
    is_joint: bool
    missing: tuple[str, ...]
    missing_kind: str
    is_hidden: bool = False
    deal_id: UUID | None = None
    is_reversal: bool = False
    company_id: UUID | None = None
    company: str = ""
    may_open: bool = False
