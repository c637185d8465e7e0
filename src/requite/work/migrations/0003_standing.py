from django.db import migrations

FORWARDS = """
CREATE FUNCTION work_refresh_standing(people uuid[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO work_standing (person_id, owner_id, last_contact_at, next_step_at)
    SELECT p.id, p.owner_id, max(x.at) FILTER (WHERE x.is_contact), min(x.at) FILTER (WHERE x.is_open)
    FROM people_person p
    LEFT JOIN LATERAL (
        SELECT a.at, a.is_contact, a.state IN ('to_do', 'planned') AS is_open
        FROM work_activity a WHERE a.person_id = p.id AND a.retracted_at IS NULL
        UNION ALL
        SELECT a.at, a.is_contact, a.state IN ('to_do', 'planned')
        FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id
        WHERE t.person_id = p.id AND a.retracted_at IS NULL
    ) x ON true
    WHERE p.id = ANY (people)
    GROUP BY p.id
    ON CONFLICT (person_id) DO UPDATE
    SET owner_id = EXCLUDED.owner_id, last_contact_at = EXCLUDED.last_contact_at, next_step_at = EXCLUDED.next_step_at
$$;

CREATE FUNCTION work_activity_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY(SELECT DISTINCT person_id FROM fresh WHERE person_id IS NOT NULL ORDER BY 1);
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY(SELECT DISTINCT person_id FROM gone WHERE person_id IS NOT NULL ORDER BY 1);
    ELSE
        touched := ARRAY(
            SELECT person_id FROM (
                SELECT o.person_id FROM gone o JOIN fresh n USING (id)
                WHERE (o.person_id, o.at, o.state, o.is_contact, o.retracted_at)
                      IS DISTINCT FROM (n.person_id, n.at, n.state, n.is_contact, n.retracted_at)
                UNION
                SELECT n.person_id FROM gone o JOIN fresh n USING (id)
                WHERE (o.person_id, o.at, o.state, o.is_contact, o.retracted_at)
                      IS DISTINCT FROM (n.person_id, n.at, n.state, n.is_contact, n.retracted_at)
                UNION
                SELECT t.person_id FROM fresh n JOIN work_attendance t ON t.activity_id = n.id
            ) x WHERE person_id IS NOT NULL ORDER BY 1);
    END IF;
    IF cardinality(touched) > 0 THEN
        PERFORM work_refresh_standing(touched);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER standing_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_activity_moved();
CREATE TRIGGER standing_update AFTER UPDATE ON work_activity REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_activity_moved();
CREATE TRIGGER standing_delete AFTER DELETE ON work_activity REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION work_activity_moved();

CREATE FUNCTION work_attendance_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM work_refresh_standing(ARRAY(SELECT DISTINCT person_id FROM fresh ORDER BY 1));
    ELSE
        PERFORM work_refresh_standing(ARRAY(SELECT DISTINCT person_id FROM gone ORDER BY 1));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER standing_insert AFTER INSERT ON work_attendance REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_attendance_moved();
CREATE TRIGGER standing_delete AFTER DELETE ON work_attendance REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION work_attendance_moved();

CREATE FUNCTION work_owner_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE work_standing s SET owner_id = n.owner_id
    FROM fresh n JOIN gone o USING (id)
    WHERE s.person_id = n.id AND n.owner_id IS DISTINCT FROM o.owner_id;
    RETURN NULL;
END $$;
CREATE TRIGGER standing_owner AFTER UPDATE ON people_person REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_owner_moved();
"""
BACKWARDS = """
DROP TRIGGER standing_owner ON people_person;
DROP FUNCTION work_owner_moved() CASCADE;
DROP FUNCTION work_attendance_moved() CASCADE;
DROP FUNCTION work_activity_moved() CASCADE;
DROP FUNCTION work_refresh_standing(uuid[]) CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0002_statuses_and_minimum_sets")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
