from typing import ClassVar

from django.db import migrations

from requite.deals.tallies import RECOUNT

# How many open deals each owner has in each stage by the month ("m") and the day ("d") of their expected close, and what
# they are worth. Kept by triggers for each statement: what a statement takes away and what it brings, as differences. The
# rows are locked in the order of their key. A deal without an owner is under the null id, one without a date under infinity.
TABLE = """
CREATE TABLE deals_tally (
    stage_id uuid NOT NULL, grain char(1) NOT NULL, starts_on date NOT NULL, owner_id uuid NOT NULL,
    deals integer NOT NULL, value numeric(30, 0) NOT NULL, unpriced integer NOT NULL,
    PRIMARY KEY (stage_id, grain, starts_on, owner_id)
) WITH (fillfactor = 70);
"""
FUNCTION = """
CREATE FUNCTION deals_deal_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {body}
    RETURN NULL;
END $$
"""
BODY = """
INSERT INTO deals_tally AS t (stage_id, grain, starts_on, owner_id, deals, value, unpriced)
SELECT x.stage_id, g.grain, g.starts_on, coalesce(x.owner_id, '00000000-0000-0000-0000-000000000000'),
       sum(x.sign), sum(x.sign * coalesce(x.value, 0)), sum(x.sign * (x.value IS NULL)::int)
FROM ({rows}) x CROSS JOIN LATERAL (VALUES
    ('m', coalesce(date_trunc('month', x.expected_on)::date, 'infinity')), ('d', x.expected_on)) g(grain, starts_on)
WHERE g.starts_on IS NOT NULL
GROUP BY 1, 2, 3, 4
HAVING sum(x.sign) <> 0 OR sum(x.sign * coalesce(x.value, 0)) <> 0 OR sum(x.sign * (x.value IS NULL)::int) <> 0
ORDER BY 1, 2, 3, 4
ON CONFLICT (stage_id, grain, starts_on, owner_id) DO UPDATE
SET deals = t.deals + EXCLUDED.deals, value = t.value + EXCLUDED.value, unpriced = t.unpriced + EXCLUDED.unpriced;
"""
ROWS = """SELECT stage_id, owner_id, expected_on, value, {sign} AS sign FROM {table}
    WHERE state = 'open' AND archived_at IS NULL"""
FRESH, GONE = ROWS.format(sign=1, table="fresh"), ROWS.format(sign=-1, table="gone")


def function(name: str, rows: str) -> str:
    return FUNCTION.replace("deals_deal_moved", name).replace("{body}", BODY.replace("{rows}", rows))


TRIGGERS = """
CREATE TRIGGER tally_insert AFTER INSERT ON deals_deal REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION deals_deal_added();
CREATE TRIGGER tally_update AFTER UPDATE ON deals_deal REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION deals_deal_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON deals_deal REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION deals_deal_erased();
"""
BACK = """
DROP FUNCTION deals_deal_added() CASCADE;
DROP FUNCTION deals_deal_moved() CASCADE;
DROP FUNCTION deals_deal_erased() CASCADE;
DROP TABLE deals_tally;
"""
# Every order of the list of open deals, for those who see everybody's; a rep's own are few.
INDEXES = """
CREATE INDEX deal_open_by_close ON deals_deal (coalesce(expected_on, 'infinity'::date), id)
    WHERE state = 'open' AND archived_at IS NULL;
CREATE INDEX deal_open_by_value ON deals_deal (coalesce(value, -1), id) WHERE state = 'open' AND archived_at IS NULL;
CREATE INDEX deal_open_by_age ON deals_deal (entered_at, id) WHERE state = 'open' AND archived_at IS NULL;
CREATE INDEX deal_open_by_name ON deals_deal (title_fold, id) WHERE state = 'open' AND archived_at IS NULL;
CREATE INDEX deal_title_trgm ON deals_deal USING gin (title_fold gin_trgm_ops);
"""
NO_INDEXES = """
DROP INDEX deal_open_by_close, deal_open_by_value, deal_open_by_age, deal_open_by_name, deal_title_trgm
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("deals", "0006_stakeholders")]
    operations: ClassVar = [
        migrations.RunSQL(
            TABLE
            + function("deals_deal_added", FRESH) + ";"
            + function("deals_deal_moved", f"{FRESH} UNION ALL {GONE}") + ";"
            + function("deals_deal_erased", GONE) + ";"
            + TRIGGERS + RECOUNT,
            BACK,
        ),
        migrations.RunSQL(INDEXES, NO_INDEXES),
    ]
