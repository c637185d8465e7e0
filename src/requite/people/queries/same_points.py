"""The points of contact of two records that are one: which of them both have."""

from uuid import UUID

from requite.kernel.reading import fetch_all
from requite.people.hanging import Pair

# A point that the survivor has already stays where it is: of both the same text says nothing new.
SAME = """
SELECT p.id, (SELECT s.id FROM people_point s WHERE s.{kind}_id = %(survivor)s AND s.kind = p.kind
              AND coalesce(nullif(s.value, ''), lower(s.raw)) = coalesce(nullif(p.value, ''), lower(p.raw))
              ORDER BY s.position, s.id LIMIT 1)
FROM people_point p WHERE p.{kind}_id = %(merged)s ORDER BY p.kind, p.position, p.id
"""
RAW = "SELECT id, kind, raw FROM people_point WHERE {kind}_id = %s ORDER BY kind, position, id"


def list_points(pair: Pair) -> list[tuple[UUID, UUID | None]]:
    """The points of the merged record, in their order, each with the survivor's same one."""
    return [(id_, same) for id_, same in fetch_all(SAME.format(kind=pair.kind), pair.bound)]


def same_points(pair: Pair) -> dict[UUID, UUID]:
    """The points of the merged record that the survivor has too, with the survivor's."""
    return {id_: same for id_, same in list_points(pair) if same}


def say_points(pair: Pair) -> dict[str, tuple[object, object]]:
    """The points that are about to come over, as the journal keeps them: by kind, side by side."""
    rows = fetch_all(RAW.format(kind=pair.kind), [pair.merged])
    said: dict[str, list[str]] = {}
    for id_, kind, raw in rows:
        if id_ not in pair.points:
            said.setdefault(kind, []).append(raw)
    return {kind: (None, ", ".join(raws)) for kind, raws in said.items()}
