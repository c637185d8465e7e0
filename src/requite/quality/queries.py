"""The minimum sets as their page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from requite.identity.access import demand_right
from requite.kernel.actor import Actor
from requite.quality.models import Requirement
from requite.quality.registry import KINDS, Kind, Requirable, label_of, list_added

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A required field; its weight is also a share of the whole set of its stage, in percent."""

    id: UUID
    field: str
    label: str
    stage: str
    stage_label: str
    weight: int
    grace_hours: int


@dataclass(frozen=True, slots=True)
class MinimumSet:
    """What one kind of record must hold, and what else could be asked for."""

    kind: str
    label: str
    lines: tuple[RequirementLine, ...]
    stages: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]


def list_minimum_sets(*, actor: Actor) -> list[MinimumSet]:
    """Each kind's set in force, stage by stage, heaviest fields first. Raises NotAllowed."""
    demand_right(actor=actor, right="settings.requirements")
    rows: dict[str, list[Requirement]] = {slug: [] for slug in KINDS}
    for row in Requirement.objects.filter(ends_at=None, kind__in=KINDS).order_by("-weight", "field"):
        rows[row.kind].append(row)
    added = list_added()
    return [_shape(kind, rows[slug], added.get(slug, ())) for slug, kind in KINDS.items()]


def _shape(kind: Kind, rows: list[Requirement], added: tuple[Requirable, ...]) -> MinimumSet:
    order = ("", *kind.stages)
    rows = sorted(rows, key=lambda row: order.index(row.stage) if row.stage in order else len(order))
    return MinimumSet(
        kind=kind.slug,
        label=str(kind.label),
        lines=tuple(
            RequirementLine(
                id=row.id,
                field=row.field,
                label=label_of(kind.slug, row.field),
                stage=row.stage,
                stage_label=str(kind.stages[row.stage]) if row.stage in kind.stages else "",
                weight=row.weight,
                grace_hours=row.grace_hours,
            )
            for row in rows
        ),
        stages=tuple((slug, str(label)) for slug, label in kind.stages.items()),
        fields=tuple((one.name, str(one.label)) for one in (*kind.fields, *added)),
    )
