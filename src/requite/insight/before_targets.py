"""Which events came last before a target: asked by rooms that know no plans, answered by the room that does."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

LAST = 2  # how many events before a target are meant
Ask = Callable[[Sequence[UUID], date, date], frozenset[UUID]]
_ASKS: list[Ask] = []


def register(ask: Ask) -> None:
    """Make the answer known. It is asked for reps and the days from one up to another, and gives ids of records."""
    if ask not in _ASKS:
        _ASKS.append(ask)


def list_before_targets(user_ids: Sequence[UUID], start: date, end: date) -> frozenset[UUID]:
    """Activities, deals and persons of these reps that were among the last two events with which a target was reached."""
    return frozenset().union(*(ask(user_ids, start, end) for ask in _ASKS))
