from typing import ClassVar

from django.db import migrations

# Pages read pipelines, stages, reasons and parts once for each change of them: whatever changes one renews the stamp that
# each request brings.
STAMP = """
CREATE FUNCTION deals_lists_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identity_organisation SET deals_stamp = gen_random_uuid();
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER deals_stamp AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION deals_lists_changed();
"""
TABLES = ("deals_pipeline", "deals_stage", "deals_reason", "deals_part")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("deals", "0019_stays"), ("identity", "0007_deals_stamp")]
    operations: ClassVar = [
        migrations.RunSQL(
            STAMP + "".join(TRIGGER.format(table=table) for table in TABLES), "DROP FUNCTION deals_lists_changed() CASCADE"
        )
    ]
