"""The parts that a card can consist of, each declared in a module of its own in this package or by a room above.

A room that gets a figure for another part declares it here; what has no figure isn't offered.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from requite.insight.scorecards.shapes import Reading
from requite.kernel.actor import Actor
from requite.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose part is read, of which period, at which instant; `figures` are the weights in the attainment.

    `actor` gives the company's zone; the reps are authorised by the caller.
    """

    actor: Actor
    user_ids: Sequence[UUID]
    period: Period
    at: datetime
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A named part. `read` gives each rep's reading in a fixed number of statements; a rep that it lacks has none.

    `is_of_period`: it can be read of a past period at any time (records of its days); else it is a state of the moment, kept
    when the period ends. `weight` is that of the ready-made card.
    """

    slug: str
    label: Promise
    say: Promise
    read: Callable[[Asked], Mapping[UUID, Reading]]
    weight: int
    position: int
    is_of_period: bool = False


_PARTS: dict[str, Part] = {}
ATTAINMENT = "attainment"


def declare(part: Part) -> Part:
    """Make the part known."""
    _PARTS[part.slug] = part
    return part


def list_parts() -> list[Part]:
    """All parts in the order of a card."""
    return sorted(_PARTS.values(), key=lambda part: (part.position, part.slug))


def find_part(slug: str) -> Part | None:
    """The part of that name, or None."""
    return _PARTS.get(slug)


def load() -> None:
    """Import every module here, so that its part is known."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
