from django.db import migrations

# What a counter counts, as views: a part is one rep's share in something done (its owner's, or a colleague's in a
# joint meeting, whose `turn` is 1); a contact is a part with each person met in it, in the team of that person's first
# contact of the day.
VIEWS = """
CREATE VIEW plans_part AS
    SELECT a.id AS activity_id, a.owner_id AS user_id, a.team_id, a.day, a.at, a.kind, a.direction, a.person_id,
           a.is_contact, a.is_joint, 0 AS turn,
           cardinality(a.missing) = 0 AND (a.kind <> 'meeting' OR a.person_id IS NOT NULL) AS is_complete
    FROM work_activity a WHERE a.retracted_at IS NULL AND a.state IN ('done', 'held')
    UNION ALL
    SELECT a.id, p.user_id, p.team_id, a.day, a.at, a.kind, a.direction, a.person_id,
           a.is_contact, a.is_joint, 1,
           cardinality(a.missing) = 0 AND (a.kind <> 'meeting' OR a.person_id IS NOT NULL)
    FROM work_participation p JOIN work_activity a ON a.id = p.activity_id
    WHERE a.is_joint AND a.retracted_at IS NULL AND a.state IN ('done', 'held') AND p.user_id <> a.owner_id;

CREATE VIEW plans_contact AS
    SELECT e.activity_id, e.user_id, first_value(e.team_id) OVER first AS team_id, e.day, e.at, e.kind, e.person_id,
           e.is_joint, e.turn, e.is_complete
    FROM (
        SELECT activity_id, user_id, team_id, day, at, kind, person_id, is_joint, turn, is_complete
        FROM plans_part WHERE is_contact
        UNION ALL
        SELECT x.activity_id, x.user_id, x.team_id, x.day, x.at, x.kind, t.person_id, x.is_joint, x.turn, x.is_complete
        FROM plans_part x JOIN work_attendance t ON t.activity_id = x.activity_id
        WHERE x.is_contact AND t.person_id <> x.person_id
    ) e
    WINDOW first AS (PARTITION BY e.user_id, e.day, e.person_id ORDER BY e.at, e.activity_id);
"""

# The number itself, for some (rep, day)s. `OFFSET 0` hands the rep and the day down into the views, so that each key
# is one walk of the index `activity_done`.
COUNT = """
CREATE FUNCTION plans_count(users uuid[], days date[])
RETURNS TABLE (figure varchar, owner_id uuid, team_id uuid, day date, counted int, pending int)
LANGUAGE sql STABLE ROWS 50 AS $$
    WITH keys AS MATERIALIZED (SELECT DISTINCT u, d FROM unnest(users, days) AS x(u, d))
    SELECT CASE p.kind WHEN 'meeting' THEN 'meetings_held' ELSE 'calls_made' END::varchar, k.u, p.team_id, k.d,
           (count(*) FILTER (WHERE p.is_complete))::int, (count(*) FILTER (WHERE NOT p.is_complete))::int
    FROM keys k CROSS JOIN LATERAL (
        SELECT * FROM plans_part q WHERE q.user_id = k.u AND q.day = k.d OFFSET 0
    ) p
    WHERE p.kind = 'meeting' OR (p.kind = 'call' AND p.direction <> 'in')
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT 'contacts', one.u, one.team_id, one.d,
           (count(*) FILTER (WHERE one.ok))::int, (count(*) FILTER (WHERE NOT one.ok))::int
    FROM (
        SELECT k.u, k.d, c.person_id, c.team_id, bool_or(c.is_complete) AS ok
        FROM keys k CROSS JOIN LATERAL (
            SELECT * FROM plans_contact q WHERE q.user_id = k.u AND q.day = k.d OFFSET 0
        ) c
        GROUP BY 1, 2, 3, 4
    ) one
    GROUP BY 1, 2, 3, 4
$$;
"""

