from typing import ClassVar

from django.db import migrations

# Pages read the outcomes once for each change of them: whatever changes one renews the stamp that each request brings.
STAMP = """
CREATE FUNCTION work_statuses_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identity_organisation SET statuses_stamp = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE TRIGGER statuses_stamp AFTER INSERT OR UPDATE OR DELETE ON work_call_status
    FOR EACH STATEMENT EXECUTE FUNCTION work_statuses_changed();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0028_joint_of_person"), ("identity", "0005_statuses_stamp")]
    operations: ClassVar = [migrations.RunSQL(STAMP, "DROP FUNCTION work_statuses_changed() CASCADE")]
