from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations, models

TABLE = """
CREATE TABLE journal_entry (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    type text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    via text NOT NULL,
    changes jsonb NOT NULL DEFAULT '{}',
    topics text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX journal_entry_subject ON journal_entry (subject_id, id DESC);
CREATE INDEX journal_entry_at ON journal_entry USING brin (at);
CREATE TABLE journal_entry_rest PARTITION OF journal_entry DEFAULT;

CREATE UNLOGGED TABLE cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX cache_expires ON cache (expires);

CREATE FUNCTION journal_open_month(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', month);
    name text := 'journal_entry_' || to_char(first, 'YYYYMM');
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF journal_entry FOR VALUES FROM (%L) TO (%L)',
            name, first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
    END IF;
END $$;
SELECT journal_open_month((date_trunc('month', now()) + n * interval '1 month')::date) FROM generate_series(-1, 13) n;

CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_entry_kept BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER journal_entry_not_truncated BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
"""
UNDO = "DROP TABLE cache; DROP TABLE journal_entry CASCADE; DROP FUNCTION journal_open_month(date); DROP FUNCTION journal_is_append_only();"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, UNDO)],
            state_operations=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("at", models.DateTimeField()),
                        ("type", models.TextField()),
                        ("subject_kind", models.TextField()),
                        ("subject_id", models.UUIDField()),
                        ("actor_id", models.UUIDField(null=True)),
                        ("actor_name", models.TextField()),
                        ("via", models.TextField()),
                        ("changes", models.JSONField(default=dict)),
                        ("topics", ArrayField(models.TextField(), default=list)),
                    ],
                    options={"db_table": "journal_entry"},
                ),
            ],
        ),
        migrations.CreateModel(
            name="Once",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("actor_id", models.UUIDField(null=True)),
                ("subject_id", models.UUIDField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "journal_once"},
        ),
    ]
