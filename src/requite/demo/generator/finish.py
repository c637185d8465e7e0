"""What the database's triggers would have kept, counted once for all."""

STANDINGS = """
INSERT INTO work_standing (person_id, owner_id, last_contact_at, next_step_at)
SELECT p.id, p.owner_id, x.last_contact_at, x.next_step_at
FROM (
    SELECT person_id, max(at) FILTER (WHERE is_contact) AS last_contact_at, min(at) FILTER (WHERE is_open) AS next_step_at
    FROM (
        SELECT person_id, at, is_contact, state IN ('to_do', 'planned') AS is_open
        FROM work_activity WHERE person_id IS NOT NULL AND retracted_at IS NULL
        UNION ALL
        SELECT t.person_id, a.at, a.is_contact, a.state IN ('to_do', 'planned')
        FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id WHERE a.retracted_at IS NULL
    ) y GROUP BY person_id
) x JOIN people_person p ON p.id = x.person_id
"""
# The very function that the triggers call, for every rep and day at once.
TALLIES = """
SELECT plans_recount(array_agg(u), array_agg(d)) FROM (
    SELECT owner_id AS u, day AS d FROM work_activity WHERE state IN ('done', 'held') GROUP BY 1, 2
    UNION
    SELECT p.user_id, a.day FROM work_participation p JOIN work_activity a ON a.id = p.activity_id GROUP BY 1, 2
) k
"""
NEW_PEOPLE = """
INSERT INTO plans_tally (figure, owner_id, team_id, day, counted, pending)
SELECT 'new_people', owner_id, NULL, (made_at AT TIME ZONE %(zone)s)::date,
       count(*) FILTER (WHERE cardinality(missing) = 0), count(*) FILTER (WHERE cardinality(missing) > 0)
FROM people_person WHERE owner_id IS NOT NULL AND archived_at IS NULL GROUP BY 2, 4
"""
ENTRIES = "SELECT setval(pg_get_serial_sequence('journal_entry', 'id'), (SELECT max(id) FROM journal_entry))"
