from typing import ClassVar

from django.db import migrations

# The rules are read once for each change of them: whatever changes one renews the stamp that each request brings.
STAMP = """
CREATE FUNCTION quality_rules_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identity_organisation SET rules_stamp = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE TRIGGER rules_stamp AFTER INSERT OR UPDATE OR DELETE ON quality_requirement
    FOR EACH STATEMENT EXECUTE FUNCTION quality_rules_changed();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("quality", "0012_durations"), ("identity", "0006_staff_stamps")]
    operations: ClassVar = [migrations.RunSQL(STAMP, "DROP FUNCTION quality_rules_changed() CASCADE")]
