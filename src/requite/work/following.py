"""What of work hangs on persons and companies. Standings, proofs and tallies follow by their triggers."""

from collections.abc import Sequence
from typing import Any

from requite.kernel.reading import fetch_all
from requite.people.hanging import Hanging, Pair, declare, leave, link
from requite.work.reassessing import reassess_of_person

EITHER = "(r.retracted_at IS NULL OR r.retracted_at IS NOT NULL)"  # an index each
# Activities of either: the undo takes them from the survivor. Whoever adds something to one only refers to it, and doesn't
# wait.
HOLDING = """
SELECT FROM work_activity a WHERE a.id = ANY(ARRAY(
    SELECT r.id FROM work_activity r WHERE r.{kind}_id IN (%(merged)s, %(survivor)s) AND {either}{more}
)) ORDER BY a.id FOR NO KEY UPDATE
"""
ATTENDING = """
    UNION ALL SELECT t.activity_id FROM work_attendance t WHERE t.person_id IN (%(merged)s, %(survivor)s)
"""
# Where a point wasn't taken over since the survivor has the same, its calls were by the survivor's.
BY_POINT = """
UPDATE work_activity a SET point_id = n.fresh
FROM unnest(%(former)s::uuid[], %(fresh)s::uuid[]) n(former, fresh), work_activity o
WHERE a.point_id = n.former AND a.{kind}_id = %(survivor)s AND o.id = a.id
    AND (a.retracted_at IS NULL OR a.retracted_at IS NOT NULL)
RETURNING a.id, o.point_id, a.point_id
"""
BY_POINT_BACK = """
UPDATE work_activity a SET point_id = n.former
FROM unnest(%(ids)s::uuid[], %(former)s::uuid[], %(fresh)s::uuid[]) n(id, former, fresh)
WHERE a.id = n.id AND a.point_id = n.fresh RETURNING a.id
"""
# Who comes to a meeting is written anew, not changed: triggers hear of it so. The survivor comes once, and not beside
# themselves.
GONE = """
DELETE FROM work_attendance t WHERE t.person_id = %(merged)s OR (t.person_id = %(survivor)s AND EXISTS (
    SELECT FROM work_activity a WHERE a.id = t.activity_id AND a.person_id = %(survivor)s))
RETURNING t.activity_id, t.person_id
"""
COME = """
INSERT INTO work_attendance (activity_id, person_id)
SELECT x.id, %(survivor)s FROM unnest(%(ids)s::uuid[]) x(id) JOIN work_activity a ON a.id = x.id
WHERE a.person_id IS DISTINCT FROM %(survivor)s ON CONFLICT DO NOTHING RETURNING activity_id
"""
GO = """
DELETE FROM work_attendance WHERE person_id = %(survivor)s AND activity_id = ANY(%(ids)s::uuid[]) RETURNING activity_id
"""
COME_BACK = """
INSERT INTO work_attendance (activity_id, person_id)
SELECT x.id, x.person FROM unnest(%(ids)s::uuid[], %(people)s::uuid[]) x(id, person) JOIN work_activity a ON a.id = x.id
WHERE a.person_id IS DISTINCT FROM x.person ON CONFLICT DO NOTHING
RETURNING activity_id
"""


def _point(kind: str) -> Hanging:
    """Calls by a number of the merged record that the survivor has too; after the activities, which are the survivor's."""

    def move(pair: Pair) -> list[list[str]]:
        if not pair.points:
            return []
        values = {**pair.bound, "former": list(pair.points), "fresh": list(pair.points.values())}
        return [[str(value) for value in row] for row in fetch_all(BY_POINT.format(kind=kind), values, prepare=False)]

    def back(_pair: Pair, kept: Sequence[Sequence[str]]) -> int:
        ids, former, fresh = (list(column) for column in zip(*kept, strict=True))
        fetch_all(BY_POINT_BACK, {"ids": ids, "former": former, "fresh": fresh}, prepare=False)
        return 0  # by which number a call was made is told beside its person: a call that went elsewhere says so there

    return Hanging("person" if kind == "person" else "company", "points_of_calls", (), move, back, order=3)


def _come(pair: Pair) -> dict[str, Any]:
    gone = [[str(value) for value in row] for row in fetch_all(GONE, pair.bound, prepare=False)]
    if not gone:
        return {}
    ids = [activity for activity, person in gone if person == str(pair.merged)]
    came = [str(row[0]) for row in fetch_all(COME, {**pair.bound, "ids": ids}, prepare=False)]
    return {"gone": gone, "came": came}


def _go(pair: Pair, kept: dict[str, Any]) -> int:
    left = len(kept["came"]) - len(fetch_all(GO, {**pair.bound, "ids": kept["came"]}, prepare=False))
    ids, people = (list(column) for column in zip(*kept["gone"], strict=True))
    fetch_all(COME_BACK, {"ids": ids, "people": people}, prepare=False)
    return left


def _judge(pair: Pair) -> None:
    reassess_of_person(person_id=pair.survivor, at=pair.at)


declare(
    link(
        "person", "work_activity", "person_id", name="activities", order=1, counts="activities",
        among=EITHER, settle=_judge, holding=HOLDING.format(kind="person", either=EITHER, more=ATTENDING),
    ),
    link(
        "company", "work_activity", "company_id", name="activities", order=1, counts="activities",
        among=EITHER, holding=HOLDING.format(kind="company", either=EITHER, more=""),
    ),
    _point("person"),
    _point("company"),
    Hanging("person", "attendances", ("work_attendance.person_id",), _come, _go, order=2),
)
leave("work_standing.person_id", "kept by the triggers of activities")
