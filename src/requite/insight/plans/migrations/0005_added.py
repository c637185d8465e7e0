from typing import ClassVar

from django.db import migrations

# What is logged anew is the most frequent write of all, and a rep's day grows with it: so its share is added, by what
# the new rows change, under the lock of that rep and day. A contact is looked up by the one person: what that rep's day
# says of them with the new rows less what it said without them. Joint meetings and what names nobody are counted anew
# as before, and so is every change of what was logged.
FUNCTION = """
CREATE FUNCTION plans_activity_added() RETURNS trigger LANGUAGE plpgsql
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
        SELECT 'contacts', k.u, s.team_id, k.d, s.sign * s.ok::int, s.sign * (NOT s.ok)::int
        FROM (
            SELECT DISTINCT owner_id AS u, day AS d, person_id AS p FROM fresh
            WHERE is_contact AND state IN ('done', 'held') AND retracted_at IS NULL
        ) k CROSS JOIN LATERAL (
            SELECT v.sign, (array_agg(e.team_id ORDER BY e.at, e.id))[1] AS team_id, bool_or(e.ok) AS ok
            FROM (
                SELECT a.id, a.team_id, a.at, cardinality(a.missing) = 0 AS ok FROM work_activity a
                WHERE a.owner_id = k.u AND a.day = k.d AND a.kind IN ('call', 'meeting', 'task', 'note')
                  AND a.person_id = k.p AND a.is_contact AND a.state IN ('done', 'held') AND a.retracted_at IS NULL
                UNION ALL
                SELECT a.id, a.team_id, a.at, cardinality(a.missing) = 0 AND a.person_id IS NOT NULL
                FROM work_attendance w JOIN work_activity a ON a.id = w.activity_id
                WHERE w.person_id = k.p AND a.person_id <> k.p AND a.owner_id = k.u AND a.day = k.d
                  AND a.is_contact AND a.state IN ('done', 'held') AND a.retracted_at IS NULL
                UNION ALL
                SELECT a.id, r.team_id, a.at, cardinality(a.missing) = 0 AND (a.kind <> 'meeting' OR a.person_id IS NOT NULL)
                FROM work_activity a JOIN work_participation r ON r.activity_id = a.id
                WHERE a.is_joint AND a.day = k.d AND a.retracted_at IS NULL AND r.user_id = k.u AND a.owner_id <> k.u
                  AND a.is_contact AND a.state IN ('done', 'held')
                  AND (a.person_id = k.p OR EXISTS (
                        SELECT FROM work_attendance w WHERE w.activity_id = a.id AND w.person_id = k.p))
                OFFSET 0
            ) e CROSS JOIN (VALUES (1), (-1)) v(sign)
            WHERE v.sign = 1 OR NOT EXISTS (SELECT FROM fresh f WHERE f.id = e.id)
            GROUP BY v.sign
            OFFSET 0
        ) s
    ) x
    GROUP BY 1, 2, 3, 4
    HAVING sum(x.counted) <> 0 OR sum(x.pending) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (owner_id, figure, day, team_id) DO UPDATE
    SET counted = t.counted + EXCLUDED.counted, pending = t.pending + EXCLUDED.pending;
    RETURN NULL;
END $$;
DROP TRIGGER tally_insert ON work_activity;
CREATE TRIGGER tally_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_activity_added();
"""
BACKWARDS = """
DROP FUNCTION plans_activity_added() CASCADE;
CREATE TRIGGER tally_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_activity_moved();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0004_deals")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION, BACKWARDS)]
