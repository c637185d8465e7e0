from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from requite.work.tallies import FILL

# How many open deals of each pipeline and owner have their next step on a day ("d") and in a month ("m") of UTC, and what
# they are worth. Kept by triggers for each statement, as deals_tally is. A deal without an owner is under the null id, one
# without a next step under infinity.
TABLE = """
CREATE TABLE work_deal_tally (
    pipeline_id uuid NOT NULL, grain char(1) NOT NULL, starts_on date NOT NULL, owner_id uuid NOT NULL,
    deals integer NOT NULL, value numeric(30, 0) NOT NULL, unpriced integer NOT NULL,
    PRIMARY KEY (pipeline_id, grain, starts_on, owner_id)
) WITH (fillfactor = 70);
"""
BODY = """
CREATE FUNCTION work_deal_standing_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO work_deal_tally AS t (pipeline_id, grain, starts_on, owner_id, deals, value, unpriced)
    SELECT x.pipeline_id, g.grain, g.starts_on, coalesce(x.owner_id, '00000000-0000-0000-0000-000000000000'),
           sum(x.sign), sum(x.sign * coalesce(x.value, 0)), sum(x.sign * (x.value IS NULL)::int)
    FROM ({rows}) x CROSS JOIN LATERAL (VALUES
        ('m', coalesce(date_trunc('month', x.next_step_at AT TIME ZONE 'UTC')::date, 'infinity')),
        ('d', (x.next_step_at AT TIME ZONE 'UTC')::date)) g(grain, starts_on)
    WHERE g.starts_on IS NOT NULL
    GROUP BY 1, 2, 3, 4
    HAVING sum(x.sign) <> 0 OR sum(x.sign * coalesce(x.value, 0)) <> 0 OR sum(x.sign * (x.value IS NULL)::int) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (pipeline_id, grain, starts_on, owner_id) DO UPDATE
    SET deals = t.deals + EXCLUDED.deals, value = t.value + EXCLUDED.value, unpriced = t.unpriced + EXCLUDED.unpriced;
    RETURN NULL;
END $$;
"""
FRESH = "SELECT *, 1 AS sign FROM fresh"
GONE = "SELECT *, -1 AS sign FROM gone"


def counting(name: str, rows: str) -> str:
    return BODY.replace("work_deal_standing_moved", name).replace("{rows}", rows)


