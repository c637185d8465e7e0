from django.db import migrations

# A tally is recounted from the records for each (rep, day) that a statement touched, under a lock of that rep and day:
# a delta could drift, a recount can't. More than `many` keys at once (a bulk load) take one lock for all.
FORWARDS = """
CREATE VIEW plans_part AS
    SELECT a.id, a.owner_id AS user_id, a.team_id, a.day, a.at, a.kind, a.state, a.person_id, a.is_contact,
           cardinality(a.missing) = 0 AS is_complete
    FROM work_activity a WHERE a.retracted_at IS NULL AND a.state IN ('done', 'held')
    UNION ALL
    SELECT a.id, p.user_id, p.team_id, a.day, a.at, a.kind, a.state, a.person_id, a.is_contact,
           cardinality(a.missing) = 0
    FROM work_participation p JOIN work_activity a ON a.id = p.activity_id
    WHERE a.retracted_at IS NULL AND a.state IN ('done', 'held');

CREATE VIEW plans_contact AS
    SELECT user_id, team_id, day, at, person_id, is_complete, id FROM plans_part WHERE is_contact
    UNION ALL
    SELECT x.user_id, x.team_id, x.day, x.at, t.person_id, x.is_complete, x.id
    FROM plans_part x JOIN work_attendance t ON t.activity_id = x.id WHERE x.is_contact;

CREATE FUNCTION plans_recount(users uuid[], days date[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE many CONSTANT int := 200;
BEGIN
    IF cardinality(users) > many THEN
        PERFORM pg_advisory_xact_lock(7203, 0);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(7203, 0);
        PERFORM pg_advisory_xact_lock(hashtextextended(k.u::text || k.d::text, 7203))
            FROM (SELECT DISTINCT u, d FROM unnest(users, days) AS x(u, d) ORDER BY 1, 2) k;
    END IF;
    DELETE FROM plans_tally t USING unnest(users, days) AS k(u, d) WHERE t.owner_id = k.u AND t.day = k.d;
    INSERT INTO plans_tally (figure, owner_id, team_id, day, counted, pending)
    WITH keys AS MATERIALIZED (SELECT DISTINCT u, d FROM unnest(users, days) AS x(u, d))
    SELECT CASE WHEN p.kind = 'meeting' THEN 'meetings_held' ELSE 'calls_made' END,
           k.u, p.team_id, k.d, count(*) FILTER (WHERE p.is_complete), count(*) FILTER (WHERE NOT p.is_complete)
    FROM keys k JOIN plans_part p ON p.user_id = k.u AND p.day = k.d
    WHERE (p.kind = 'meeting' AND p.person_id IS NOT NULL) OR p.kind = 'call'
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT 'contacts', u, team_id, d, count(*) FILTER (WHERE ok), count(*) FILTER (WHERE NOT ok)
    FROM (
        SELECT k.u, k.d, (array_agg(c.team_id ORDER BY c.at, c.id))[1] AS team_id, bool_or(c.is_complete) AS ok
        FROM keys k JOIN plans_contact c ON c.user_id = k.u AND c.day = k.d
        GROUP BY k.u, k.d, c.person_id
    ) persons
    GROUP BY 1, 2, 3, 4;
END $$;

CREATE FUNCTION plans_activity_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE users uuid[]; days date[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(u), array_agg(d) INTO users, days FROM (
            SELECT DISTINCT owner_id AS u, day AS d FROM fresh WHERE state IN ('done', 'held')) k;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(u), array_agg(d) INTO users, days FROM (
            SELECT DISTINCT owner_id AS u, day AS d FROM gone WHERE state IN ('done', 'held')) k;
    ELSE
        SELECT array_agg(u), array_agg(d) INTO users, days FROM (
            WITH moved AS (
                SELECT o.id, o.owner_id AS ou, o.day AS od, n.owner_id AS nu, n.day AS nd
                FROM gone o JOIN fresh n USING (id)
                WHERE (o.state IN ('done', 'held') OR n.state IN ('done', 'held'))
                  AND (o.owner_id, o.team_id, o.day, o.at, o.kind, o.state, o.person_id, o.is_contact, o.retracted_at,
                       o.missing)
                      IS DISTINCT FROM
                      (n.owner_id, n.team_id, n.day, n.at, n.kind, n.state, n.person_id, n.is_contact, n.retracted_at,
                       n.missing))
            SELECT ou AS u, od AS d FROM moved UNION SELECT nu, nd FROM moved
            UNION SELECT p.user_id, m.od FROM moved m JOIN work_participation p ON p.activity_id = m.id
            UNION SELECT p.user_id, m.nd FROM moved m JOIN work_participation p ON p.activity_id = m.id) k;
    END IF;
    IF users IS NOT NULL THEN
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

CREATE FUNCTION plans_part_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE users uuid[]; days date[];
BEGIN
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'work_participation' THEN
        SELECT array_agg(u), array_agg(d) INTO users, days FROM (
            SELECT DISTINCT x.user_id AS u, a.day AS d FROM fresh x JOIN work_activity a ON a.id = x.activity_id) k;
    ELSIF TG_TABLE_NAME = 'work_participation' THEN
        SELECT array_agg(u), array_agg(d) INTO users, days FROM (
            SELECT DISTINCT x.user_id AS u, a.day AS d FROM gone x JOIN work_activity a ON a.id = x.activity_id) k;
    ELSIF TG_OP = 'INSERT' THEN
        SELECT array_agg(u), array_agg(d) INTO users, days FROM (
            SELECT p.user_id AS u, p.day AS d FROM fresh x JOIN plans_part p ON p.id = x.activity_id
            UNION SELECT a.owner_id, a.day FROM fresh x JOIN work_activity a ON a.id = x.activity_id) k;
    ELSE
        SELECT array_agg(u), array_agg(d) INTO users, days FROM (
            SELECT p.user_id AS u, p.day AS d FROM gone x JOIN plans_part p ON p.id = x.activity_id
            UNION SELECT a.owner_id, a.day FROM gone x JOIN work_activity a ON a.id = x.activity_id) k;
    END IF;
    IF users IS NOT NULL THEN
        PERFORM plans_recount(users, days);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_insert AFTER INSERT ON work_participation REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_part_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON work_participation REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION plans_part_moved();
CREATE TRIGGER tally_insert AFTER INSERT ON work_attendance REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_part_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON work_attendance REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION plans_part_moved();
"""
BACKWARDS = """
DROP FUNCTION plans_part_moved() CASCADE;
DROP FUNCTION plans_activity_moved() CASCADE;
DROP FUNCTION plans_recount(uuid[], date[]) CASCADE;
DROP VIEW plans_contact;
DROP VIEW plans_part;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("work", "0003_standing")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
