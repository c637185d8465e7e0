from typing import ClassVar

from django.db import migrations, models

# Closures of deals are rows that stay: sums of them, exact by differences, as with new people.
ROWS = """SELECT owner_id, team_id, day, is_complete AS ok, {sign} * sign AS one, {sign} * value AS worth FROM {table}
    WHERE owner_id IS NOT NULL AND sign <> 0 AND value * sign > 0
      AND (state = 'won' OR (state = 'reopened' AND value < 0))"""
BODY = """
    INSERT INTO plans_tally AS t (figure, owner_id, team_id, day, counted, pending)
    SELECT f.figure, x.owner_id, x.team_id, x.day,
           coalesce(sum(f.amount) FILTER (WHERE x.ok), 0), coalesce(sum(f.amount) FILTER (WHERE NOT x.ok), 0)
    FROM ({rows}) x CROSS JOIN LATERAL (VALUES ('deals_won', x.one::bigint), ('revenue', x.worth)) f(figure, amount)
    GROUP BY 1, 2, 3, 4
    HAVING sum(f.amount) FILTER (WHERE x.ok) <> 0 OR sum(f.amount) FILTER (WHERE NOT x.ok) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (owner_id, figure, day, team_id) DO UPDATE
    SET counted = t.counted + EXCLUDED.counted, pending = t.pending + EXCLUDED.pending;
"""
FRESH, GONE = ROWS.format(sign=1, table="fresh"), ROWS.format(sign=-1, table="gone")
FUNCTION = f"""
CREATE FUNCTION plans_closure_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN {BODY.format(rows=FRESH)}
    ELSIF TG_OP = 'DELETE' THEN {BODY.format(rows=GONE)}
    ELSE {BODY.format(rows=f"{FRESH} UNION ALL {GONE}")}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_insert AFTER INSERT ON deals_closure REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_closure_moved();
CREATE TRIGGER tally_update AFTER UPDATE ON deals_closure REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_closure_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON deals_closure REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION plans_closure_moved();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0003_new_people"), ("deals", "0002_shipped")]
    operations: ClassVar = [
        migrations.AlterField("tally", "counted", models.BigIntegerField()),
        migrations.AlterField("tally", "pending", models.BigIntegerField()),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION plans_closure_moved() CASCADE"),
    ]