TALLIES = """
CREATE TRIGGER tally_insert AFTER INSERT ON work_deal_standing REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_deal_standing_added();
CREATE TRIGGER tally_update AFTER UPDATE ON work_deal_standing REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_deal_standing_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON work_deal_standing REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION work_deal_standing_erased();
"""
# The deal first, then where it stands, each in the order of ids: whoever changes a deal holds it already, and so nobody
# waits for somebody who waits for them. What comes after the locks is read anew, so that of two who change the steps of a
# deal at once the second sees what the first did.
REFRESH = """
CREATE FUNCTION work_refresh_deals(deals uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM deals_deal WHERE id = ANY (deals) ORDER BY id FOR KEY SHARE;
    PERFORM FROM work_deal_standing WHERE deal_id = ANY (deals) ORDER BY deal_id FOR UPDATE;
    DELETE FROM work_deal_standing s WHERE s.deal_id = ANY (deals) AND NOT EXISTS (
        SELECT FROM deals_deal d WHERE d.id = s.deal_id AND d.state = 'open' AND d.archived_at IS NULL);
    INSERT INTO work_deal_standing AS s (deal_id, pipeline_id, owner_id, next_step_at, value)
    SELECT d.id, g.pipeline_id, d.owner_id, (
        SELECT min(a.at) FROM work_activity a WHERE a.deal_id = d.id AND a.deal_id IS NOT NULL
        AND a.state IN ('to_do', 'planned') AND a.retracted_at IS NULL), d.value
    FROM deals_deal d JOIN deals_stage g ON g.id = d.stage_id
    WHERE d.id = ANY (deals) AND d.state = 'open' AND d.archived_at IS NULL ORDER BY d.id
    ON CONFLICT (deal_id) DO UPDATE
    SET pipeline_id = EXCLUDED.pipeline_id, owner_id = EXCLUDED.owner_id, next_step_at = EXCLUDED.next_step_at,
        value = EXCLUDED.value
    WHERE (s.pipeline_id, s.owner_id, s.next_step_at, s.value)
          IS DISTINCT FROM (EXCLUDED.pipeline_id, EXCLUDED.owner_id, EXCLUDED.next_step_at, EXCLUDED.value);
END $$;
CREATE FUNCTION work_deals_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY(SELECT id FROM fresh ORDER BY 1);
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY(SELECT id FROM gone ORDER BY 1);
    ELSE
        touched := ARRAY(
            SELECT n.id FROM gone o JOIN fresh n USING (id)
            WHERE (o.state, o.archived_at, o.stage_id, o.owner_id, o.value)
                  IS DISTINCT FROM (n.state, n.archived_at, n.stage_id, n.owner_id, n.value) ORDER BY 1);
    END IF;
    IF cardinality(touched) > 0 THEN
        PERFORM work_refresh_deals(touched);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION work_steps_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY(SELECT DISTINCT deal_id FROM fresh
                         WHERE deal_id IS NOT NULL AND state IN ('to_do', 'planned') ORDER BY 1);
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY(SELECT DISTINCT deal_id FROM gone
                         WHERE deal_id IS NOT NULL AND state IN ('to_do', 'planned') ORDER BY 1);
    ELSE
        touched := ARRAY(
            SELECT DISTINCT x.deal_id FROM gone o JOIN fresh n USING (id) CROSS JOIN LATERAL (
                VALUES (o.deal_id), (n.deal_id)) x(deal_id)
            WHERE x.deal_id IS NOT NULL AND (o.deal_id, o.at, o.state, o.retracted_at)
                  IS DISTINCT FROM (n.deal_id, n.at, n.state, n.retracted_at) ORDER BY 1);
    END IF;
    IF cardinality(touched) > 0 THEN
        PERFORM work_refresh_deals(touched);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER work_insert AFTER INSERT ON deals_deal REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_deals_moved();
CREATE TRIGGER work_update AFTER UPDATE ON deals_deal REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_deals_moved();
CREATE TRIGGER work_delete AFTER DELETE ON deals_deal REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION work_deals_moved();
CREATE TRIGGER step_insert AFTER INSERT ON work_activity REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_steps_moved();
CREATE TRIGGER step_update AFTER UPDATE ON work_activity REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION work_steps_moved();
CREATE TRIGGER step_delete AFTER DELETE ON work_activity REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION work_steps_moved();
"""
BACK = """
DROP FUNCTION work_steps_moved() CASCADE;
DROP FUNCTION work_deals_moved() CASCADE;
DROP FUNCTION work_refresh_deals(uuid[]) CASCADE;
DROP FUNCTION work_deal_standing_added() CASCADE;
DROP FUNCTION work_deal_standing_moved() CASCADE;
DROP FUNCTION work_deal_standing_erased() CASCADE;
DROP TABLE work_deal_tally;
"""


def key(to: str, **more: object) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", db_index=False, db_constraint=False, to=to,
        **more,
    )  # fmt: skip


class Migration(migrations.Migration):
    """The board by time counts and pages open deals by their next step."""

    dependencies: ClassVar = [("work", "0011_step_of_deal"), ("deals", "0007_tallies")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="DealStanding",
            fields=[
                (
                    "deal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="standing",
                        serialize=False, to="deals.deal",
                    ),
                ),
                ("next_step_at", models.DateTimeField(null=True)),
                ("value", models.BigIntegerField(null=True)),
                ("owner", key("identity.user", null=True)),
                ("pipeline", key("deals.pipeline")),
            ],
            options={
                "db_table": "work_deal_standing",
                "indexes": [
                    models.Index(fields=["pipeline", "next_step_at", "deal"], include=["value"], name="deal_by_step"),
                    models.Index(
                        fields=["owner", "pipeline", "next_step_at", "deal"], include=["value"],
                        name="deal_by_step_of_owner",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            TABLE
            + counting("work_deal_standing_added", FRESH)
            + counting("work_deal_standing_moved", f"{FRESH} UNION ALL {GONE}")
            + counting("work_deal_standing_erased", GONE)
            + TALLIES + REFRESH,
            BACK,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]  # fmt: skip
