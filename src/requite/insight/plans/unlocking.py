"""What counters wait for because of a debt: the records that count once it is closed, read from what counts them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from requite.kernel.reading import ONCE, PLANNED_ONCE, fetch_all
from requite.work.queries.debts import Debt


class Unlock(NamedTuple):
    """How much of a figure counts once nothing of the record is missing."""

    figure: str
    amount: int


KINDS = {"activities": ("call", "meeting"), "people": ("person",), "deals": ("deal",)}
Unlocks = Mapping[UUID, tuple[Unlock, ...]]
# What a person lacks makes their meetings wait too: for the contact details any point of contact will do.
OF_PERSON = """
a.missing <@ (CASE WHEN p.missing && ARRAY['phone', 'email']::varchar[] THEN ARRAY['contact'] ELSE ARRAY[]::text[] END
    || CASE WHEN 'name' = ANY(p.missing) THEN ARRAY['family_name', 'given_name'] ELSE ARRAY[]::text[] END)::varchar[]
"""
# One text for each of the kinds: the planner takes what it once prepared only where no list is empty.
WAITING = {
    "activities": """
SELECT k.id, CASE q.kind WHEN 'meeting' THEN 'meetings_held' ELSE 'calls_made' END, 1
FROM own k CROSS JOIN LATERAL (
    SELECT * FROM plans_part q WHERE q.user_id = k.owner_id AND q.day = k.day AND q.activity_id = k.id OFFSET 0
) q WHERE NOT q.is_complete AND (q.kind = 'call' AND q.direction <> 'in' OR q.kind = 'meeting' AND q.person_id IS NOT NULL)
UNION ALL
SELECT k.id, 'contacts', count(*)
FROM own k CROSS JOIN LATERAL (
    SELECT k.person_id UNION SELECT t.person_id FROM work_attendance t WHERE t.activity_id = k.id
) one(person_id) CROSS JOIN LATERAL (
    SELECT FROM (
        (SELECT a.id FROM work_activity a WHERE a.person_id = one.person_id AND a.retracted_at IS NULL
            AND a.at >= k.day - 1 AND a.at < k.day + 2 OFFSET 0)
        UNION ALL SELECT t.activity_id FROM work_attendance t WHERE t.person_id = one.person_id
    ) with_them(id) CROSS JOIN LATERAL (
        SELECT * FROM plans_part x WHERE x.activity_id = with_them.id AND x.user_id = k.owner_id OFFSET 0
    ) q WHERE q.day = k.day AND q.is_contact
    HAVING NOT bool_or(q.is_complete) AND bool_or(q.activity_id = k.id) OFFSET 0
) q GROUP BY 1
""",
    "people": f"""
SELECT p.id, 'meetings_held', count(*) FROM people_person p JOIN work_activity a ON a.person_id = p.id
WHERE p.id = ANY(%(people)s::uuid[]) AND a.kind = 'meeting' AND a.state = 'held' AND a.retracted_at IS NULL
    AND a.missing <> '{{}}' AND {OF_PERSON} GROUP BY 1
UNION ALL
SELECT p.id, 'new_people', 1 FROM people_person p
WHERE p.id = ANY(%(people)s::uuid[]) AND p.missing <> '{{}}' AND p.archived_at IS NULL AND p.made_at >= %(since)s
""",  # noqa: S608 - texts of this file
    "deals": """
SELECT c.deal_id, 'deals_won', 1 FROM deals_closure c
WHERE c.deal_id = ANY(%(deals)s::uuid[]) AND c.state = 'won' AND c.sign * c.value > 0 AND NOT c.is_complete
    AND NOT EXISTS (SELECT FROM deals_closure r WHERE r.reverses_id = c.id)
""",
}
OWN = f"""
WITH own AS MATERIALIZED (
    SELECT a.id, a.owner_id, a.day, a.person_id FROM work_activity a WHERE a.id = ANY(%(activities)s::uuid[]) AND {ONCE}
)"""  # noqa: S608


def list_unlocks(debts: Sequence[Debt], *, since: datetime) -> Unlocks:
    """What waits for each of the records, by its id; what waits for nothing is left out. One statement.

    New people are told of from `since` on: it is their making that counts, and older periods are over.
    """
    asked = {kind: [one.record_id for one in debts if one.kind in kinds] for kind, kinds in KINDS.items()}
    texts = [WAITING[kind] for kind, ids in asked.items() if ids]
    if not texts:
        return {}
    text = (OWN if asked["activities"] else "") + "UNION ALL".join(texts)
    found: dict[UUID, list[Unlock]] = {}
    for id_, figure, count in fetch_all(text, {**asked, "since": since, **PLANNED_ONCE}):
        found.setdefault(id_, []).append(Unlock(figure, int(count)))
    return {id_: tuple(ones) for id_, ones in found.items()}
