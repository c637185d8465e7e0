from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

INDEX = """
ON work_activity (person_id, at)
WHERE person_id IS NOT NULL AND state IN ('to_do', 'planned') AND retracted_at IS NULL
"""
# The last contact is met on the way back from the newest, the next step by an index of what is still to be done: no walk over
# all that was ever done with the person. Where no contact moved, the last one stays, and isn't looked for.
REFRESH = """
DROP FUNCTION work_refresh_standing(uuid[]);
CREATE FUNCTION work_refresh_standing(people uuid[], contacts boolean DEFAULT true) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO work_standing AS s (person_id, owner_id, last_contact_at, next_step_at)
    SELECT p.id, p.owner_id,
        CASE WHEN NOT contacts AND k.person_id IS NOT NULL THEN k.last_contact_at ELSE greatest(x.contact_at, (
            SELECT max(a.at) FROM work_activity a
            WHERE a.person_id = p.id AND a.person_id IS NOT NULL AND a.is_contact AND a.retracted_at IS NULL)) END,
        least(x.step_at, (
            SELECT min(a.at) FROM work_activity a
            WHERE a.person_id = p.id AND a.person_id IS NOT NULL AND a.state IN ('to_do', 'planned')
              AND a.retracted_at IS NULL))
    FROM people_person p LEFT JOIN work_standing k ON k.person_id = p.id
    CROSS JOIN LATERAL (
        SELECT max(a.at) FILTER (WHERE a.is_contact) AS contact_at,
               min(a.at) FILTER (WHERE a.state IN ('to_do', 'planned')) AS step_at
        FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id
        WHERE t.person_id = p.id AND a.retracted_at IS NULL
    ) x
    WHERE p.id = ANY (people)
    ORDER BY p.id
    ON CONFLICT (person_id) DO UPDATE
    SET owner_id = EXCLUDED.owner_id, next_step_at = EXCLUDED.next_step_at,
        last_contact_at = CASE WHEN contacts THEN EXCLUDED.last_contact_at ELSE s.last_contact_at END
    WHERE (s.owner_id, s.next_step_at) IS DISTINCT FROM (EXCLUDED.owner_id, EXCLUDED.next_step_at)
       OR (contacts AND s.last_contact_at IS DISTINCT FROM EXCLUDED.last_contact_at);
END $$;
"""
MOVED = """
CREATE OR REPLACE FUNCTION work_activity_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE met uuid[]; awaited uuid[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        met := ARRAY(SELECT DISTINCT person_id FROM gone WHERE person_id IS NOT NULL ORDER BY 1);
    ELSE
        WITH moved AS MATERIALIZED (
            SELECT n.id, o.person_id AS former_id, n.person_id AS present_id, o.is_contact OR n.is_contact AS was_met
            FROM gone o JOIN fresh n USING (id)
            WHERE (o.person_id, o.at, o.state, o.is_contact, o.retracted_at)
                  IS DISTINCT FROM (n.person_id, n.at, n.state, n.is_contact, n.retracted_at)
              AND (o.is_contact OR n.is_contact OR (o.state IN ('to_do', 'planned') AND o.retracted_at IS NULL)
                   OR (n.state IN ('to_do', 'planned') AND n.retracted_at IS NULL))
        ), touched AS (
            SELECT person_id, bool_or(was_met) AS was_met FROM (
                SELECT former_id AS person_id, was_met FROM moved UNION ALL SELECT present_id, was_met FROM moved
                UNION ALL
                SELECT t.person_id, m.was_met FROM moved m JOIN work_attendance t ON t.activity_id = m.id
            ) x WHERE person_id IS NOT NULL GROUP BY 1)
        SELECT array_agg(person_id ORDER BY person_id) FILTER (WHERE was_met),
               array_agg(person_id ORDER BY person_id) FILTER (WHERE NOT was_met)
        INTO met, awaited FROM touched;
    END IF;
    IF cardinality(met) > 0 THEN
        PERFORM work_refresh_standing(met);
    END IF;
    IF cardinality(awaited) > 0 THEN
        PERFORM work_refresh_standing(awaited, false);
    END IF;
    RETURN NULL;
END $$;
"""

BEFORE = """
DROP FUNCTION work_refresh_standing(uuid[], boolean);
CREATE FUNCTION work_refresh_standing(people uuid[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
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
    WHERE (work_standing.owner_id, work_standing.last_contact_at, work_standing.next_step_at)
        IS DISTINCT FROM (EXCLUDED.owner_id, EXCLUDED.last_contact_at, EXCLUDED.next_step_at); END
$$;
CREATE OR REPLACE FUNCTION work_activity_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        touched := ARRAY(SELECT DISTINCT person_id FROM gone WHERE person_id IS NOT NULL ORDER BY 1);
    ELSE
        touched := ARRAY(
            WITH moved AS MATERIALIZED (
                SELECT n.id, o.person_id AS former_id, n.person_id AS present_id FROM gone o JOIN fresh n USING (id)
                WHERE (o.person_id, o.at, o.state, o.is_contact, o.retracted_at)
                      IS DISTINCT FROM (n.person_id, n.at, n.state, n.is_contact, n.retracted_at))
            SELECT person_id FROM (
                SELECT former_id AS person_id FROM moved UNION SELECT present_id FROM moved
                UNION SELECT t.person_id FROM moved m JOIN work_attendance t ON t.activity_id = m.id
            ) x WHERE person_id IS NOT NULL ORDER BY 1);
    END IF;
    IF cardinality(touched) > 0 THEN
        PERFORM work_refresh_standing(touched);
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """What is changed of many meetings touches of each person's standing what can have moved, and no more."""

    atomic = False
    dependencies: ClassVar = [("work", "0023_taken_back_of")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("activity_step_of_person", INDEX),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["person", "at"],
                        condition=models.Q(
                            ("person__isnull", False),
                            ("state__in", ["to_do", "planned"]),
                            ("retracted_at__isnull", True),
                        ),
                        name="activity_step_of_person",
                    ),
                )
            ],
        ),
        migrations.RunSQL(REFRESH + MOVED, BEFORE),
    ]
