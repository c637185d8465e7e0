from importlib import import_module

from django.db import migrations

earlier = import_module("requite.insight.adoption.migrations.0005_debts")
# As before, but that a record which is new may be nobody's work, too: a file brought it (`quality.keeping.by_rule`).
OWED = """
CREATE OR REPLACE FUNCTION adoption_owed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_ruled boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM fresh n WHERE n.missing <> '{{}}' LIMIT 1;
        IF NOT FOUND THEN RETURN NULL; END IF;
        is_ruled := coalesce(current_setting('requite.judged', true), '') = 'rule';
        WITH moved AS MATERIALIZED (
            SELECT n.owner_id AS user_id, u.team_id, (n.made_at AT TIME ZONE z.zone)::date AS day,
                   CASE WHEN is_ruled THEN 'imposed' ELSE 'opened' END AS what,
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


class Migration(migrations.Migration):
    """What a file opens and closes is counted apart from what reps do, as that of rules is."""

    dependencies = [("adoption", "0005_debts")]
    operations = [
        migrations.RunSQL(new, old)
        for new, old in zip(earlier.functions(OWED), earlier.functions(earlier.OWED), strict=True)
    ]
