"""What screens show of deals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from requite.deals.queries.windows import Window
from requite.fields.queries import Section
from requite.quality.engine import NO_PARTS, Shares
from requite.quality.judged import Judged
from requite.quality.proofs import Proved


@dataclass(frozen=True, slots=True)
class StageShape:
    """A stage. `weighed` is the worth of its open deals by its probability; sums are in hundredths of the company's unit."""

    id: UUID
    label: str
    colour: str
    probability: int
    rot_days: int | None
    count: int = 0
    value: int = 0
    unpriced: int = 0

    @property
    def weighed(self) -> int:
        """The worth by its probability."""
        return self.value * self.probability // 100


@dataclass(frozen=True, slots=True)
class DealSum:
    """How many deals, and what they are worth in hundredths of the company's unit."""

    count: int = 0
    value: int = 0
    unpriced: int = 0


@dataclass(frozen=True, slots=True)
class MonthShape:
    """What is expected to close in a window of days, by stage."""

    window: Window
    stages: tuple[StageShape, ...]

    @property
    def count(self) -> int:
        """How many deals."""
        return sum(one.count for one in self.stages)

    @property
    def value(self) -> int:
        """What they are worth."""
        return sum(one.value for one in self.stages)

    @property
    def weighed(self) -> int:
        """What they are worth by the probability of their stages."""
        return sum(one.weighed for one in self.stages)


@dataclass(frozen=True, slots=True)
class PipelineShape:
    """A pipeline with its stages in order."""

    id: UUID
    label: str
    stages: tuple[StageShape, ...] = ()


class DealCard(NamedTuple):
    """A deal on the board; a tuple, for a board makes a hundred and fifty of them.

    `rots`: it stands too long in its stage; `part` is what the person on whose page it stands is in it.
    """

    id: UUID
    title: str
    state: str
    stage_id: UUID
    entered_at: datetime
    owner_id: UUID | None
    owner: tuple[str, str]
    person_id: UUID | None
    person: tuple[str, str]
    company: str
    amount: int | None
    currency: str
    value: int | None
    expected_on: date | None
    missing: tuple[str, ...]
    may_edit: bool = False
    rots: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class ClosureShape:
    """A closure, or a reopening, of a deal."""

    state: str
    reason: str
    note: str
    at: datetime
    owner: tuple[str, str]


@dataclass(frozen=True, slots=True)
class DealShape:
    """A deal's own page."""

    card: DealCard
    stage: str
    pipeline_id: UUID
    pipeline: str
    company_id: UUID | None
    note: str
    made_at: datetime
    made_by: tuple[str, str]
    closed_at: datetime | None
    archived_at: datetime | None
    score: int
    version: int
    may_assign: bool
    has_lines: bool
    closures: tuple[ClosureShape, ...] = field(default=())
    own: tuple[Section, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    shares: Shares = NO_PARTS
    proved: Proved | None = None
    judged: Judged | None = None
