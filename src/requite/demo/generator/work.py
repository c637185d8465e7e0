"""Two years of calls, meetings, tasks and notes, and what lies ahead, with their entries in the journal.

A record's hash gives its kind, outcome, words, state and lag by separate bits; the numbers of a day are in order of time.
"""

_COLUMNS = """score, missing, owed_at, asked, id, kind, state, owner_id, team_id, person_id, company_id, at,
    until, day, direction, outcome_id, outcome_class, seconds, point_id, topic, place, result, body, was_planned, is_joint, source,
    made_at, made_by_id, version"""
# One entry for the record's making; meetings and tasks that ended have a second.
_JOURNAL = """
INSERT INTO journal_entry (id, at, type, subject_kind, subject_id, actor_id, actor_name, via, changes)
OVERRIDING SYSTEM VALUE
SELECT %(entry)s + row_number() OVER (), CASE e.n WHEN 1 THEN m.made_at ELSE greatest(m.at, m.made_at) END, e.type, m.kind,
       m.id, r.id, r.name, 'page',
       CASE WHEN m.kind = 'call' THEN jsonb_build_object('outcome', jsonb_build_array(null, m.outcome_class))
            WHEN m.kind = 'note' THEN '{}'
            ELSE jsonb_build_object('state', jsonb_build_array(e.was, e.became)) END
FROM made m JOIN gen.rep r ON r.id = m.owner_id
CROSS JOIN LATERAL (VALUES
    (1, CASE m.kind WHEN 'call' THEN 'work.CallLogged' WHEN 'meeting' THEN 'work.MeetingPlanned'
        WHEN 'task' THEN 'work.TaskPlanned' ELSE 'work.NoteLogged' END, NULL,
     CASE m.kind WHEN 'meeting' THEN 'planned' ELSE 'to_do' END),
    (2, CASE m.kind WHEN 'meeting' THEN 'work.MeetingSettled' ELSE 'work.TaskCompleted' END,
     CASE m.kind WHEN 'meeting' THEN 'planned' ELSE 'to_do' END, m.state)) e(n, type, was, became)
WHERE e.n = 1 OR m.kind = 'meeting' AND m.state <> 'planned' OR m.kind = 'task' AND m.state <> 'to_do'
"""
DONE = (
    f"WITH made AS (INSERT INTO work_activity ({_COLUMNS})"
    """
SELECT CASE s.k WHEN 0 THEN (%(call_scores)s::int[])[1 + 2 * w.lacks + s.late] WHEN 1 THEN
           CASE WHEN w.state = 'held' THEN (%(meeting_scores)s::int[])[1 + 2 * w.lacks + s.late] ELSE 100 END ELSE 100 END,
       CASE WHEN w.lacks = 0 THEN '{}' WHEN s.k = 0 THEN ARRAY['outcome'] ELSE ARRAY['result'] END,
       CASE WHEN w.lacks = 1 THEN greatest(s.at, w.made_at) + interval '24 hours' END, '{}',
       gen.uuid((extract(epoch FROM s.at) * 1000)::bigint, s.h, s.g),
       (ARRAY['call', 'meeting', 'task', 'note'])[1 + s.k], w.state, r.id, r.team_id, p.id, p.company_id, s.at,
       CASE WHEN s.k = 1 THEN s.at + make_interval(mins => 30 + 15 * ((s.h >> 56) & 3)::int) END, s.day,
       CASE WHEN s.k <> 0 THEN '' WHEN (s.h >> 56) & 7 = 0 THEN 'in' ELSE 'out' END,
       CASE WHEN s.k = 0 AND w.lacks = 0 THEN o.id END, CASE WHEN s.k = 0 AND w.lacks = 0 THEN o.class ELSE '' END,
       CASE WHEN s.k = 0 THEN CASE WHEN o.class IN ('reached', 'to_do') THEN 31 + ((s.h >> 30) & 511)::int
                                   WHEN o.class = 'wrong_number' THEN 8 END END,
       CASE WHEN s.k = 0 THEN p.phone_id END, f.topic, f.place,
       CASE WHEN s.k = 0 AND o.class NOT IN ('reached', 'to_do') OR w.lacks = 1 OR s.k = 1 AND w.state <> 'held' THEN ''
            WHEN f.result <> '' THEN f.result || to_char(s.day, ' (DD.MM.)') ELSE '' END,
       f.body, false, s.k = 1 AND w.state = 'held' AND (s.h >> 58) & 15 = 0,
       CASE WHEN s.k = 0 AND (s.h >> 56) & 3 = 0 THEN 'captured' ELSE 'typed' END, w.made_at, r.id, 1
FROM (
    SELECT r.*, CASE WHEN x < 80 THEN 0 WHEN x < 95 THEN 1 WHEN x < 110 THEN 2 ELSE 3 END AS k,
           CASE WHEN (g >> 52) & 31 < 5 AND fresh > 0 THEN %(base)s + floor(u * fresh)::int
                ELSE mod(floor(%(work_q)s * (power(1 + %(base)s / %(work_q)s::float8, u) - 1))::bigint * %(stride)s,
                         %(base)s)::int END AS j,
           CASE WHEN (h >> 50) & 63 > 60 THEN 1 ELSE 0 END AS late
    FROM (
        SELECT i, h, g, d.day, d.fresh, d.holes, (h >> 12) & 127 AS x, (g & 4503599627370495) / 4503599627370496.0::float8 AS u,
               d.opens + make_interval(secs => floor(d.span * (i - d.first + 0.5) / (d.last - d.first)::float8)) AS at
        FROM gen.day d
        CROSS JOIN LATERAL (SELECT i, hashint8extended(i, %(seed)s + 20) AS h, hashint8extended(i, %(seed)s + 21) AS g
                            FROM generate_series(d.first, d.last - 1) i OFFSET 0) i
        WHERE d.n >= %(first)s AND d.n < %(last)s OFFSET 0
    ) r OFFSET 0
) s
JOIN gen.person p ON p.j = s.j
JOIN gen.rep r ON r.n = p.rep
JOIN gen.phrase f ON f.kind = s.k AND f.lang = p.lang AND f.slot = (s.h >> 26) & 1023
JOIN gen.outcome o ON o.slot = (s.h >> 19) & 127
CROSS JOIN LATERAL (SELECT
    CASE s.k WHEN 1 THEN CASE WHEN y < 95 THEN 'held' WHEN y < 109 THEN 'moved' WHEN y < 121 THEN 'called_off' ELSE 'no_show' END
             WHEN 2 THEN CASE WHEN y < 118 THEN 'done' ELSE 'dropped' END ELSE 'done' END AS state,
    CASE WHEN (s.k = 0 OR s.k = 1 AND y < 95) AND (s.h >> 43) & 1023 < s.holes THEN 1 ELSE 0 END AS lacks,
    CASE WHEN s.k IN (1, 2) THEN s.at - make_interval(hours => 20 + 24 * (s.h & 7)::int)
         ELSE least(%(at)s::timestamptz, s.at + CASE WHEN s.late = 1 THEN interval '30 hours'
                    ELSE make_interval(mins => 1 + (s.h & 7)::int) END) END AS made_at
    FROM (SELECT (s.h >> 36) & 127 AS y) y) w
ORDER BY s.i
RETURNING id, kind, state, owner_id, at, made_at, outcome_class)
""" + _JOURNAL
)
OPEN = (
    f"WITH made AS (INSERT INTO work_activity ({_COLUMNS})"
    """
SELECT 100, '{}', NULL, '{}', gen.uuid((extract(epoch FROM w.at) * 1000)::bigint, s.h, s.g), f.kind_name,
       CASE s.k WHEN 1 THEN 'planned' ELSE 'to_do' END, r.id, r.team_id, p.id, p.company_id, w.at,
       CASE WHEN s.k = 1 THEN w.at + interval '1 hour' END, (w.at AT TIME ZONE %(zone)s)::date,
       CASE s.k WHEN 0 THEN 'out' ELSE '' END, NULL::uuid, '', NULL::int, CASE s.k WHEN 0 THEN p.phone_id END,
       f.topic, f.place, '', '', s.k = 0, false, 'typed', %(at)s::timestamptz - interval '3 days' * (1 + (s.h & 3)), r.id, 1
FROM (SELECT i, h, g, CASE WHEN (h >> 12) & 7 < 3 THEN 1 WHEN (h >> 12) & 7 < 6 THEN 2 ELSE 0 END AS k,
             ((h >> 20) & 65535) / 65536.0::float8 AS u
      FROM (SELECT i, hashint8extended(i, %(seed)s + 22) AS h, hashint8extended(i, %(seed)s + 23) AS g
            FROM generate_series(0, %(open)s - 1) i OFFSET 0) q OFFSET 0) s
JOIN gen.person p ON p.j = mod(s.i::bigint * %(stride)s, %(people)s)
JOIN gen.rep r ON r.n = p.rep
JOIN (SELECT *, (ARRAY['call', 'meeting', 'task'])[1 + kind] AS kind_name FROM gen.phrase WHERE kind < 3) f
  ON f.kind = s.k AND f.lang = p.lang AND f.slot = (s.h >> 36) & 1023
CROSS JOIN LATERAL (SELECT (%(today)s::date + CASE WHEN s.k <> 1 AND s.u < 0.08 THEN -1 - floor(s.u * 80)::int
        ELSE floor(60 * s.u * s.u)::int END
    + make_interval(mins => 540 + 15 * ((s.h >> 50) & 31)::int)) AT TIME ZONE %(zone)s AS at) w
ORDER BY s.i
RETURNING id, kind, state, owner_id, at, made_at, outcome_class)
""" + _JOURNAL
)
ATTENDANCES = """
INSERT INTO work_attendance (activity_id, person_id)
SELECT a.id, p.mate_id FROM work_activity a JOIN gen.person p ON p.id = a.person_id
WHERE a.kind = 'meeting' AND p.mate_id IS NOT NULL AND uuid_hash_extended(a.id, %(seed)s) & 7 = 0
ORDER BY a.id
"""
PARTICIPATIONS = """
INSERT INTO work_participation (activity_id, user_id, team_id)
SELECT a.id, r.mate_id, r.mate_team FROM work_activity a JOIN gen.rep r ON r.id = a.owner_id
WHERE a.is_joint AND r.mate_id <> r.id
ORDER BY a.id
"""
