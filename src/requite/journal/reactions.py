"""Upward effects: a higher room reacts to a lower room's event as a job after commit, at least once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from requite.journal.events import Event

Reaction = Callable[..., None]
_REACTIONS: dict[str, dict[str, Reaction]] = {}
QUEUE = "reactions"


def reacts_to(event: type[Event]) -> Callable[[Reaction], Reaction]:
    """Run the function as a job for each such event.

    It is called with `entry_id`, `subject_id` and `at` and must be idempotent: it may run twice.
    """

    def register(function: Reaction) -> Reaction:
        name = f"{function.__module__}.{function.__name__}"
        _REACTIONS.setdefault(event.type(), {})[name] = function
        return function

    return register


def defer(*, events: Sequence[Event], entry_ids: Sequence[int], at: datetime) -> None:
    """Queue one job for each reaction to each event, in the transaction that is open."""
    for event, entry_id in zip(events, entry_ids, strict=True):
        for name in _REACTIONS.get(event.type(), ()):
            react.configure(queue=QUEUE).defer(
                type_=event.type(),
                name=name,
                entry_id=entry_id,
                subject_id=str(event.subject_id),
                at=at.isoformat(),
            )


@app.task(name="requite.react", retry=10, pass_context=False)
def react(*, type_: str, name: str, entry_id: int, subject_id: str, at: str) -> None:
    """Run one reaction to one event."""
    _REACTIONS[type_][name](entry_id=entry_id, subject_id=UUID(subject_id), at=datetime.fromisoformat(at))
