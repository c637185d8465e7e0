from django.db import migrations, models

# A record in use is a rep's and neither archived nor taken back; of activities only those that have a minimum set.
USED = "{r}.owner_id IS NOT NULL AND {r}.archived_at IS NULL"
JUDGED = (
    "{r}.retracted_at IS NULL AND (({r}.kind = 'meeting' AND {r}.state IN ('planned', 'held'))"
    " OR ({r}.kind = 'call' AND {r}.state = 'done'))"
)
TABLES = {
    "people_person": ("'person'", USED),
    "people_company": ("'company'", USED),
    "deals_deal": ("'deal'", USED),
    "work_activity": ("{r}.kind", JUDGED),
}
DAY = """
CREATE FUNCTION supervision_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE coalesce((SELECT time_zone FROM identity_organisation LIMIT 1), 'UTC'))::date
$$;
"""
# A statement adds what it moved; it changes no row, so that nobody waits for anybody.
FUNCTION = """
CREATE FUNCTION supervision_moved_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO supervision_move (owner_id, kind, day, records, complete, points)
        SELECT n.owner_id, {kind_n}, supervision_today(), count(*),
               count(*) FILTER (WHERE cardinality(n.missing) = 0), sum(n.score)
        FROM fresh n WHERE {used_n} GROUP BY 1, 2;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO supervision_move (owner_id, kind, day, records, complete, points)
        SELECT o.owner_id, {kind_o}, supervision_today(), -count(*),
               -count(*) FILTER (WHERE cardinality(o.missing) = 0), -sum(o.score)
        FROM gone o WHERE {used_o} GROUP BY 1, 2;
    ELSE
        INSERT INTO supervision_move (owner_id, kind, day, records, complete, points)
        SELECT x.owner_id, x.kind, supervision_today(), sum(x.sign),
               coalesce(sum(x.sign) FILTER (WHERE x.is_complete), 0), sum(x.sign * x.score)
        FROM gone o JOIN fresh n USING (id) CROSS JOIN LATERAL (VALUES
            (n.owner_id, {kind_n}, 1, cardinality(n.missing) = 0, n.score, {used_n}),
            (o.owner_id, {kind_o}, -1, cardinality(o.missing) = 0, o.score, {used_o})
        ) x(owner_id, kind, sign, is_complete, score, is_used)
        WHERE x.is_used AND (o.owner_id, o.score, cardinality(o.missing) = 0, {used_o})
              IS DISTINCT FROM (n.owner_id, n.score, cardinality(n.missing) = 0, {used_n})
        GROUP BY 1, 2
        HAVING (sum(x.sign), coalesce(sum(x.sign) FILTER (WHERE x.is_complete), 0), sum(x.sign * x.score)) <> (0, 0, 0);
        INSERT INTO supervision_score AS s (record_id, kind, owner_id, day, before, score)
        SELECT n.id, {kind_n}, n.owner_id, supervision_today(), o.score, n.score
        FROM gone o JOIN fresh n USING (id) WHERE o.score <> n.score AND {used_n} ORDER BY n.id
        ON CONFLICT (record_id, day) DO UPDATE SET score = EXCLUDED.score, owner_id = EXCLUDED.owner_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER quality_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION supervision_moved_{table}();
CREATE TRIGGER quality_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION supervision_moved_{table}();
CREATE TRIGGER quality_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION supervision_moved_{table}();
INSERT INTO supervision_move (owner_id, kind, day, records, complete, points)
    SELECT n.owner_id, {kind_n}, supervision_today(), count(*), count(*) FILTER (WHERE cardinality(n.missing) = 0), sum(n.score)
    FROM {table} n WHERE {used_n} GROUP BY 1, 2;
"""


def forwards_of(table: str) -> str:
    kind, used = TABLES[table]
    told = {f"kind_{r}": kind.format(r=r) for r in "no"} | {f"used_{r}": used.format(r=r) for r in "no"}
    return FUNCTION.format(table=table, **told)


def back_of(table: str) -> str:
    drops = "".join(f"DROP TRIGGER quality_{what} ON {table};" for what in ("insert", "update", "delete"))
    return f"{drops} DROP FUNCTION supervision_moved_{table}();"


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("identity", "0004_quiet_days"),
        ("people", "0010_texts_of_people"),
        ("deals", "0009_without_company"),
        ("work", "0015_written"),
    ]
    operations = [
        migrations.CreateModel(
            name="QualityMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                ("kind", models.CharField(max_length=8)),
                ("day", models.DateField()),
                ("records", models.IntegerField()),
                ("complete", models.IntegerField()),
                ("points", models.BigIntegerField()),
            ],
            options={
                "db_table": "supervision_move",
                "indexes": [
                    models.Index(
                        fields=["owner_id", "kind"],
                        include=("day", "records", "complete", "points"),
                        name="quality_of_owner",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                ("day", models.DateField()),
                ("records", models.IntegerField()),
                ("complete", models.IntegerField()),
                ("points", models.BigIntegerField()),
            ],
            options={
                "db_table": "supervision_day",
                "constraints": [models.UniqueConstraint("owner_id", "day", name="a_rep_has_one_quality_a_day")],
            },
        ),
        migrations.CreateModel(
            name="ScoreChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("record_id", models.UUIDField()),
                ("kind", models.CharField(max_length=8)),
                ("owner_id", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("before", models.PositiveSmallIntegerField()),
                ("score", models.PositiveSmallIntegerField()),
            ],
            options={
                "db_table": "supervision_score",
                "indexes": [models.Index(fields=["owner_id", "day", "record_id"], name="score_of_owner")],
                "constraints": [models.UniqueConstraint("record_id", "day", name="a_score_moves_once_a_day")],
            },
        ),
        migrations.RunSQL(DAY, "DROP FUNCTION supervision_today();"),
        *(migrations.RunSQL(forwards_of(table), back_of(table)) for table in TABLES),
    ]
