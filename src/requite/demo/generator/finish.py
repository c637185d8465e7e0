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
PROOFS = """
INSERT INTO quality_proof (record_id, source, kind, at)
SELECT x.id, x.source, x.kind, max(x.at) FROM (
    SELECT v.id, a.kind AS source, v.kind, a.at FROM work_activity a
    CROSS JOIN LATERAL (VALUES ('person', a.person_id), ('company', a.company_id), ('deal', a.deal_id)) v(kind, id)
    WHERE v.id IS NOT NULL AND a.retracted_at IS NULL AND work_answered(a.kind, a.state, a.outcome_class, a.seconds)
    UNION ALL
    SELECT t.person_id, a.kind, 'person', a.at FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id
    WHERE a.retracted_at IS NULL AND work_answered(a.kind, a.state, a.outcome_class, a.seconds)
) x GROUP BY 1, 2, 3
"""
# What the triggers count for a rep and day, by the same views, for all of them at once.
PARTS = """
INSERT INTO plans_tally (figure, owner_id, team_id, day, counted, pending)
SELECT CASE kind WHEN 'meeting' THEN 'meetings_held' ELSE 'calls_made' END, user_id, team_id, day,
       count(*) FILTER (WHERE is_complete), count(*) FILTER (WHERE NOT is_complete)
FROM plans_part WHERE kind = 'meeting' OR (kind = 'call' AND direction <> 'in') GROUP BY 1, 2, 3, 4
"""
CONTACTS = """
INSERT INTO plans_tally (figure, owner_id, team_id, day, counted, pending)
SELECT 'contacts', user_id, team_id, day, count(*) FILTER (WHERE ok), count(*) FILTER (WHERE NOT ok)
FROM (SELECT user_id, team_id, day, person_id, bool_or(is_complete) AS ok FROM plans_contact GROUP BY 1, 2, 3, 4) one
GROUP BY 2, 3, 4
"""
NEW_PEOPLE = """
INSERT INTO plans_tally (figure, owner_id, team_id, day, counted, pending)
SELECT 'new_people', owner_id, NULL, (made_at AT TIME ZONE %(zone)s)::date,
       count(*) FILTER (WHERE cardinality(missing) = 0), count(*) FILTER (WHERE cardinality(missing) > 0)
FROM people_person WHERE owner_id IS NOT NULL AND archived_at IS NULL GROUP BY 2, 4
"""
ENTRIES = "SELECT setval(pg_get_serial_sequence('journal_entry', 'id'), (SELECT max(id) FROM journal_entry))"
