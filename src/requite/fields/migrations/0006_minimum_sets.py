from django.db import migrations

# What forms read of the minimum sets is kept by each process until the company's stamp is another one, like its fields.
STAMP = """
CREATE FUNCTION fields_minimum_sets_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identity_organisation SET fields_stamp = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE TRIGGER fields_minimum_sets_stamp AFTER INSERT OR UPDATE OR DELETE ON quality_requirement
    FOR EACH STATEMENT EXECUTE FUNCTION fields_minimum_sets_stamp();
"""
BACK = "DROP TRIGGER fields_minimum_sets_stamp ON quality_requirement; DROP FUNCTION fields_minimum_sets_stamp();"


class Migration(migrations.Migration):
    dependencies = [("fields", "0005_of_activities"), ("quality", "0001_initial"), ("identity", "0003_organisation_fields_stamp")]
    operations = [migrations.RunSQL(STAMP, BACK)]
