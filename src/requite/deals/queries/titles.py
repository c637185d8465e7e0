"""Deals by their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from requite.deals.queries.board import seen_by
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

TITLES = "SELECT d.id, d.title, d.owner_id FROM deals_deal d WHERE d.id = ANY(%(ids)s::uuid[]) {seen}"


@dataclass(frozen=True, slots=True)
class DealRow:
    """What begins a line of a list."""

    id: UUID
    name: str
    owner_id: UUID | None


def list_titles(*, actor: Actor, ids: Sequence[UUID]) -> list[DealRow]:
    """The deals of these ids that the actor sees, in the order of the ids."""
    seen, values = seen_by(actor, None)
    found = {row[0]: DealRow(*row) for row in fetch_all(TITLES.format(seen=seen), {**values, "ids": list(ids)})}
    return [found[id_] for id_ in ids if id_ in found]
