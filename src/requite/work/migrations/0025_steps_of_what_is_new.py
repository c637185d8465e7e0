from typing import ClassVar

from django.db import migrations

# What is new can only bring a deal's next step nearer. The deal is held first, as where all is read anew: one that is being
# opened again meanwhile has its row by then.
ADDED = """
CREATE FUNCTION work_steps_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
    touched := ARRAY(SELECT DISTINCT deal_id FROM fresh
                     WHERE deal_id IS NOT NULL AND state IN ('to_do', 'planned') AND retracted_at IS NULL ORDER BY 1);
    IF cardinality(touched) > 0 THEN
        PERFORM FROM deals_deal WHERE id = ANY (touched) ORDER BY id FOR KEY SHARE;
        PERFORM FROM work_deal_standing WHERE deal_id = ANY (touched) ORDER BY deal_id FOR UPDATE;
        UPDATE work_deal_standing s SET next_step_at = x.at
        FROM (
            SELECT deal_id, min(at) AS at FROM fresh
            WHERE deal_id IS NOT NULL AND state IN ('to_do', 'planned') AND retracted_at IS NULL GROUP BY 1
        ) x
        WHERE s.deal_id = x.deal_id AND (s.next_step_at IS NULL OR s.next_step_at > x.at);
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER step_insert ON work_activity;
CREATE TRIGGER step_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_steps_added();
"""
BEFORE = """
DROP FUNCTION work_steps_added() CASCADE;
CREATE TRIGGER step_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_steps_moved();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0024_steps_of_standing")]
    operations: ClassVar = [migrations.RunSQL(ADDED, BEFORE)]
