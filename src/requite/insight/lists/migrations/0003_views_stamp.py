from typing import ClassVar

from django.db import migrations

# Lists read whose kept views stand above them once for each change of any view: it renews the stamp that each request brings.
STAMP = """
CREATE FUNCTION lists_views_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identity_organisation SET views_stamp = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE TRIGGER views_stamp AFTER INSERT OR UPDATE OR DELETE ON lists_view
    FOR EACH STATEMENT EXECUTE FUNCTION lists_views_changed();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("lists", "0002_exports"), ("identity", "0008_views_stamp")]
    operations: ClassVar = [migrations.RunSQL(STAMP, "DROP FUNCTION lists_views_changed() CASCADE")]
