from typing import ClassVar

from django.db import migrations

# What holds a text anywhere is found by its trigrams. Told to take the first few, the planner would rather walk a whole
# table in the hope of meeting them soon, forty milliseconds when they lie at its end; so it isn't given the choice.
BY_TRIGRAMS = "SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off"
NAMED = """
CREATE FUNCTION {name}(first text, last text, most int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 100
{how} AS $$ BEGIN
    RETURN QUERY SELECT id FROM {table}
    WHERE name_fold LIKE first COLLATE "C" AND name_fold LIKE last COLLATE "C" AND archived_at IS NULL LIMIT most;
END $$
"""
HOLDING = """
CREATE FUNCTION people_points_holding(sort text, part text, most int)
RETURNS TABLE (person_id uuid, company_id uuid, raw text, value text) LANGUAGE plpgsql STABLE ROWS 100
{how} AS $$ BEGIN
    RETURN QUERY SELECT p.person_id, p.company_id, p.raw::text, p.value::text FROM people_point p
    WHERE p.kind IN ('phone', 'email') AND p.kind = sort AND p.value LIKE part LIMIT most;
END $$
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0003_archived_companies_by_name")]
    operations: ClassVar = [
        migrations.RunSQL(
            NAMED.format(name="people_persons_named", table="people_person", how=BY_TRIGRAMS),
            "DROP FUNCTION people_persons_named(text, text, int)",
        ),
        migrations.RunSQL(
            NAMED.format(name="people_companies_named", table="people_company", how=BY_TRIGRAMS),
            "DROP FUNCTION people_companies_named(text, text, int)",
        ),
        migrations.RunSQL(
            HOLDING.format(how=BY_TRIGRAMS), "DROP FUNCTION people_points_holding(text, text, int)"
        ),
    ]
