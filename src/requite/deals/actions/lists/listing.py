"""What every change of a list goes by: its lines locked, their names apart, their order."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from requite.deals.models.pipeline import Named
from requite.identity.checks import Checks
from requite.kernel.errors import NotVisible

RIGHT = "settings.deals"
LONGEST_NAME = 60
N = TypeVar("N", bound=Named)
Way = Literal["up", "down"]


def lock(lines: "QuerySet[N]") -> dict[UUID, N]:
    """The lines of a list in their order, locked: names, order and the last of them concern the whole list."""
    return {one.id: one for one in lines.select_for_update(of=("self",)).order_by("position", "id")}


def pick(lines: dict[UUID, N], id_: UUID) -> N:
    """One of them. Raises NotVisible."""
    if id_ not in lines:
        raise NotVisible
    return lines[id_]


def in_force(lines: dict[UUID, N]) -> list[N]:
    """Those that are on offer, in their order."""
    return [one for one in lines.values() if one.ended_at is None]


def check_name(checks: Checks, line: Named, lines: Iterable[Named]) -> None:
    """A shipped line may do without a word of its own; no two on offer read alike."""
    line.name = checks.text("name", line.name, limit=LONGEST_NAME, needed=not line.key)
    others = (one for one in lines if one.id != line.id and one.ended_at is None)
    if any(one.label.casefold() == line.label.casefold() for one in others):
        checks.fault("name", _("This name is on the list already."))


def next_position(lines: dict[UUID, N]) -> int:
    """The place after all others."""
    return max((one.position for one in lines.values()), default=-1) + 1


def shift(lines: dict[UUID, N], line: N, to: Way) -> tuple[object, object] | None:
    """Change places with the neighbour on offer; the old place and the new one, None at the end of the list."""
    order = [one for one in lines.values() if one.ended_at is None or one.id == line.id]
    here = order.index(line)
    there = here + (-1 if to == "up" else 1)
    if not 0 <= there < len(order):
        return None
    order[here], order[there] = order[there], order[here]
    everything = [*order, *(one for one in lines.values() if one not in order)]
    for position, one in enumerate(everything):
        one.position = position
    type(line)._default_manager.bulk_update(everything, ["position"])
    return here + 1, there + 1


def end(line: Named, at: datetime | None) -> None:
    """Take the line off the list, or (None) put it back."""
    line.ended_at = at
    line.version += 1
    line.save(update_fields=["ended_at", "version"])


def topics_of_pipeline(pipeline_id: UUID) -> frozenset[str]:
    """The live topics that a change of the pipeline or its stages moves."""
    return frozenset({f"pipeline:{pipeline_id}"})