# A tally is counted anew for each (rep, day) that a statement touched, under a lock of that rep and day: a difference
# added up could drift, a recount can't. More than `many` keys at once (a bulk load) take one lock for all. Rows that
# stay the same aren't written. Whoever touches joint meetings takes a lock of their own first: two colleagues who log
# joint meetings with each other would else wait for each other. One plan for all keys: making it anew costs ten times
# what it takes to run.
RECOUNT = """
CREATE FUNCTION plans_recount(users uuid[], days date[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE many CONSTANT int := 200;
BEGIN
    IF cardinality(users) > many THEN
        PERFORM pg_advisory_xact_lock(7203, 0);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(7203, 0);
        PERFORM pg_advisory_xact_lock(hashtextextended(k.u::text || (k.d - date '2000-01-01')::text, 7203))
            FROM (SELECT DISTINCT u, d FROM unnest(users, days) AS x(u, d) ORDER BY 1, 2) k;
    END IF;
    WITH fresh AS MATERIALIZED (SELECT * FROM plans_count(users, days)),
    gone AS (
        DELETE FROM plans_tally t USING (SELECT DISTINCT u, d FROM unnest(users, days) AS x(u, d)) k
        WHERE t.owner_id = k.u AND t.day = k.d AND t.figure IN ('contacts', 'meetings_held', 'calls_made')
          AND NOT EXISTS (SELECT FROM fresh f WHERE f.owner_id = t.owner_id AND f.day = t.day AND f.figure = t.figure
                          AND f.team_id IS NOT DISTINCT FROM t.team_id)
    )
    INSERT INTO plans_tally AS t (figure, owner_id, team_id, day, counted, pending)
    SELECT f.figure, f.owner_id, f.team_id, f.day, f.counted, f.pending FROM fresh f
    ON CONFLICT (owner_id, figure, day, team_id) DO UPDATE
    SET counted = EXCLUDED.counted, pending = EXCLUDED.pending
    WHERE (t.counted, t.pending) IS DISTINCT FROM (EXCLUDED.counted, EXCLUDED.pending);
END $$;
"""

ACTIVITIES = """
CREATE FUNCTION plans_activity_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE users uuid[]; days date[]; joint boolean;
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
        SELECT array_agg(u), array_agg(d), bool_or(j) INTO users, days, joint FROM (
            WITH moved AS (
                SELECT o.id, o.owner_id AS ou, o.day AS od, n.owner_id AS nu, n.day AS nd, o.is_joint OR n.is_joint AS j
                FROM gone o JOIN fresh n USING (id)
                WHERE (o.state IN ('done', 'held') OR n.state IN ('done', 'held'))
                  AND (o.owner_id, o.team_id, o.day, o.at, o.kind, o.state, o.person_id, o.direction, o.is_contact,
                       o.is_joint, o.retracted_at, o.missing)
                      IS DISTINCT FROM
                      (n.owner_id, n.team_id, n.day, n.at, n.kind, n.state, n.person_id, n.direction, n.is_contact,
                       n.is_joint, n.retracted_at, n.missing)),
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
CREATE TRIGGER tally_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_activity_moved();
CREATE TRIGGER tally_update AFTER UPDATE ON work_activity REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_activity_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON work_activity REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION plans_activity_moved();
"""

# Who takes part. The activity is held against changes first: its day might be moving in another transaction.
PARTS = """
CREATE FUNCTION plans_parts_moved(activities uuid[], colleagues uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE users uuid[]; days date[];
BEGIN
    PERFORM FROM work_activity a WHERE a.id = ANY (activities) ORDER BY a.id FOR SHARE;
    SELECT array_agg(u), array_agg(d) INTO users, days FROM (
        SELECT a.owner_id AS u, a.day AS d FROM work_activity a
        WHERE a.id = ANY (activities) AND a.state IN ('done', 'held')
        UNION
        SELECT p.user_id, a.day FROM work_activity a JOIN work_participation p ON p.activity_id = a.id
        WHERE a.id = ANY (activities) AND a.state IN ('done', 'held')
        UNION
        SELECT x.u, a.day FROM unnest(activities, colleagues) AS x(id, u) JOIN work_activity a ON a.id = x.id
        WHERE x.u IS NOT NULL AND a.state IN ('done', 'held')) k;
    IF users IS NOT NULL THEN
        IF cardinality(users) > 1 THEN
            PERFORM pg_advisory_xact_lock(7203, 1);
        END IF;
        PERFORM plans_recount(users, days);
    END IF;
END $$;

CREATE FUNCTION plans_participation_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE activities uuid[]; colleagues uuid[];
BEGIN
    SELECT array_agg(activity_id), array_agg(user_id) INTO activities, colleagues FROM moved;
    IF activities IS NOT NULL THEN
        PERFORM plans_parts_moved(activities, colleagues);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_insert AFTER INSERT ON work_participation REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION plans_participation_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON work_participation REFERENCING OLD TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION plans_participation_moved();

CREATE FUNCTION plans_participation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE activities uuid[]; colleagues uuid[];
BEGIN
    SELECT array_agg(activity_id), array_agg(user_id) INTO activities, colleagues
    FROM (SELECT activity_id, user_id FROM gone UNION SELECT activity_id, user_id FROM fresh) k;
    IF activities IS NOT NULL THEN
        PERFORM plans_parts_moved(activities, colleagues);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_update AFTER UPDATE ON work_participation REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_participation_changed();

CREATE FUNCTION plans_attendance_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE activities uuid[];
BEGIN
    SELECT array_agg(DISTINCT activity_id) INTO activities FROM moved;
    IF activities IS NOT NULL THEN
        PERFORM plans_parts_moved(activities, NULL);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_insert AFTER INSERT ON work_attendance REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION plans_attendance_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON work_attendance REFERENCING OLD TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION plans_attendance_moved();
CREATE TRIGGER tally_update AFTER UPDATE ON work_attendance REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION plans_attendance_moved();
"""

