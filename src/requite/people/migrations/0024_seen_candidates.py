from typing import ClassVar

from django.db import migrations, models

# Whose two records are, and whether both are in use, follows the records. A candidate that somebody else holds isn't waited
# for (acts on many and the job hold many of them): its record is compared again, which puts it right.
FOLLOW = """
CREATE FUNCTION people_candidate_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held integer;
BEGIN
    IF NOT EXISTS (SELECT FROM people_candidate WHERE first_id = NEW.id OR second_id = NEW.id) THEN
        RETURN NULL;
    END IF;
    WITH free AS (SELECT id FROM people_candidate WHERE first_id = NEW.id OR second_id = NEW.id FOR UPDATE SKIP LOCKED)
    UPDATE people_candidate c SET
        first_owner_id = CASE WHEN c.first_id = NEW.id THEN NEW.owner_id ELSE c.first_owner_id END,
        first_in_use = CASE WHEN c.first_id = NEW.id THEN NEW.archived_at IS NULL ELSE c.first_in_use END,
        second_owner_id = CASE WHEN c.second_id = NEW.id THEN NEW.owner_id ELSE c.second_owner_id END,
        second_in_use = CASE WHEN c.second_id = NEW.id THEN NEW.archived_at IS NULL ELSE c.second_in_use END
    FROM free WHERE c.id = free.id;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF held < (SELECT count(*) FROM people_candidate WHERE first_id = NEW.id OR second_id = NEW.id) THEN
        INSERT INTO people_relook (kind, record_id) VALUES (TG_ARGV[0], NEW.id);
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER candidate_follows AFTER UPDATE OF owner_id, archived_at ON people_{kind} FOR EACH ROW
WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id OR (OLD.archived_at IS NULL) <> (NEW.archived_at IS NULL))
EXECUTE FUNCTION people_candidate_follows('{kind}');
UPDATE people_candidate c SET first_owner_id = x.owner_id, first_in_use = x.archived_at IS NULL,
    second_owner_id = y.owner_id, second_in_use = y.archived_at IS NULL
FROM people_{kind} x, people_{kind} y WHERE x.id = c.first_id AND y.id = c.second_id;
"""
BACK = "DROP TRIGGER candidate_follows ON people_{kind};"
KINDS = ("person", "company")
SHOWN = models.Q(("apart_at__isnull", True), ("first_in_use", True), ("second_in_use", True))


class Migration(migrations.Migration):
    """The list of doubles is read for who reads it, by an index, and not by walking all."""

    dependencies: ClassVar = [("people", "0023_merged")]
    operations: ClassVar = [
        migrations.AddField("candidate", "first_owner_id", models.UUIDField(null=True)),
        migrations.AddField("candidate", "second_owner_id", models.UUIDField(null=True)),
        migrations.AddField("candidate", "first_in_use", models.BooleanField(default=True, db_default=True)),
        migrations.AddField("candidate", "second_in_use", models.BooleanField(default=True, db_default=True)),
        migrations.RunSQL(
            FOLLOW + "".join(TRIGGER.format(kind=kind) for kind in KINDS),
            "".join(BACK.format(kind=kind) for kind in KINDS) + "DROP FUNCTION people_candidate_follows();",
        ),
        migrations.RemoveIndex("candidate", "candidate_open"),
        migrations.AddIndex(
            "candidate", models.Index(fields=["kind", "-probability", "-id"], condition=SHOWN, name="candidate_shown")
        ),
        migrations.AddIndex(
            "candidate",
            models.Index(
                fields=["kind", "first_owner_id", "-probability", "-id"], include=["second_owner_id"], condition=SHOWN,
                name="candidate_of_owner",
            ),
        ),
        migrations.AddIndex(
            "candidate",
            models.Index(
                fields=["kind", "second_owner_id", "-probability", "-id"], include=["first_owner_id"], condition=SHOWN,
                name="candidate_of_second_owner",
            ),
        ),
    ]
