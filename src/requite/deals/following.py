"""What of deals hangs on persons and companies."""

from collections.abc import Mapping, Sequence
from typing import Any

from requite.kernel.reading import fetch_all
from requite.people.hanging import Hanging, Pair, declare, link

# Deals of either: the undo takes them from the survivor. Whoever adds something to one only refers to it, and doesn't wait.
HOLDING = """
SELECT FROM deals_deal d WHERE d.id = ANY(ARRAY(
    SELECT o.id FROM deals_deal o WHERE o.{column} IN (%(merged)s, %(survivor)s){more}
)) ORDER BY d.id FOR NO KEY UPDATE
"""
# That a part was taken off or not is said wherever both are meant: each has an index of its own.
TAKING_PART = """
    UNION ALL SELECT k.deal_id FROM deals_stakeholder k
    WHERE k.person_id IN (%(merged)s, %(survivor)s) AND (k.removed_at IS NULL OR k.removed_at IS NOT NULL)
"""
# Somebody has one part in a deal: where the survivor has one, the other's is taken off.
COME = """
UPDATE deals_stakeholder r SET person_id = %(survivor)s
WHERE r.person_id = %(merged)s AND (r.removed_at IS NULL OR r.removed_at IS NOT NULL)
    AND (r.removed_at IS NOT NULL OR NOT EXISTS (
    SELECT FROM deals_stakeholder o WHERE o.deal_id = r.deal_id AND o.person_id = %(survivor)s AND o.removed_at IS NULL))
RETURNING r.id
"""
TAKE_OFF = """
UPDATE deals_stakeholder SET removed_at = %(at)s, version = version + 1
WHERE person_id = %(merged)s AND removed_at IS NULL RETURNING id
"""
GO = """
UPDATE deals_stakeholder SET person_id = %(merged)s
WHERE id = ANY(%(keys)s::uuid[]) AND person_id = %(survivor)s RETURNING id
"""
PUT_ON = """
UPDATE deals_stakeholder SET removed_at = NULL, version = version + 1
WHERE id = ANY(%(keys)s::uuid[]) AND person_id = %(merged)s AND removed_at IS NOT NULL RETURNING id
"""


def _come(pair: Pair) -> dict[str, list[str]]:
    came, taken_off = (
        [str(row[0]) for row in fetch_all(sql, pair.bound, prepare=False)] for sql in (COME, TAKE_OFF)
    )
    return {"came": came, "taken_off": taken_off} if came or taken_off else {}


def _go(pair: Pair, kept: Mapping[str, Sequence[str]]) -> int:
    left = 0
    for name, sql in (("came", GO), ("taken_off", PUT_ON)):
        left += len(kept[name]) - len(fetch_all(sql, {**pair.bound, "keys": list(kept[name])}, prepare=False))
    return left


def _count(kept: Mapping[str, Sequence[Any]]) -> int:
    return len(kept["came"])


declare(
    link(
        "person", "deals_deal", "person_id", name="deals", order=4, counts="deals",
        holding=HOLDING.format(column="person_id", more=TAKING_PART),
    ),
    link(
        "company", "deals_deal", "company_id", name="deals", order=4, counts="deals",
        holding=HOLDING.format(column="company_id", more=""),
    ),
    Hanging("person", "stakeholders", ("deals_stakeholder.person_id",), _come, _go, count=_count, order=4),
)