# What a team's number has to lose, since a joint meeting is one for the team: the parts of colleagues beside the first
# one in scope (its owner, else the colleague of the least id). `teams` NULL is the company. A contact is lost only
# where the rep didn't reach that person by another event of the day; that takes all events of those few reps, days
# and persons.
TWINS = """
CREATE FUNCTION plans_twins(teams uuid[], since date, until date)
RETURNS TABLE (figure varchar, day date, counted int, pending int)
LANGUAGE sql STABLE ROWS 20 AS $$
    WITH everywhere AS MATERIALIZED (
        SELECT x.* FROM plans_part x WHERE x.is_joint AND x.day >= since AND x.day < until
    ), joint AS MATERIALIZED (
        SELECT x.*, row_number() OVER (PARTITION BY x.activity_id ORDER BY x.turn, x.user_id) > 1 AS is_twin
        FROM everywhere x WHERE teams IS NULL OR x.team_id = ANY (teams)
    ), met AS MATERIALIZED (
        SELECT DISTINCT j.user_id, j.day, x.person_id FROM joint j CROSS JOIN LATERAL (
            SELECT j.person_id UNION ALL SELECT w.person_id FROM work_attendance w WHERE w.activity_id = j.activity_id
        ) x WHERE j.is_twin AND j.is_contact
    ), event AS (
        SELECT m.*, a.id, a.team_id, a.at, cardinality(a.missing) = 0 AS ok
        FROM met m CROSS JOIN LATERAL (
            SELECT * FROM work_activity q
            WHERE q.owner_id = m.user_id AND q.day = m.day AND q.retracted_at IS NULL AND q.state IN ('done', 'held')
              AND q.is_contact AND (q.person_id = m.person_id OR (q.kind = 'meeting' AND EXISTS (
                    SELECT FROM work_attendance w WHERE w.activity_id = q.id AND w.person_id = m.person_id)))
            OFFSET 0
        ) a
        UNION ALL
        SELECT m.*, e.activity_id, e.team_id, e.at, e.is_complete
        FROM met m JOIN everywhere e ON e.user_id = m.user_id AND e.day = m.day AND e.turn = 1 AND e.is_contact
        WHERE e.person_id = m.person_id OR EXISTS (
            SELECT FROM work_attendance w WHERE w.activity_id = e.activity_id AND w.person_id = m.person_id)
    ), one AS (
        SELECT e.user_id, e.day, e.person_id, (array_agg(e.team_id ORDER BY e.at, e.id))[1] AS team_id,
               bool_or(e.ok) AS was, bool_or(e.ok) FILTER (WHERE j.is_twin IS NOT TRUE) AS stays
        FROM event e LEFT JOIN joint j ON j.activity_id = e.id AND j.user_id = e.user_id
        GROUP BY 1, 2, 3
    )
    SELECT 'meetings_held'::varchar, j.day,
           (count(*) FILTER (WHERE j.is_complete))::int, (count(*) FILTER (WHERE NOT j.is_complete))::int
    FROM joint j WHERE j.is_twin AND j.kind = 'meeting' GROUP BY 2
    UNION ALL
    SELECT 'contacts', one.day, sum(one.was::int - coalesce(one.stays::int, 0))::int,
           sum((NOT one.was)::int - coalesce((NOT one.stays)::int, 0))::int
    FROM one WHERE teams IS NULL OR one.team_id = ANY (teams) GROUP BY 2
$$;
"""

BACKWARDS = """
DROP FUNCTION plans_twins(uuid[], date, date);
DROP FUNCTION plans_attendance_moved() CASCADE;
DROP FUNCTION plans_participation_changed() CASCADE;
DROP FUNCTION plans_participation_moved() CASCADE;
DROP FUNCTION plans_parts_moved(uuid[], uuid[]);
DROP FUNCTION plans_activity_moved() CASCADE;
DROP FUNCTION plans_recount(uuid[], date[]);
DROP FUNCTION plans_count(uuid[], date[]);
DROP VIEW plans_contact;
DROP VIEW plans_part;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("work", "0003_standing")]
    operations = [migrations.RunSQL(VIEWS + COUNT + RECOUNT + ACTIVITIES + PARTS + TWINS, BACKWARDS)]
