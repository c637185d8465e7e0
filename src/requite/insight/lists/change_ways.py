"""A way of changing many records at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from django.utils.functional import Promise

from requite.journal.acts import Tally
from requite.kernel.actor import Actor

Asks = Literal["", "owner", "text", "tag", "stage", "day", "days", "reason", "own"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of changing many: what it is called, what it asks for, the right that it takes.

    One that asks for a custom field's value ("own") has the slug of the field.
    """

    slug: str
    label: Promise | str
    asks: Asks
    right: str


class Changing(Protocol):
    """How many records of a kind are changed: the ways, what a value is in words, and the act itself."""

    WAYS: tuple[Way, ...]

    def check_given(self, actor: Actor, way: Way, given: str, *, at: datetime) -> str:
        """The value in words for the journal. Raises Refused, under "value"."""

    def apply_way(
        self, *, actor: Actor, at: datetime, slug: str, given: str, ids: Sequence[UUID], act_id: UUID
    ) -> Tally:
        """Change the records, in the transaction that is open. Raises Refused, NotAllowed."""
