from typing import ClassVar

from django.db import migrations

# A number that no plan could read has no value of its own; it is found by its digits all the same.
BY_TRIGRAMS = "SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off"
INDEX = r"""
CREATE INDEX point_unread_trgm ON people_point USING gin (regexp_replace(raw, '\D', '', 'g') gin_trgm_ops)
WHERE kind = 'phone' AND value = ''
"""
FUNCTION = r"""
CREATE OR REPLACE FUNCTION people_points_holding(sort text, part text, most int)
RETURNS TABLE (person_id uuid, company_id uuid, raw text, value text) LANGUAGE plpgsql STABLE ROWS 100
{how} AS $$ BEGIN
    RETURN QUERY SELECT p.person_id, p.company_id, p.raw::text, p.value::text FROM people_point p
    WHERE p.kind IN ('phone', 'email') AND p.kind = sort AND p.value LIKE part LIMIT most;
    {unread}
END $$
"""
UNREAD = r"""
    IF sort = 'phone' THEN
        RETURN QUERY SELECT p.person_id, p.company_id, p.raw::text, regexp_replace(p.raw, '\D', '', 'g')
        FROM people_point p
        WHERE p.kind = 'phone' AND p.value = '' AND regexp_replace(p.raw, '\D', '', 'g') LIKE part LIMIT most;
    END IF;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0004_found_by_trigrams")]
    operations: ClassVar = [
        migrations.RunSQL(INDEX, "DROP INDEX point_unread_trgm"),
        migrations.RunSQL(
            FUNCTION.replace("{how}", BY_TRIGRAMS).replace("{unread}", UNREAD),
            FUNCTION.replace("{how}", BY_TRIGRAMS).replace("{unread}", ""),
        ),
    ]
