"""What happens: one small frozen class for each event, named as a sentence's verb in the past."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise

Change = tuple[object, object]
REGISTRY: dict[str, type["Event"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to one record.

    `changes` maps a field to (old, new), JSON values; `topics` are the live topics that it moves.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""

    subject_id: UUID
    changes: Mapping[str, Change] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()

    @classmethod
    def type(cls) -> str:
        """The name under which the event is kept: stable, since the journal is never rewritten."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


def event(cls: type[Event]) -> type[Event]:
    """Make the event known to the history page and to reactions."""
    REGISTRY[cls.type()] = cls
    return cls


def label_of(type_: str) -> str:
    """The event's name in the reader's language; the stored name when its room is gone."""
    known = REGISTRY.get(type_)
    return str(known.label) if known else type_
