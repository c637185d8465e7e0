from importlib import import_module
from typing import ClassVar

from django.db import migrations, models

before = import_module("requite.insight.supervision.migrations.0001_initial")
PARTS = ("completeness", "validity", "timeliness", "uniqueness")
SUMS = ("parted", *PARTS)
COLUMNS = ", ".join(SUMS)
ROW = "records, complete, points"
# As in 0001, with the parts: only records that have them are counted in `parted` and summed.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION supervision_moved_{{table}}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO supervision_move (owner_id, kind, day, {ROW}, {COLUMNS})
        SELECT n.owner_id, {{kind_n}}, supervision_today(), count(*), count(*) FILTER (WHERE cardinality(n.missing) = 0),
               sum(n.score), count(n.completeness), {", ".join(f"coalesce(sum(n.{part}), 0)" for part in PARTS)}
        FROM fresh n WHERE {{used_n}} GROUP BY 1, 2;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO supervision_move (owner_id, kind, day, {ROW}, {COLUMNS})
        SELECT o.owner_id, {{kind_o}}, supervision_today(), -count(*), -count(*) FILTER (WHERE cardinality(o.missing) = 0),
               -sum(o.score), -count(o.completeness), {", ".join(f"-coalesce(sum(o.{part}), 0)" for part in PARTS)}
        FROM gone o WHERE {{used_o}} GROUP BY 1, 2;
    ELSE
        INSERT INTO supervision_move (owner_id, kind, day, {ROW}, {COLUMNS})
        SELECT * FROM (
            SELECT x.owner_id, x.kind, supervision_today(), sum(x.sign) AS n,
                   coalesce(sum(x.sign) FILTER (WHERE x.is_complete), 0) AS whole, sum(x.sign * x.score) AS points,
                   coalesce(sum(x.sign) FILTER (WHERE x.completeness IS NOT NULL), 0) AS parted,
                   {", ".join(f"coalesce(sum(x.sign * x.{part}), 0) AS {part}" for part in PARTS)}
            FROM gone o JOIN fresh n USING (id) CROSS JOIN LATERAL (VALUES
                (n.owner_id, {{kind_n}}, 1, cardinality(n.missing) = 0, n.score, {{used_n}}, {", ".join(f"n.{p}" for p in PARTS)}),
                (o.owner_id, {{kind_o}}, -1, cardinality(o.missing) = 0, o.score, {{used_o}}, {", ".join(f"o.{p}" for p in PARTS)})
            ) x(owner_id, kind, sign, is_complete, score, is_used, {", ".join(PARTS)})
            WHERE x.is_used AND (o.owner_id, o.score, cardinality(o.missing) = 0, {{used_o}}, {", ".join(f"o.{p}" for p in PARTS)})
                  IS DISTINCT FROM (n.owner_id, n.score, cardinality(n.missing) = 0, {{used_n}}, {", ".join(f"n.{p}" for p in PARTS)})
            GROUP BY 1, 2
        ) m WHERE (m.n, m.whole, m.points, m.parted, {", ".join(f"m.{part}" for part in PARTS)}) <> (0, 0, 0, 0, 0, 0, 0, 0);
        INSERT INTO supervision_score AS s (record_id, kind, owner_id, day, before, score)
        SELECT n.id, {{kind_n}}, n.owner_id, supervision_today(), o.score, n.score
        FROM gone o JOIN fresh n USING (id) WHERE o.score <> n.score AND {{used_n}} ORDER BY n.id
        ON CONFLICT (record_id, day) DO UPDATE SET score = EXCLUDED.score, owner_id = EXCLUDED.owner_id;
    END IF;
    RETURN NULL;
END $$;
"""


def _told(table: str) -> dict[str, str]:
    kind, used = before.TABLES[table]
    return {f"kind_{r}": kind.format(r=r) for r in "no"} | {f"used_{r}": used.format(r=r) for r in "no"}


def forwards_of(table: str) -> str:
    return FUNCTION.format(table=table, **_told(table))


def back_of(table: str) -> str:
    former = before.FUNCTION[: before.FUNCTION.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    return str(former.format(table=table, **_told(table)))


class Migration(migrations.Migration):
    """What the four parts of the scores come to. Records that have none yet are added when they are judged anew."""

    dependencies: ClassVar = [
        ("supervision", "0001_initial"),
        ("people", "0014_parts"),
        ("deals", "0014_parts"),
        ("work", "0019_parts"),
    ]
    operations: ClassVar = [
        *(
            migrations.AddField(model, name, models.BigIntegerField(db_default=0, default=0))
            for model in ("qualitymove", "qualityday")
            for name in SUMS
        ),
        *(migrations.RunSQL(forwards_of(table), back_of(table)) for table in before.TABLES),
    ]
