from typing import ClassVar

from django.db import migrations, models

# What a record that was proved then is worth at a time: 100 · c^.3 · v^.3 · u^.2 is its full score, T = (1 + fresh) / 2, and
# until when its points and its whole percent of timeliness hold. The same as quality/fading.py for what is no event.
WORTH = """
CREATE FUNCTION quality_worth(full_score float8, evidence_at timestamptz, moment timestamptz,
    OUT score smallint, OUT timeliness smallint, OUT fades_at timestamptz) LANGUAGE plpgsql STABLE AS $$
DECLARE
    days float8 := greatest(0, extract(epoch FROM moment - evidence_at)::float8 / 86400);
    timely float8 := (1 + exp(-0.000697 * days)) / 2;
    low float8;
BEGIN
    score := round(full_score * power(timely, 0.2));
    timeliness := round(100 * timely);
    low := (timeliness - 0.5) / 100;
    IF full_score > 0 THEN
        low := greatest(low, power(greatest(0, (score - 0.5) / full_score), 5));
    END IF;
    IF 2 * low > 1 THEN
        fades_at := evidence_at + make_interval(secs => ceil(-ln(least(1, 2 * low - 1)) / 0.000697 * 86400));
    END IF;
END $$;
"""

class Migration(migrations.Migration):
    """When each record was proved last, and what that makes of its score."""

    dependencies: ClassVar = [("quality", "0007_judging")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("pk", models.CompositePrimaryKey("record_id", "source", blank=True, editable=False, primary_key=True, serialize=False)),
                ("record_id", models.UUIDField()),
                ("source", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "quality_proof"},
        ),
        migrations.RunSQL(WORTH, "DROP FUNCTION quality_worth(float8, timestamptz, timestamptz);"),
    ]


# For the rooms whose records fade: their scores follow what they were proved by. Only what moves is written.
FADE = """
CREATE FUNCTION quality_fade_{kind}(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE moved uuid[] := ARRAY(
    SELECT r.id FROM {table} r CROSS JOIN LATERAL quality_worth(r.full_score, greatest(r.made_at, {proved}), now()) w
    WHERE r.id = ANY (ids) AND r.full_score IS NOT NULL AND (r.score, r.timeliness) IS DISTINCT FROM (w.score, w.timeliness)
    ORDER BY r.id);
BEGIN
    IF cardinality(moved) > 0 THEN
        UPDATE {table} r SET (score, timeliness, fades_at) = (
            SELECT w.score, w.timeliness, w.fades_at
            FROM quality_worth(r.full_score, greatest(r.made_at, {proved}), now()) w)
        WHERE r.id = ANY (moved) AND r.full_score IS NOT NULL;
    END IF;
END $$;
"""
PROVED = "(SELECT max(e.at) FROM quality_proof e WHERE e.record_id = r.id)"


def fading(kind: str, table: str) -> migrations.RunSQL:
    """Let the scores of a kind of record follow their proofs."""
    return migrations.RunSQL(
        FADE.format(kind=kind, table=table, proved=PROVED), f"DROP FUNCTION quality_fade_{kind}(uuid[]);"
    )

# Told when sources proved records last; `whole`: that is all there is, NULL for nothing, else what is later holds. Written out
# for the kinds that there are: a statement put together at each call would cost as much as all the rest.
PROVE = """
CREATE FUNCTION quality_prove(records uuid[], kinds text[], sources text[], moments timestamptz[], whole boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE moved uuid[]; moved_kinds text[]; gone uuid[]; gone_kinds text[];
BEGIN
    WITH kept AS (
        INSERT INTO quality_proof AS q (record_id, source, kind, at)
        SELECT t.* FROM unnest(records, sources, kinds, moments) t(record_id, source, kind, at)
        WHERE t.at IS NOT NULL ORDER BY 1, 2
        ON CONFLICT (record_id, source) DO UPDATE SET at = EXCLUDED.at
        WHERE q.at < EXCLUDED.at OR (whole AND q.at <> EXCLUDED.at) RETURNING q.record_id, q.kind::text
    ) SELECT array_agg(record_id), array_agg(kind) INTO moved, moved_kinds FROM kept;
    IF whole THEN
        WITH lost AS (
            DELETE FROM quality_proof q USING unnest(records, sources, moments) t(record_id, source, at)
            WHERE t.at IS NULL AND q.record_id = t.record_id AND q.source = t.source RETURNING q.record_id, q.kind::text
        ) SELECT array_agg(record_id), array_agg(kind) INTO gone, gone_kinds FROM lost;
        moved := moved || gone;
        moved_kinds := moved_kinds || gone_kinds;
    END IF;
    {fades}
END $$;
"""
FADES = """IF '{kind}' = ANY (moved_kinds) THEN
        PERFORM quality_fade_{kind}(ARRAY(SELECT m.id FROM unnest(moved, moved_kinds) m(id, kind) WHERE m.kind = '{kind}'));
    END IF;
"""


def proving(*kinds: str) -> migrations.RunSQL:
    """For the room above all whose records fade: what tells the database of a proof, for these kinds."""
    fades = "    ".join(FADES.format(kind=kind) for kind in kinds)
    return migrations.RunSQL(
        PROVE.format(fades=fades), "DROP FUNCTION quality_prove(uuid[], text[], text[], timestamptz[], boolean);"
    )
