from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models

# What each process keeps of teams and their members holds as long as this stamp, which every request brings.
STAMP = """
CREATE FUNCTION identity_staff_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identity_organisation SET staff_stamp = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE TRIGGER staff_stamp AFTER INSERT OR DELETE ON identity_user
    FOR EACH STATEMENT EXECUTE FUNCTION identity_staff_changed();
CREATE TRIGGER staff_stamp_moved AFTER UPDATE OF team_id, role, time_zone ON identity_user FOR EACH ROW
    WHEN ((OLD.team_id, OLD.role, OLD.time_zone) IS DISTINCT FROM (NEW.team_id, NEW.role, NEW.time_zone))
    EXECUTE FUNCTION identity_staff_changed();
CREATE TRIGGER staff_stamp AFTER INSERT OR DELETE OR UPDATE OF parent_id ON identity_team
    FOR EACH STATEMENT EXECUTE FUNCTION identity_staff_changed();

CREATE FUNCTION identity_place_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.staff_stamp := gen_random_uuid();
    RETURN NEW;
END $$;
CREATE TRIGGER staff_stamp BEFORE UPDATE OF country, time_zone ON identity_organisation FOR EACH ROW
    WHEN ((OLD.country, OLD.time_zone) IS DISTINCT FROM (NEW.country, NEW.time_zone))
    EXECUTE FUNCTION identity_place_changed();
"""
DROP = "DROP FUNCTION identity_staff_changed() CASCADE; DROP FUNCTION identity_place_changed() CASCADE"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identity", "0005_statuses_stamp")]
    operations: ClassVar = [
        migrations.AddField("organisation", "staff_stamp", models.UUIDField(db_default=RandomUUID(), editable=False)),
        migrations.AddField("organisation", "rules_stamp", models.UUIDField(db_default=RandomUUID(), editable=False)),
        migrations.RunSQL(STAMP, DROP),
    ]
