from typing import ClassVar

from django.db import migrations

# The same statement as before in a function whose plan is kept: planning it for each call took longer than running it.
FUNCTION = """
CREATE OR REPLACE FUNCTION work_refresh_standing(people uuid[]) RETURNS void LANGUAGE {language} AS $$ {begin}
    INSERT INTO work_standing (person_id, owner_id, last_contact_at, next_step_at)
    SELECT p.id, p.owner_id, max(x.at) FILTER (WHERE x.is_contact), min(x.at) FILTER (WHERE x.is_open)
    FROM people_person p
    LEFT JOIN LATERAL (
        SELECT a.at, a.is_contact, a.state IN ('to_do', 'planned') AS is_open
        FROM work_activity a WHERE a.person_id = p.id AND a.retracted_at IS NULL
        UNION ALL
        SELECT a.at, a.is_contact, a.state IN ('to_do', 'planned')
        FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id
        WHERE t.person_id = p.id AND a.retracted_at IS NULL
    ) x ON true
    WHERE p.id = ANY (people)
    GROUP BY p.id
    ON CONFLICT (person_id) DO UPDATE
    SET owner_id = EXCLUDED.owner_id, last_contact_at = EXCLUDED.last_contact_at, next_step_at = EXCLUDED.next_step_at
    {condition}; {end}
$$
"""
CHANGED = """WHERE (work_standing.owner_id, work_standing.last_contact_at, work_standing.next_step_at)
        IS DISTINCT FROM (EXCLUDED.owner_id, EXCLUDED.last_contact_at, EXCLUDED.next_step_at)"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0004_was_planned")]
    operations: ClassVar = [
        migrations.RunSQL(
            FUNCTION.format(language="plpgsql", begin="BEGIN", end="END", condition=CHANGED),
            FUNCTION.format(language="sql", begin="", end="", condition=""),
        )
    ]
