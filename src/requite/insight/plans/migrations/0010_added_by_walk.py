from importlib import import_module
from typing import ClassVar

from django.db import migrations

# What a rep's day says of a person is looked up in two rows and not in all that was done with them that day: the first contact,
# whose team it counts for, and the first one that is whole. Each is met on a walk of the person's own time (OFFSET 0 keeps it a
# walk) that begins fifteen hours before the midnight in UTC of that day: nothing of it is earlier, whatever the zone. Joint
# meetings are found by the person, and no longer among all of the company’s that day.
BEFORE: str = (
    import_module("requite.insight.plans.migrations.0005_added")
    .FUNCTION.split("DROP TRIGGER")[0]
    .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
)
FUNCTION = """
CREATE OR REPLACE FUNCTION plans_activity_added() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE many CONSTANT int := 200; users uuid[]; days date[]; joint boolean; plain boolean;
BEGIN
    SELECT array_agg(u), array_agg(d), bool_or(j), bool_and(p) INTO users, days, joint, plain FROM (
        SELECT owner_id AS u, day AS d, bool_or(is_joint) AS j, bool_and(person_id IS NOT NULL OR NOT is_contact) AS p
        FROM fresh WHERE state IN ('done', 'held') AND retracted_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2) k;
    IF users IS NULL THEN
        RETURN NULL;
    END IF;
    IF joint OR NOT plain OR cardinality(users) > many THEN
        IF joint THEN
            PERFORM pg_advisory_xact_lock(7203, 1);
        END IF;
        PERFORM plans_recount(users, days);
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(7203, 0);
    FOR n IN 1 .. cardinality(users) LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended(users[n]::text || (days[n] - date '2000-01-01')::text, 7203));
    END LOOP;
    INSERT INTO plans_tally AS t (figure, owner_id, team_id, day, counted, pending)
    SELECT x.figure, x.owner_id, x.team_id, x.day, sum(x.counted), sum(x.pending)
    FROM (
        SELECT CASE f.kind WHEN 'meeting' THEN 'meetings_held' ELSE 'calls_made' END AS figure,
               f.owner_id, f.team_id, f.day, q.ok::int AS counted, (NOT q.ok)::int AS pending
        FROM fresh f CROSS JOIN LATERAL (
            SELECT cardinality(f.missing) = 0 AND (f.kind <> 'meeting' OR f.person_id IS NOT NULL) AS ok
        ) q
        WHERE f.state IN ('done', 'held') AND f.retracted_at IS NULL
          AND (f.kind = 'meeting' OR (f.kind = 'call' AND f.direction <> 'in'))
        UNION ALL
        SELECT 'contacts', k.u,
               CASE WHEN v.sign = 1 AND (b.id IS NULL OR (k.at, k.id) < (b.at, b.id)) THEN k.team_id ELSE b.team_id END,
               k.d, v.sign * o.ok::int, v.sign * (NOT o.ok)::int
        FROM (
            SELECT owner_id AS u, day AS d, person_id AS p, min(at) AS at, bool_or(cardinality(missing) = 0) AS ok,
                   (array_agg(id ORDER BY at, id))[1] AS id, (array_agg(team_id ORDER BY at, id))[1] AS team_id
            FROM fresh WHERE is_contact AND state IN ('done', 'held') AND retracted_at IS NULL GROUP BY 1, 2, 3
        ) k CROSS JOIN LATERAL (
            SELECT min(e.at) AS at, bool_or(e.ok) AS ok, (array_agg(e.id ORDER BY e.at, e.id))[1] AS id,
                   (array_agg(e.team_id ORDER BY e.at, e.id))[1] AS team_id
            FROM (
                (SELECT a.id, a.team_id, a.at, cardinality(a.missing) = 0 AS ok FROM (
                    SELECT * FROM work_activity a WHERE a.person_id = k.p AND a.retracted_at IS NULL
                      AND a.at > k.d::timestamp AT TIME ZONE 'UTC' - interval '15 hours' ORDER BY a.at, a.id OFFSET 0) a
                 WHERE a.owner_id = k.u AND a.day = k.d AND a.is_contact AND a.state IN ('done', 'held')
                   AND a.id NOT IN (SELECT f.id FROM fresh f) LIMIT 1)
                UNION ALL
                (SELECT a.id, a.team_id, a.at, true FROM (
                    SELECT * FROM work_activity a WHERE a.person_id = k.p AND a.retracted_at IS NULL
                      AND a.at > k.d::timestamp AT TIME ZONE 'UTC' - interval '15 hours' ORDER BY a.at, a.id OFFSET 0) a
                 WHERE a.owner_id = k.u AND a.day = k.d AND a.is_contact AND a.state IN ('done', 'held')
                   AND a.id NOT IN (SELECT f.id FROM fresh f) AND cardinality(a.missing) = 0 LIMIT 1)
                UNION ALL
                SELECT a.id, a.team_id, a.at, cardinality(a.missing) = 0 AND a.person_id IS NOT NULL
                FROM work_attendance w JOIN work_activity a ON a.id = w.activity_id
                WHERE w.person_id = k.p AND a.person_id <> k.p AND a.owner_id = k.u AND a.day = k.d
                  AND a.is_contact AND a.state IN ('done', 'held') AND a.retracted_at IS NULL
                UNION ALL
                SELECT a.id, r.team_id, a.at, cardinality(a.missing) = 0 AND (a.kind <> 'meeting' OR a.person_id IS NOT NULL)
                FROM work_activity a JOIN work_participation r ON r.activity_id = a.id AND r.user_id = k.u
                WHERE a.person_id = k.p AND a.day = k.d AND a.is_joint AND a.retracted_at IS NULL
                  AND a.owner_id <> k.u AND a.is_contact AND a.state IN ('done', 'held')
                UNION ALL
                SELECT a.id, r.team_id, a.at, cardinality(a.missing) = 0 AND (a.kind <> 'meeting' OR a.person_id IS NOT NULL)
                FROM work_attendance w JOIN work_activity a ON a.id = w.activity_id
                JOIN work_participation r ON r.activity_id = a.id AND r.user_id = k.u
                WHERE w.person_id = k.p AND a.is_joint AND a.owner_id <> k.u AND a.day = k.d AND a.is_contact
                  AND a.state IN ('done', 'held') AND a.retracted_at IS NULL
                OFFSET 0
            ) e
            OFFSET 0
        ) b CROSS JOIN (VALUES (1), (-1)) v(sign) CROSS JOIN LATERAL (
            SELECT coalesce(b.ok, false) OR (v.sign = 1 AND k.ok) AS ok) o
        WHERE v.sign = 1 OR b.id IS NOT NULL
    ) x
    GROUP BY 1, 2, 3, 4
    HAVING sum(x.counted) <> 0 OR sum(x.pending) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (owner_id, figure, day, team_id) DO UPDATE
    SET counted = t.counted + EXCLUDED.counted, pending = t.pending + EXCLUDED.pending;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0009_flips_by_day"), ("work", "0028_joint_of_person")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION, BEFORE)]
