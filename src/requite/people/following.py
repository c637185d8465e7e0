"""What of this room, and of the company's own fields, hangs on a person or a company."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from requite.fields.leading import lead_refs, lead_refs_back
from requite.kernel.reading import fetch_all
from requite.people.bulk.relooks import note_relooks
from requite.people.hanging import Hanging, Kind, Pair, declare, link
from requite.people.queries.same_points import list_points
from requite.quality.proofs import set_proof

COME = """
UPDATE people_point r SET {kind}_id = %(survivor)s, position = n.position
FROM (SELECT x.id, (x.n + coalesce((SELECT max(s.position) FROM people_point s WHERE s.{kind}_id = %(survivor)s), -1))::int
      FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY x(id, n)) n(id, position),
     people_point o
WHERE r.id = n.id AND o.id = r.id RETURNING r.id, o.position
"""
GO = """
UPDATE people_point r SET {kind}_id = %(merged)s, position = n.position
FROM unnest(%(ids)s::uuid[], %(positions)s::int[]) n(id, position)
WHERE r.id = n.id AND r.{kind}_id = %(survivor)s RETURNING r.id
"""
# Whoever adds something to one of them only refers to them, and doesn't wait.
HOLDING = """
SELECT FROM people_person p WHERE p.company_id IN (%(merged)s, %(survivor)s) ORDER BY p.id FOR NO KEY UPDATE
"""
PROOFS = """
SELECT q.source, s.at, q.at FROM quality_proof q
LEFT JOIN quality_proof s ON s.record_id = %(survivor)s AND s.source = q.source
WHERE q.record_id = %(merged)s AND q.source NOT IN ('call', 'meeting') AND (s.at IS NULL OR s.at < q.at) ORDER BY q.source
"""
PROOFS_NOW = "SELECT source, at FROM quality_proof WHERE record_id = %s"


def _come(pair: Pair) -> list[list[Any]]:
    fresh = [id_ for id_, same in list_points(pair) if not same]
    rows = fetch_all(COME.format(kind=pair.kind), {**pair.bound, "ids": fresh}, prepare=False) if fresh else []
    return [[str(id_), position] for id_, position in rows]


def _go(pair: Pair, kept: Sequence[Sequence[Any]]) -> int:
    if not kept:
        return 0
    ids, positions = zip(*kept, strict=True)
    values = {**pair.bound, "ids": list(ids), "positions": list(positions)}
    return len(kept) - len(fetch_all(GO.format(kind=pair.kind), values, prepare=False))


def _points(kind: Kind) -> Hanging:
    return Hanging(kind, "points", (f"people_point.{kind}_id",), _come, _go, order=0)


def _named(kind: Kind) -> Hanging:
    """Custom fields of any record that name this one."""

    def move(pair: Pair) -> list[list[Any]]:
        return lead_refs(pair.kind, pair.merged, pair.survivor)

    def back(pair: Pair, kept: Sequence[Sequence[Any]]) -> int:
        return lead_refs_back(kept, pair.survivor, pair.merged)

    return Hanging(kind, "named", (), move, back, order=8)


def _staff() -> Hanging:
    """The people of the company. The job compares who came over: they may be the same as somebody who is there."""
    held = link("company", "people_person", "company_id", name="people", order=5, counts="people", holding=HOLDING)

    def move(pair: Pair) -> list[str]:
        came: list[str] = held.move(pair)
        note_relooks("person", came)
        return came

    def back(pair: Pair, kept: Sequence[str]) -> int:
        note_relooks("person", kept)
        return held.back(pair, kept)

    return replace(held, move=move, back=back)


def _proved(pair: Pair) -> list[list[str | None]]:
    """Let what proved the merged record prove the survivor, but for what is proved by activities, which came over."""
    rows = fetch_all(PROOFS, pair.bound)
    for source, _before, proved_at in rows:
        set_proof(kind=pair.kind, record_id=pair.survivor, source=source, proved_at=proved_at)
    return [[source, before and before.isoformat(), proved_at.isoformat()] for source, before, proved_at in rows]


def _unproved(pair: Pair, kept: Sequence[Sequence[str | None]]) -> int:
    """Undo that, where nothing has proved it otherwise since."""
    rows: dict[str, datetime] = dict(fetch_all(PROOFS_NOW, [pair.survivor]))
    for source, before, given in kept:
        now = rows.get(str(source))
        if now is not None and given is not None and now == datetime.fromisoformat(given):
            was = datetime.fromisoformat(before) if before else None
            set_proof(kind=pair.kind, record_id=pair.survivor, source=str(source), proved_at=was)
    return 0


declare(
    _points("person"),
    _points("company"),
    _staff(),  # behind deals and activities: whoever writes these locks them before a person
    Hanging("person", "proofs", (), _proved, _unproved, order=7),
    Hanging("company", "proofs", (), _proved, _unproved, order=7),
    link("person", "people_person", "survivor_id", name="merged", order=9),
    link("company", "people_company", "survivor_id", name="merged", order=9),
    _named("person"),
    _named("company"),
)
