from importlib import import_module
from typing import ClassVar

from django.db import migrations

# Every second call reaches nobody: it adds no contact, and the walk that looks for earlier ones isn't made ready for it.
LAST = import_module("requite.insight.plans.migrations.0012_walk_ends")
BEFORE: str = LAST.BEFORE.replace(LAST.BEGINS, LAST.BEGINS + LAST.ENDS)
HEAD = """    INSERT INTO plans_tally AS t (figure, owner_id, team_id, day, counted, pending)
    SELECT x.figure, x.owner_id, x.team_id, x.day, sum(x.counted), sum(x.pending)
    FROM (
"""
TAIL = """    ) x
    GROUP BY 1, 2, 3, 4
    HAVING sum(x.counted) <> 0 OR sum(x.pending) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (owner_id, figure, day, team_id) DO UPDATE
    SET counted = t.counted + EXCLUDED.counted, pending = t.pending + EXCLUDED.pending;
"""
CHANGES = (
    ("joint boolean; plain boolean;", "joint boolean; plain boolean; reached boolean;"),
    ("bool_or(j), bool_and(p) INTO users, days, joint, plain FROM", "bool_or(j), bool_and(p), bool_or(c) INTO users, days, joint, plain, reached FROM"),  # noqa: E501
    ("bool_and(person_id IS NOT NULL OR NOT is_contact) AS p\n", "bool_and(person_id IS NOT NULL OR NOT is_contact) AS p, bool_or(is_contact) AS c\n"),  # noqa: E501
    ("        UNION ALL\n        SELECT 'contacts', k.u,\n", f"{TAIL}    IF NOT reached THEN\n        RETURN NULL;\n    END IF;\n{HEAD}        SELECT 'contacts' AS figure, k.u AS owner_id,\n"),  # noqa: E501
    ("ELSE b.team_id END,\n               k.d, v.sign * o.ok::int, v.sign * (NOT o.ok)::int\n", "ELSE b.team_id END AS team_id,\n               k.d AS day, v.sign * o.ok::int AS counted, v.sign * (NOT o.ok)::int AS pending\n"),  # noqa: E501
)


def _changed() -> str:
    text = BEFORE
    for old, new in CHANGES:
        if text.count(old) != 1:
            raise LookupError(old)
        text = text.replace(old, new)
    return text


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0012_walk_ends")]
    operations: ClassVar = [migrations.RunSQL(_changed(), BEFORE)]
