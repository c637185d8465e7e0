from importlib import import_module

from django.db import migrations, models

before = import_module("requite.insight.adoption.migrations.0002_triggers")
# An entry stands under the topics of those whose records it moved: what a colleague's entry says of them is kept by owner.
HELPED = """
    INSERT INTO adoption_helped (owner_id, actor_id, subject_kind, subject_id, day)
    SELECT DISTINCT substr(t.topic, 6)::uuid, e.actor_id, e.subject_kind, e.subject_id, (e.at AT TIME ZONE z.zone)::date
    FROM {source} e CROSS JOIN LATERAL unnest(e.topics) t(topic)
    CROSS JOIN (SELECT coalesce((SELECT time_zone FROM identity_organisation LIMIT 1), 'UTC') AS zone) z
    WHERE e.via NOT IN ('import', 'job') AND e.subject_kind = ANY(ARRAY[{kinds}]) {more}
      AND starts_with(t.topic, 'user:') AND t.topic <> 'user:' || e.actor_id
"""
NOTED = """
CREATE OR REPLACE FUNCTION adoption_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {written};
    {helped}
    RETURN NULL;
END $$;
"""
WRITTEN = f"{before.INTO} {before.select('fresh')}"


def helped(source: str, more: str = "") -> str:
    return HELPED.format(source=source, kinds=before.texts(before.KINDS), more=more)


SINCE = "AND e.at >= now() - interval '2 weeks'"


class Migration(migrations.Migration):
    """Who worked with whose records is kept as it is written; what digests can still tell of is read from the journal once."""

    dependencies = [("adoption", "0003_counted")]
    operations = [
        migrations.CreateModel(
            name="Helped",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                ("actor_id", models.UUIDField()),
                ("subject_kind", models.TextField()),
                ("subject_id", models.UUIDField()),
                ("day", models.DateField()),
            ],
            options={
                "db_table": "adoption_helped",
                "indexes": [
                    models.Index(
                        fields=["owner_id", "day"], include=["actor_id", "subject_kind", "subject_id"], name="helped_of_owner"
                    ),
                ],
            },
        ),
        migrations.RunSQL("SET LOCAL statement_timeout = 0", migrations.RunSQL.noop),  # pages have seconds
        migrations.RunSQL(
            NOTED.format(written=WRITTEN, helped=helped("fresh") + ";"),
            NOTED.format(written=WRITTEN, helped=""),
        ),
        migrations.RunSQL(helped("journal_entry", SINCE), migrations.RunSQL.noop),
    ]
