from typing import ClassVar

from django.db import migrations

# What is new can only bring the last contact later and the next step nearer: two comparisons, and no walk over all that
# was ever done with the person.
FUNCTION = """
CREATE FUNCTION work_activity_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO work_standing AS s (person_id, owner_id, last_contact_at, next_step_at)
    SELECT p.id, p.owner_id, x.last_contact_at, x.next_step_at
    FROM (
        SELECT person_id, max(at) FILTER (WHERE is_contact) AS last_contact_at,
               min(at) FILTER (WHERE state IN ('to_do', 'planned')) AS next_step_at
        FROM fresh WHERE person_id IS NOT NULL AND retracted_at IS NULL GROUP BY 1
    ) x JOIN people_person p ON p.id = x.person_id
    ORDER BY 1
    ON CONFLICT (person_id) DO UPDATE
    SET owner_id = EXCLUDED.owner_id,
        last_contact_at = greatest(s.last_contact_at, EXCLUDED.last_contact_at),
        next_step_at = least(s.next_step_at, EXCLUDED.next_step_at)
    WHERE (s.owner_id, s.last_contact_at, s.next_step_at)
          IS DISTINCT FROM (EXCLUDED.owner_id, greatest(s.last_contact_at, EXCLUDED.last_contact_at),
                            least(s.next_step_at, EXCLUDED.next_step_at));
    RETURN NULL;
END $$;
DROP TRIGGER standing_insert ON work_activity;
CREATE TRIGGER standing_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_activity_added();
"""
BACKWARDS = """
DROP FUNCTION work_activity_added() CASCADE;
CREATE TRIGGER standing_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_activity_moved();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0005_standing_planned_once")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION, BACKWARDS)]
