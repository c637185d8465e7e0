from importlib import import_module
from typing import ClassVar

from django.db import migrations

proofs = import_module("requite.quality.migrations.0008_proofs")

# What somebody answered proves the person, the company and the deal that it was about, and all who came to a meeting.
ANSWERED = """
CREATE FUNCTION work_answered(kind text, state text, outcome_class text, seconds integer) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT (kind = 'meeting' AND state = 'held') OR (kind = 'call' AND state = 'done'
        AND (outcome_class = 'reached' OR (coalesce(seconds, 0) >= 30 AND outcome_class <> 'wrong_number')))
$$;
"""
IS_PROOF = "{a}.retracted_at IS NULL AND work_answered({a}.kind, {a}.state, {a}.outcome_class, {a}.seconds)"
OF = "(VALUES ('person', {a}.person_id), ('company', {a}.company_id), ('deal', {a}.deal_id))"
PROVE = "quality_prove(array_agg(x.id), array_agg(x.kind::text), array_agg(x.source::text), array_agg(x.at), {whole})"
ADDED = f"""
CREATE FUNCTION work_proofs_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh n WHERE {IS_PROOF.format(a="n")}) THEN
        PERFORM {PROVE.format(whole="false")} FROM (
            SELECT v.id, v.kind, n.kind AS source, max(n.at) AS at FROM fresh n CROSS JOIN LATERAL {OF.format(a="n")} v(kind, id)
            WHERE v.id IS NOT NULL AND {IS_PROOF.format(a="n")} GROUP BY 1, 2, 3
        ) x;
    END IF;
    RETURN NULL;
END $$;
"""
# The newest of what is left, by the indexes in which a record's activities lie by time.
LAST = f"""
CREATE FUNCTION work_last_proof(of_kind text, of_id uuid, of_source text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF of_kind = 'company' THEN
        RETURN (SELECT a.at FROM work_activity a WHERE a.company_id = of_id AND a.kind = of_source
                AND {IS_PROOF.format(a="a")} ORDER BY a.at DESC, a.id DESC LIMIT 1);
    ELSIF of_kind = 'deal' THEN
        RETURN (SELECT a.at FROM work_activity a WHERE a.deal_id = of_id AND a.kind = of_source
                AND {IS_PROOF.format(a="a")} ORDER BY a.at DESC, a.id DESC LIMIT 1);
    END IF;
    RETURN greatest(
        (SELECT a.at FROM work_activity a WHERE a.person_id = of_id AND a.kind = of_source
         AND {IS_PROOF.format(a="a")} ORDER BY a.at DESC, a.id DESC LIMIT 1),
        (SELECT max(a.at) FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id
         WHERE t.person_id = of_id AND a.kind = of_source AND {IS_PROOF.format(a="a")}));
END $$;
"""
MOVED = f"""
CREATE FUNCTION work_proofs_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone o WHERE {IS_PROOF.format(a="o")})
        OR EXISTS (SELECT FROM fresh n WHERE {IS_PROOF.format(a="n")}) THEN
        PERFORM {PROVE.format(whole="true")} FROM (
            WITH moved AS (
                SELECT o.id, o.kind AS source, o.person_id AS p, o.company_id AS c, o.deal_id AS d,
                       n.person_id, n.company_id, n.deal_id
                FROM gone o JOIN fresh n USING (id)
                WHERE ({IS_PROOF.format(a="o")} OR {IS_PROOF.format(a="n")})
                  AND (o.person_id, o.company_id, o.deal_id, o.at, {IS_PROOF.format(a="o")})
                      IS DISTINCT FROM (n.person_id, n.company_id, n.deal_id, n.at, {IS_PROOF.format(a="n")})
            ), touched AS (
                SELECT v.kind, v.id, m.source FROM moved m CROSS JOIN LATERAL (VALUES
                    ('person', m.p), ('company', m.c), ('deal', m.d),
                    ('person', m.person_id), ('company', m.company_id), ('deal', m.deal_id)) v(kind, id)
                WHERE v.id IS NOT NULL
                UNION
                SELECT 'person', t.person_id, m.source FROM moved m JOIN work_attendance t ON t.activity_id = m.id
            )
            SELECT t.id, t.kind, t.source, work_last_proof(t.kind, t.id, t.source) AS at FROM touched t
        ) x HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;
"""
ERASED = f"""
CREATE FUNCTION work_proofs_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM {PROVE.format(whole="true")} FROM (
        SELECT DISTINCT v.id, v.kind, o.kind AS source, work_last_proof(v.kind, v.id, o.kind) AS at
        FROM gone o CROSS JOIN LATERAL {OF.format(a="o")} v(kind, id) WHERE v.id IS NOT NULL AND {IS_PROOF.format(a="o")}
    ) x HAVING count(*) > 0;
    RETURN NULL;
END $$;
"""
COME = f"""
CREATE FUNCTION work_attended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM {PROVE.format(whole="false")} FROM (
        SELECT n.person_id AS id, 'person' AS kind, a.kind AS source, max(a.at) AS at
        FROM fresh n JOIN work_activity a ON a.id = n.activity_id WHERE {IS_PROOF.format(a="a")} GROUP BY 1, 2, 3
    ) x HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE FUNCTION work_stayed_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM {PROVE.format(whole="true")} FROM (
        SELECT DISTINCT o.person_id AS id, 'person' AS kind, a.kind AS source,
               work_last_proof('person', o.person_id, a.kind) AS at
        FROM gone o JOIN work_activity a ON a.id = o.activity_id WHERE {IS_PROOF.format(a="a")}
    ) x HAVING count(*) > 0;
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER proof_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_proofs_added();
CREATE TRIGGER proof_update AFTER UPDATE ON work_activity REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_proofs_moved();
CREATE TRIGGER proof_delete AFTER DELETE ON work_activity REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION work_proofs_erased();
CREATE TRIGGER proof_insert AFTER INSERT ON work_attendance REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_attended();
CREATE TRIGGER proof_delete AFTER DELETE ON work_attendance REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION work_stayed_away();
"""
BACK = """
DROP FUNCTION work_stayed_away() CASCADE;
DROP FUNCTION work_attended() CASCADE;
DROP FUNCTION work_proofs_erased() CASCADE;
DROP FUNCTION work_proofs_moved() CASCADE;
DROP FUNCTION work_proofs_added() CASCADE;
DROP FUNCTION work_last_proof(text, uuid, text);
DROP FUNCTION work_answered(text, text, text, integer);
"""
FILL = f"""
SET LOCAL statement_timeout = 0;
INSERT INTO quality_proof (record_id, source, kind, at)
SELECT x.id, x.source, x.kind, max(x.at) FROM (
    SELECT v.id, a.kind AS source, v.kind, a.at FROM work_activity a CROSS JOIN LATERAL {OF.format(a="a")} v(kind, id)
    WHERE v.id IS NOT NULL AND {IS_PROOF.format(a="a")}
    UNION ALL
    SELECT t.person_id, a.kind, 'person', a.at FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id
    WHERE {IS_PROOF.format(a="a")}
) x GROUP BY 1, 2, 3;
"""  # noqa: S608


class Migration(migrations.Migration):
    """Calls that reached somebody and held meetings prove whom they were with, in the transaction that writes them."""

    dependencies: ClassVar = [
        ("work", "0019_parts"),
        ("people", "0016_lasting"),
        ("deals", "0015_lasting"),
        ("quality", "0008_proofs"),
    ]
    operations: ClassVar = [
        proofs.proving("person", "company", "deal"),
        migrations.RunSQL(ANSWERED + ADDED + LAST + MOVED + ERASED + COME + TRIGGERS, BACK),
        migrations.RunSQL(FILL, "DELETE FROM quality_proof WHERE source IN ('call', 'meeting');"),
    ]
