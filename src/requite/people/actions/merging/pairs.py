"""What is known of possible duplicates when two records become one, and when they are two again."""

from typing import Any

import orjson

from requite.kernel.reading import fetch_all, run
from requite.people.hanging import Pair

# Every pair of either, as it stands.
SNAPSHOT = """
SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.id), '[]')::text FROM people_candidate c
WHERE c.first_id IN (%(survivor)s, %(merged)s) OR c.second_id IN (%(survivor)s, %(merged)s)
"""
# Somebody said that the merged record isn't the same as a third: neither is the survivor.
APART = """
INSERT INTO people_candidate AS k
    (id, kind, first_id, second_id, probability, signs, found_at, counts_at, apart_at, apart_by_id)
SELECT gen_random_uuid(), c.kind, least(o.id, %(survivor)s), greatest(o.id, %(survivor)s), c.probability, c.signs,
       c.found_at, c.counts_at, c.apart_at, c.apart_by_id
FROM people_candidate c
CROSS JOIN LATERAL (SELECT CASE WHEN c.first_id = %(merged)s THEN c.second_id ELSE c.first_id END AS id) o
WHERE (c.first_id = %(merged)s OR c.second_id = %(merged)s) AND c.apart_at IS NOT NULL AND o.id <> %(survivor)s
ORDER BY 3, 4
ON CONFLICT (first_id, second_id) DO UPDATE SET apart_at = EXCLUDED.apart_at, apart_by_id = EXCLUDED.apart_by_id
WHERE k.apart_at IS NULL
RETURNING k.id
"""
# What only the merge said is taken back; each pair that was there is as it was, unless somebody said something of it since.
RETRACT = """
DELETE FROM people_candidate c WHERE c.id = ANY(%(carried)s::uuid[])
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(%(pairs)s::jsonb) p WHERE (p ->> 'id')::uuid = c.id)
"""
RESTORE = """
INSERT INTO people_candidate AS k
    (id, kind, first_id, second_id, probability, signs, found_at, counts_at, counted_at, apart_at, apart_by_id)
SELECT p.id, p.kind, p.first_id, p.second_id, p.probability, p.signs, p.found_at, p.counts_at, p.counted_at, p.apart_at,
    p.apart_by_id
FROM jsonb_populate_recordset(NULL::people_candidate, %(pairs)s::jsonb) p ORDER BY p.first_id, p.second_id
ON CONFLICT (first_id, second_id) DO UPDATE
SET found_at = EXCLUDED.found_at, counts_at = EXCLUDED.counts_at, counted_at = EXCLUDED.counted_at,
    apart_at = CASE WHEN k.id = ANY(%(carried)s::uuid[]) THEN EXCLUDED.apart_at ELSE k.apart_at END,
    apart_by_id = CASE WHEN k.id = ANY(%(carried)s::uuid[]) THEN EXCLUDED.apart_by_id ELSE k.apart_by_id END
"""


def carry_pairs(pair: Pair) -> dict[str, Any]:
    """Let what was said of the merged record's pairs hold for the survivor; returns, as JSON, what takes that back."""
    before = orjson.loads(fetch_all(SNAPSHOT, pair.bound)[0][0])
    carried = [str(row[0]) for row in fetch_all(APART, pair.bound, prepare=False)]
    return {"before": before, "carried": carried}


def return_pairs(kept: dict[str, Any]) -> None:
    """Undo that."""
    values = {"carried": kept["carried"], "pairs": orjson.dumps(kept["before"]).decode()}
    run(RETRACT, values)
    run(RESTORE, values)
