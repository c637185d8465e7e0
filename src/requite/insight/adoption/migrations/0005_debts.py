from importlib import import_module

import django.contrib.postgres.fields
from django.db import migrations, models

before = import_module("requite.insight.adoption.migrations.0002_triggers")
KINDS = {"people_person": "'person'", "people_company": "'company'", "deals_deal": "'deal'", "work_activity": "n.kind"}
# The rows that tell which records they were and the number that tells how many are made of the same rows, in one statement.
# Where no record comes to lack anything, or ceases to, one look at what was written is all that it costs.
KEEP = """
    , kept AS (
        INSERT INTO adoption_debt (user_id, team_id, day, what, kind, record_id, fields, at)
        SELECT user_id, team_id, day, what, kind, record_id, fields, at FROM moved
    )
    INSERT INTO adoption_written (user_id, team_id, day, what, n)
    SELECT user_id, team_id, day, what, sum(cardinality(fields)) FROM moved GROUP BY 1, 2, 3, 4;
"""
# Who judges by a changed rule or a passing day says so in its transaction (`quality.keeping.by_rule`).
OWED = """
CREATE OR REPLACE FUNCTION adoption_owed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_ruled boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM fresh n WHERE n.missing <> '{{}}' LIMIT 1;
        IF NOT FOUND THEN RETURN NULL; END IF;
        WITH moved AS MATERIALIZED (
            SELECT n.owner_id AS user_id, u.team_id, (n.made_at AT TIME ZONE z.zone)::date AS day, 'opened' AS what,
                   {kind} AS kind, n.id AS record_id, n.missing AS fields, n.made_at AS at
            FROM fresh n JOIN identity_user u ON u.id = n.owner_id
            CROSS JOIN (SELECT coalesce((SELECT time_zone FROM identity_organisation LIMIT 1), 'UTC') AS zone) z
            WHERE n.{gone} IS NULL AND n.missing <> '{{}}'
        ) {keep}
    ELSE
        PERFORM FROM gone o JOIN fresh n USING (id) WHERE o.missing IS DISTINCT FROM n.missing LIMIT 1;
        IF NOT FOUND THEN RETURN NULL; END IF;
        is_ruled := coalesce(current_setting('requite.judged', true), '') = 'rule';
        WITH moved AS MATERIALIZED (
            SELECT n.owner_id AS user_id, u.team_id, supervision_today() AS day,
                   CASE WHEN is_ruled THEN x.ruled ELSE x.what END AS what,
                   {kind} AS kind, n.id AS record_id, x.fields, now() AS at
            FROM gone o JOIN fresh n USING (id) JOIN identity_user u ON u.id = n.owner_id
            CROSS JOIN LATERAL (VALUES
                ('opened', 'imposed', ARRAY(SELECT f FROM unnest(n.missing) f WHERE f <> ALL(o.missing))),
                ('closed', 'lifted', ARRAY(SELECT f FROM unnest(o.missing) f WHERE f <> ALL(n.missing)))
            ) x(what, ruled, fields)
            WHERE o.missing IS DISTINCT FROM n.missing AND o.owner_id = n.owner_id
              AND o.{gone} IS NULL AND n.{gone} IS NULL AND x.fields <> '{{}}'
        ) {keep}
    END IF;
    RETURN NULL;
END $$;
"""


def functions(text: str) -> list[str]:
    """The four functions as `text` makes them."""
    return [
        text.format(table=table, gone=gone, kind=KINDS[table], keep=KEEP) for table, gone in before.TABLES.items()
    ]


def as_before() -> list[str]:
    """The four functions as they were."""
    only = before.OWED.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    return [only.format(table=table, gone=gone) for table, gone in before.TABLES.items()]


class Migration(migrations.Migration):
    """Which record came to lack which fields, or ceased to, is kept beside the numbers; by rules apart from by reps."""

    dependencies = [("adoption", "0004_helped")]
    operations = [
        migrations.CreateModel(
            name="DebtMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user_id", models.UUIDField()),
                ("team_id", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("what", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=8)),
                ("record_id", models.UUIDField()),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "adoption_debt",
                "indexes": [models.Index(fields=["what", "day", "id"], name="debts_by_day")],
            },
        ),
        migrations.AlterField(
            model_name="written",
            name="what",
            field=models.CharField(
                choices=[
                    ("made", "Made"), ("changed", "Changed"), ("opened", "Opened"), ("closed", "Closed"),
                    ("imposed", "Imposed"), ("lifted", "Lifted"),
                ],
                max_length=8,
            ),
        ),
        *(
            migrations.RunSQL(new, old) for new, old in zip(functions(OWED), as_before(), strict=True)
        ),
    ]
