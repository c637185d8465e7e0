from typing import ClassVar

from django.db import migrations

HEAD = """
CREATE OR REPLACE FUNCTION work_activity_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY(SELECT DISTINCT person_id FROM fresh WHERE person_id IS NOT NULL ORDER BY 1);
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY(SELECT DISTINCT person_id FROM gone WHERE person_id IS NOT NULL ORDER BY 1);
    ELSE
        touched := ARRAY({touched});
    END IF;
    IF cardinality(touched) > 0 THEN
        PERFORM work_refresh_standing(touched);
    END IF;
    RETURN NULL;
END $$;
"""
# Of who else attends too only where something moved that a standing is made of: a score moves nobody's.
MOVED = """
            WITH moved AS MATERIALIZED (
                SELECT n.id, o.person_id AS former_id, n.person_id AS present_id FROM gone o JOIN fresh n USING (id)
                WHERE (o.person_id, o.at, o.state, o.is_contact, o.retracted_at)
                      IS DISTINCT FROM (n.person_id, n.at, n.state, n.is_contact, n.retracted_at))
            SELECT person_id FROM (
                SELECT former_id AS person_id FROM moved UNION SELECT present_id FROM moved
                UNION SELECT t.person_id FROM moved m JOIN work_attendance t ON t.activity_id = m.id
            ) x WHERE person_id IS NOT NULL ORDER BY 1"""
BEFORE = """
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
            ) x WHERE person_id IS NOT NULL ORDER BY 1"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0020_proofs")]
    operations: ClassVar = [migrations.RunSQL(HEAD.format(touched=MOVED), HEAD.format(touched=BEFORE))]
