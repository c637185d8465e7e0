"""Pipelines, reasons and rates as the administrator sees them: what has ended too, and how many deals stand where."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from requite.deals.models import Reason
from requite.deals.models.pipeline import label_of
from requite.kernel.reading import fetch_all

PIPELINES = "SELECT id, key, name, ended_at, version FROM deals_pipeline ORDER BY position, id"
STAGES = """
SELECT s.id, s.key, s.name, s.ended_at, s.version, s.pipeline_id, s.probability, s.colour, s.rot_days, s.is_offer,
       coalesce(d.standing, 0)
FROM deals_stage s LEFT JOIN (
    SELECT stage_id, sum(deals)::int AS standing FROM deals_tally WHERE grain = 'm' GROUP BY 1
) d ON d.stage_id = s.id ORDER BY s.position, s.id
"""
RATES = """
SELECT r.currency, r.starts_on, r.rate FROM deals_rate r
WHERE r.starts_on > %(day)s OR r.starts_on = (
    SELECT max(o.starts_on) FROM deals_rate o WHERE o.currency = r.currency AND o.starts_on <= %(day)s)
ORDER BY r.currency, r.starts_on
"""


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage with what may be set of it; `standing` open deals are in it."""

    id: UUID
    key: str
    name: str
    ended_at: datetime | None
    version: int
    pipeline_id: UUID
    probability: int
    colour: str
    rot_days: int | None
    is_offer: bool
    standing: int

    @property
    def label(self) -> str:
        """Its own word, else the shipped one in the reader's language."""
        return label_of(self.key, self.name)


@dataclass(frozen=True, slots=True)
class PipelineLine:
    """A pipeline with all its stages, ended ones too."""

    id: UUID
    key: str
    name: str
    ended_at: datetime | None
    version: int
    stages: tuple[StageLine, ...]

    @property
    def label(self) -> str:
        """Its own word, else the shipped one in the reader's language."""
        return label_of(self.key, self.name)

    @property
    def offered(self) -> tuple[StageLine, ...]:
        """The stages in force."""
        return tuple(one for one in self.stages if one.ended_at is None)

    @property
    def ended(self) -> tuple[StageLine, ...]:
        """The stages that deals come into no longer."""
        return tuple(one for one in self.stages if one.ended_at is not None)

    @property
    def standing(self) -> int:
        """How many open deals stand in it."""
        return sum(one.standing for one in self.stages)


@dataclass(frozen=True, slots=True)
class RateLine:
    """The newest rate of a currency: what one unit is worth in the company's."""

    currency: str
    starts_on: date
    rate: Decimal


def list_pipeline_lines() -> list[PipelineLine]:
    """All pipelines in their order, those that have ended too."""
    stages: dict[UUID, list[StageLine]] = {}
    for row in fetch_all(STAGES):
        stages.setdefault(row[5], []).append(StageLine(*row))
    return [
        PipelineLine(row[0], row[1], row[2], row[3], row[4], tuple(stages.get(row[0], ())))
        for row in fetch_all(PIPELINES)
    ]


def list_reason_lines() -> list[Reason]:
    """All reasons in their order, those that have ended too."""
    return list(Reason.objects.order_by("position", "id"))


def list_rates(*, day: date) -> list[RateLine]:
    """The rate of each currency that holds on that day, and behind it those that begin later."""
    return [RateLine(*row) for row in fetch_all(RATES, {"day": day})]
