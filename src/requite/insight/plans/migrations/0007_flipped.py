from typing import ClassVar

from django.db import migrations

# Whether a record is complete changes by the thousand when a minimum set does, and nothing else of it then. To count whole
# days anew for that reads all that the rep did on each: twenty records for each one that was judged, and where these aren't
# in memory it takes many seconds. So what became complete, or no longer is, is moved from one side to the other, under the
# lock of its rep and day. A contact is looked up by the one person: what the day says of them now less what it said before.
FLIP = """
CREATE FUNCTION plans_flip(ids uuid[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE many CONSTANT int := 200; users uuid[]; days date[]; joint boolean;
BEGIN
    SELECT array_agg(k.u ORDER BY k.u, k.d), array_agg(k.d ORDER BY k.u, k.d), bool_or(k.j) INTO users, days, joint FROM (
        SELECT x.u, x.d, bool_or(x.j) AS j FROM (
            SELECT a.owner_id AS u, a.day AS d, a.is_joint AS j FROM work_activity a WHERE a.id = ANY (ids)
            UNION ALL
            SELECT r.user_id, a.day, true FROM work_activity a JOIN work_participation r ON r.activity_id = a.id
            WHERE a.id = ANY (ids) AND a.is_joint
        ) x GROUP BY 1, 2) k;
    IF joint THEN
        PERFORM pg_advisory_xact_lock(7203, 1);
    END IF;
    IF cardinality(users) > many THEN
        PERFORM pg_advisory_xact_lock(7203, 0);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(7203, 0);
        FOR n IN 1 .. cardinality(users) LOOP
            PERFORM pg_advisory_xact_lock(hashtextextended(users[n]::text || (days[n] - date '2000-01-01')::text, 7203));
        END LOOP;
    END IF;
    WITH flip AS MATERIALIZED (
        SELECT a.id, a.owner_id, a.team_id, a.day, a.kind, a.direction, a.person_id, a.is_contact, a.is_joint,
               cardinality(a.missing) = 0 AS ok
        FROM work_activity a WHERE a.id = ANY (ids)
    ), part AS MATERIALIZED (
        SELECT f.id, f.owner_id AS u, f.team_id, f.day AS d, f.kind, f.direction, f.person_id, f.is_contact, f.ok FROM flip f
        UNION ALL
        SELECT f.id, r.user_id, r.team_id, f.day, f.kind, f.direction, f.person_id, f.is_contact, f.ok
        FROM flip f JOIN work_participation r ON r.activity_id = f.id WHERE f.is_joint AND r.user_id <> f.owner_id
    ), met AS MATERIALIZED (
        SELECT p.u, p.d, p.person_id AS p FROM part p WHERE p.is_contact
        UNION
        SELECT p.u, p.d, w.person_id FROM part p JOIN work_attendance w ON w.activity_id = p.id WHERE p.is_contact
    ), joint AS MATERIALIZED (
        SELECT r.user_id AS u, a.day AS d, a.id, r.team_id, a.at, a.person_id, cardinality(a.missing) = 0 AS ok
        FROM (SELECT DISTINCT x.d FROM part x) k JOIN work_activity a ON a.day = k.d
        JOIN work_participation r ON r.activity_id = a.id
        WHERE a.is_joint AND a.retracted_at IS NULL AND a.state IN ('done', 'held') AND a.is_contact
          AND a.person_id IS NOT NULL AND r.user_id <> a.owner_id
    ), event AS (
        SELECT k.u, k.d, k.p, e.* FROM met k CROSS JOIN LATERAL (
            SELECT a.id, a.team_id, a.at, cardinality(a.missing) = 0 AS ok FROM work_activity a
            WHERE a.owner_id = k.u AND a.day = k.d AND a.kind IN ('call', 'meeting', 'task', 'note')
              AND a.person_id = k.p AND a.is_contact AND a.state IN ('done', 'held') AND a.retracted_at IS NULL
            UNION ALL
            SELECT a.id, a.team_id, a.at, cardinality(a.missing) = 0
            FROM work_attendance w JOIN work_activity a ON a.id = w.activity_id
            WHERE w.person_id = k.p AND a.person_id <> k.p AND a.owner_id = k.u AND a.day = k.d
              AND a.is_contact AND a.state IN ('done', 'held') AND a.retracted_at IS NULL
            OFFSET 0
        ) e
        UNION ALL
        SELECT k.u, k.d, k.p, j.id, j.team_id, j.at, j.ok FROM joint j JOIN met k ON k.u = j.u AND k.d = j.d AND k.p = j.person_id
        UNION ALL
        SELECT k.u, k.d, k.p, j.id, j.team_id, j.at, j.ok FROM joint j JOIN work_attendance w ON w.activity_id = j.id
        JOIN met k ON k.u = j.u AND k.d = j.d AND k.p = w.person_id WHERE w.person_id <> j.person_id
    ), one AS (
        SELECT e.u, e.d, e.p, (array_agg(e.team_id ORDER BY e.at, e.id))[1] AS team_id, bool_or(e.ok) AS ok,
               bool_or(e.ok <> (f.id IS NOT NULL)) AS was
        FROM event e LEFT JOIN flip f ON f.id = e.id GROUP BY 1, 2, 3
    )
    INSERT INTO plans_tally AS t (figure, owner_id, team_id, day, counted, pending)
    SELECT x.figure, x.u, x.team_id, x.d, sum(x.n), -sum(x.n) FROM (
        SELECT CASE p.kind WHEN 'meeting' THEN 'meetings_held' ELSE 'calls_made' END AS figure, p.u, p.team_id, p.d,
               CASE WHEN p.ok THEN 1 ELSE -1 END AS n
        FROM part p WHERE p.kind = 'meeting' OR (p.kind = 'call' AND p.direction <> 'in')
        UNION ALL
        SELECT 'contacts', one.u, one.team_id, one.d, one.ok::int - one.was::int FROM one
    ) x
    GROUP BY 1, 2, 3, 4 HAVING sum(x.n) <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT (owner_id, figure, day, team_id) DO UPDATE
    SET counted = t.counted + EXCLUDED.counted, pending = t.pending + EXCLUDED.pending;
END $$;
"""
HEAD = """
CREATE OR REPLACE FUNCTION plans_activity_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE users uuid[]; days date[]; joint boolean; {variables}
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(u), array_agg(d), bool_or(j) INTO users, days, joint FROM (
            SELECT owner_id AS u, day AS d, bool_or(is_joint) AS j FROM fresh WHERE state IN ('done', 'held')
            GROUP BY 1, 2) k;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(u), array_agg(d), bool_or(j) INTO users, days, joint FROM (
            SELECT owner_id AS u, day AS d, bool_or(is_joint) AS j FROM gone WHERE state IN ('done', 'held')
            GROUP BY 1, 2) k;
    ELSE
        {first}
        SELECT array_agg(u), array_agg(d), bool_or(j) INTO users, days, joint FROM (
            WITH moved AS (
                SELECT o.id, o.owner_id AS ou, o.day AS od, n.owner_id AS nu, n.day AS nd, o.is_joint OR n.is_joint AS j
                FROM gone o JOIN fresh n USING (id)
                WHERE (o.state IN ('done', 'held') OR n.state IN ('done', 'held'))
                  AND (o.owner_id, o.team_id, o.day, o.at, o.kind, o.state, o.person_id, o.direction, o.is_contact,
                       o.is_joint, o.retracted_at, {old})
                      IS DISTINCT FROM
                      (n.owner_id, n.team_id, n.day, n.at, n.kind, n.state, n.person_id, n.direction, n.is_contact,
                       n.is_joint, n.retracted_at, {new})),
            touched AS (
                SELECT ou AS u, od AS d, j FROM moved UNION ALL SELECT nu, nd, j FROM moved
                UNION ALL SELECT p.user_id, m.od, true FROM moved m JOIN work_participation p ON p.activity_id = m.id
                UNION ALL SELECT p.user_id, m.nd, true FROM moved m JOIN work_participation p ON p.activity_id = m.id)
            SELECT u, d, bool_or(touched.j) AS j FROM touched GROUP BY 1, 2) k;
    END IF;
    IF users IS NOT NULL THEN
        IF joint THEN
            PERFORM pg_advisory_xact_lock(7203, 1);
        END IF;
        PERFORM plans_recount(users, days);
    END IF;
    RETURN NULL;
END $$;
"""
# Where something else moved too, or a contact names nobody, all of the statement is counted anew as before.
FIRST = """
        SELECT array_agg(n.id ORDER BY n.id) FILTER (WHERE n.state IN ('done', 'held') AND n.retracted_at IS NULL
                   AND (n.kind <> 'meeting' OR n.person_id IS NOT NULL)
                   AND (cardinality(o.missing) = 0) <> (cardinality(n.missing) = 0)),
               coalesce(bool_and((o.owner_id, o.team_id, o.day, o.at, o.kind, o.state, o.person_id, o.direction,
                   o.is_contact, o.is_joint, o.retracted_at) IS NOT DISTINCT FROM
                   (n.owner_id, n.team_id, n.day, n.at, n.kind, n.state, n.person_id, n.direction,
                   n.is_contact, n.is_joint, n.retracted_at) AND (n.person_id IS NOT NULL OR NOT n.is_contact)), true)
        INTO flipped, plain
        FROM gone o JOIN fresh n USING (id) WHERE o.state IN ('done', 'held') OR n.state IN ('done', 'held');
        IF plain THEN
            IF flipped IS NOT NULL THEN
                PERFORM plans_flip(flipped);
            END IF;
            RETURN NULL;
        END IF;
"""
WHOLE = "cardinality({row}.missing) = 0"
MOVED = HEAD.format(
    variables="flipped uuid[]; plain boolean;", first=FIRST, old=WHOLE.format(row="o"), new=WHOLE.format(row="n")
)
BEFORE = HEAD.format(variables="", first="", old="o.missing", new="n.missing") + "DROP FUNCTION plans_flip(uuid[]);"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0006_many_people")]
    operations: ClassVar = [migrations.RunSQL(FLIP + MOVED, BEFORE)]
