"""An actor and an event of this room's own tests: it knows no user and no customer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from requite.journal.events import Event
from requite.journal.models import Entry
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ANNA = Actor(id=UUID("01930000-0000-7000-8000-00000000000a"), name="Anna Kim")
BORIS = Actor(id=UUID("01930000-0000-7000-8000-00000000000b"), name="Boris Lee", via="import")


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRang(Event):
    """A bell rang."""

    kind = "bell"
    label = "rang"


def rang(subject_id: UUID | None = None, topics: frozenset[str] = frozenset(), **changes: object) -> BellRang:
    """An event with changes from nothing."""
    pairs = {name: (None, value) for name, value in changes.items()}
    return BellRang(subject_id=subject_id or new_id(), changes=pairs, topics=topics)


def kept() -> list[Entry]:
    """The entries of the bells, in order."""
    return list(Entry.objects.filter(subject_kind="bell").order_by("id"))
