"""Deals of two years: open ones on the board, won and lost ones with their closures, and what the triggers would count."""

from requite.deals.tallies import COUNTED
from requite.work.tallies import FILL
from requite.work.tallies import TALLY as STEP_TALLY

# A deal's hash gives its title, stage, amount, state and dates by separate bits; two of five are open.
DEALS = """
INSERT INTO deals_deal (score, missing, owed_at, asked, id, title, title_fold, state, stage_id, entered_at, owner_id, team_id,
    company_id, person_id, amount, currency, value, expected_on, note, closed_at, made_at, made_by_id, version)
SELECT 100, '{}', NULL, '{}', gen.uuid((extract(epoch FROM w.made_at) * 1000)::bigint, s.h, s.g), f.title, f.fold, w.state, g.id,
       CASE WHEN w.state = 'open' THEN w.made_at + (%(at)s::timestamptz - w.made_at) * 0.5 ELSE w.made_at END, r.id, r.team_id,
       p.company_id, p.id, w.worth, 'KRW', w.worth * 100,
       CASE WHEN (s.h >> 40) & 7 > 0 THEN w.closes END, '',
       CASE WHEN w.state <> 'open' THEN least(%(at)s::timestamptz, w.made_at + interval '20 days') END, w.made_at, r.id, 1
FROM (SELECT i, hashint8extended(i, %(seed)s + 30) AS h, hashint8extended(i, %(seed)s + 31) AS g
      FROM generate_series(%(first)s, %(last)s - 1) i OFFSET 0) s
JOIN gen.person p ON p.j = mod(s.i::bigint * %(stride)s, %(people)s)
JOIN gen.rep r ON r.n = p.rep
JOIN gen.title f ON f.lang = p.lang AND f.slot = (s.h >> 26) & 1023
JOIN (SELECT id, row_number() OVER (ORDER BY position, id) - 1 AS n, count(*) OVER () AS all FROM deals_stage
      WHERE ended_at IS NULL) g ON g.n = mod((s.h >> 12) & 255, g.all)
CROSS JOIN LATERAL (SELECT
    CASE WHEN (s.h >> 20) & 31 < 13 THEN 'open' WHEN (s.h >> 20) & 31 < 22 THEN 'won' ELSE 'lost' END AS state,
    1000::bigint * (50 + ((s.g >> 8) & 32767)) AS worth,
    %(at)s::timestamptz - make_interval(mins => CASE WHEN (s.h >> 20) & 31 < 13 THEN ((s.g >> 30) & 131071)::int
        ELSE ((s.g >> 24) & 1048575)::int END) AS made_at,
    %(today)s::date - 20 + ((s.g >> 44) & 255)::int AS closes) w
ORDER BY s.i
"""
CLOSURES = """
INSERT INTO deals_closure (id, deal_id, state, sign, reason_id, note, value, owner_id, team_id, day, at, is_complete)
SELECT gen.uuid((extract(epoch FROM d.closed_at) * 1000)::bigint, uuid_hash_extended(d.id, 7), uuid_hash_extended(d.id, 8)),
       d.id, d.state, 1, NULL, '', d.value, d.owner_id, d.team_id, (d.closed_at AT TIME ZONE %(zone)s)::date, d.closed_at, true
FROM deals_deal d WHERE d.state <> 'open' ORDER BY d.id
"""
# What was done with a deal's person since the deal came up, and what lies ahead, is about the deal.
ABOUT = """
UPDATE work_activity a SET deal_id = d.id FROM deals_deal d
WHERE d.state = 'open' AND d.person_id = a.person_id AND (a.state IN ('to_do', 'planned') OR a.at >= d.made_at)
"""
STEPS = f"{FILL}; {STEP_TALLY}"
TALLY = f"INSERT INTO deals_tally (stage_id, grain, starts_on, owner_id, deals, value, unpriced) {COUNTED}"
CLOSED = """
INSERT INTO plans_tally (figure, owner_id, team_id, day, counted, pending)
SELECT f.figure, c.owner_id, c.team_id, c.day, sum(f.amount), 0
FROM deals_closure c CROSS JOIN LATERAL (VALUES ('deals_won', c.sign::bigint), ('revenue', c.value)) f(figure, amount)
WHERE c.state = 'won' AND c.value > 0 AND c.owner_id IS NOT NULL GROUP BY 1, 2, 3, 4
"""
