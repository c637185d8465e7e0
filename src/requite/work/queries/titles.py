"""Activities as lines of a list begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.work.queries.timeline import seen_by

TITLES = """
SELECT a.id, a.kind, coalesce(nullif(a.topic, ''), nullif(left(a.body, 80), ''), left(a.result, 80)), a.owner_id,
    a.state
FROM work_activity a WHERE a.id = ANY(%(ids)s::uuid[]) {seen}
"""


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """What begins a line of a list. `said` is its topic, else how its note or its result begins."""

    id: UUID
    kind: str
    said: str
    owner_id: UUID
    state: str


def list_titles(*, actor: Actor, ids: Sequence[UUID]) -> list[ActivityRow]:
    """The activities of these ids that the actor sees, those taken back too, in the order of the ids."""
    seen, values = seen_by(actor)
    found = {row[0]: ActivityRow(*row) for row in fetch_all(TITLES.format(seen=seen), {**values, "ids": list(ids)})}
    return [found[id_] for id_ in ids if id_ in found]
