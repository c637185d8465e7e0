from importlib import import_module
from typing import ClassVar

from django.db import migrations

before = import_module("requite.work.migrations.0020_proofs")

# What is left to prove a record is looked for once nobody else can tell of another proof: the rows are locked first, and
# the look is a statement of its own, which sees what was kept while this one waited.
AGAIN = """
CREATE FUNCTION work_prove_again(ids uuid[], kinds text[], sources text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM FROM quality_proof q WHERE q.record_id = ANY(ids) ORDER BY q.record_id, q.source FOR UPDATE;
    PERFORM quality_prove(ids, kinds, sources, ARRAY(
        SELECT work_last_proof(t.kind, t.id, t.source)
        FROM unnest(ids, kinds, sources) WITH ORDINALITY t(id, kind, source, n) ORDER BY t.n), true);
END $$;
"""
IS_OLD, IS_NEW, IS_ACT = (before.IS_PROOF.format(a=a) for a in "ona")
OF_OLD = before.OF.format(a="o")
GATHER = "SELECT array_agg(x.id), array_agg(x.kind::text), array_agg(x.source::text) INTO ids, kinds, sources FROM"
IN_TURN = f"""
CREATE OR REPLACE FUNCTION work_proofs_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids uuid[]; kinds text[]; sources text[];
BEGIN
    IF EXISTS (SELECT FROM gone o WHERE {IS_OLD}) OR EXISTS (SELECT FROM fresh n WHERE {IS_NEW}) THEN
        WITH moved AS (
            SELECT o.id, o.kind AS source, o.person_id AS p, o.company_id AS c, o.deal_id AS d,
                   n.person_id, n.company_id, n.deal_id
            FROM gone o JOIN fresh n USING (id)
            WHERE ({IS_OLD} OR {IS_NEW}) AND (o.person_id, o.company_id, o.deal_id, o.at, {IS_OLD})
                IS DISTINCT FROM (n.person_id, n.company_id, n.deal_id, n.at, {IS_NEW})
        ), touched AS (
            SELECT v.kind, v.id, m.source FROM moved m CROSS JOIN LATERAL (VALUES
                ('person', m.p), ('company', m.c), ('deal', m.d),
                ('person', m.person_id), ('company', m.company_id), ('deal', m.deal_id)) v(kind, id)
            WHERE v.id IS NOT NULL
            UNION
            SELECT 'person', t.person_id, m.source FROM moved m JOIN work_attendance t ON t.activity_id = m.id
        ) {GATHER} touched x;
        PERFORM work_prove_again(ids, kinds, sources);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION work_proofs_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids uuid[]; kinds text[]; sources text[];
BEGIN
    {GATHER} (
        SELECT DISTINCT v.id, v.kind, o.kind AS source FROM gone o CROSS JOIN LATERAL {OF_OLD} v(kind, id)
        WHERE v.id IS NOT NULL AND {IS_OLD}
    ) x;
    PERFORM work_prove_again(ids, kinds, sources);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION work_stayed_away() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids uuid[]; kinds text[]; sources text[];
BEGIN
    {GATHER} (
        SELECT DISTINCT o.person_id AS id, 'person' AS kind, a.kind AS source
        FROM gone o JOIN work_activity a ON a.id = o.activity_id WHERE {IS_ACT}
    ) x;
    PERFORM work_prove_again(ids, kinds, sources);
    RETURN NULL;
END $$;
"""
STAYED_AWAY = before.COME[before.COME.index("CREATE FUNCTION work_stayed_away") :]
BACK = (before.MOVED + before.ERASED + STAYED_AWAY).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    """Taking a proof back never covers one that is told of at the same moment."""

    dependencies: ClassVar = [("work", "0021_standing_of_moved")]
    operations: ClassVar = [
        migrations.RunSQL(AGAIN, "DROP FUNCTION work_prove_again(uuid[], text[], text[]);"),
        migrations.RunSQL(IN_TURN, BACK),
    ]
