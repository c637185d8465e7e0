"""Companies, people and their points of contact, made by the database from hashes of their numbers.

Sizes of companies and the work with people follow Zipf's law: `q · ((1 + n/q)^u − 1)` of a uniform u draws a rank among
n, the first about n/q·1/ln(n/q) times as often as the last.
"""

COMPANIES = """
INSERT INTO gen.company
SELECT c, gen.uuid(%(start_ms)s + c, h, g), lang, least(%(reps)s - 1, floor(%(reps)s * u * (0.6 + 0.4 * u)))::int,
       ''
FROM (SELECT c, h, g, ((h >> 12) & 1023) AS x, ((h >> 22) & 65535) / 65536.0::float8 AS u,
             CASE WHEN ((h >> 12) & 1023) < %(korean)s THEN 0 WHEN ((h >> 12) & 1023) < %(russian)s THEN 1 ELSE 2 END AS lang
      FROM (SELECT c, hashint8extended(c, %(seed)s + 1) AS h, hashint8extended(c, %(seed)s + 2) AS g
            FROM generate_series(0, %(companies)s - 1) c OFFSET 0) r) s
"""
COMPANY_ROWS = """
WITH made AS (
    SELECT c.c, c.id, c.lang, c.rep, f.*, f.domain || CASE WHEN c.c < %(slots)s THEN '' ELSE '-' || to_hex(c.c) END
           || CASE c.lang WHEN 0 THEN '.kr.example' WHEN 1 THEN '.ru.example' ELSE '.example' END AS site, hashint8extended(c.c, %(seed)s + 1) AS h,
           CASE WHEN (hashint8extended(c.c, %(seed)s + 3) & 127) < 20 THEN 1 ELSE 0 END
           + CASE WHEN ((hashint8extended(c.c, %(seed)s + 3) >> 7) & 127) < 16 THEN 2 ELSE 0 END AS holes
    FROM gen.company c
    JOIN (SELECT lang AS l, slot, name, fold, domain, industry, tag, source FROM gen.firm) f
      ON f.l = c.lang AND f.slot = (hashint8extended(c.c, %(seed)s + 1) >> 40) & (%(slots)s - 1)
), addressed AS (
    UPDATE gen.company c SET domain = m.site FROM made m WHERE m.c = c.c
)
INSERT INTO people_company (score, missing, owed_at, asked, id, name, name_fold, registration_number, industry, website,
    country, note, tags, source, made_at, made_by_id, owner_id, version)
SELECT (%(company_scores)s::int[])[1 + m.holes],
       array_remove(ARRAY[CASE WHEN m.holes & 1 > 0 THEN 'phone' END, CASE WHEN m.holes & 2 > 0 THEN 'address' END], NULL),
       CASE WHEN m.holes > 0 THEN t.made_at + interval '72 hours' END, '{}', m.id, m.name, m.fold, '', m.industry,
       CASE WHEN (m.h >> 60) & 3 > 0 THEN 'https://' || m.site ELSE '' END,
       CASE m.lang WHEN 0 THEN 'KR' WHEN 1 THEN 'RU' ELSE 'US' END, '',
       CASE WHEN m.tag = '' THEN '{}' ELSE ARRAY[m.tag] END, m.source, t.made_at, r.id, r.id, 1
FROM made m JOIN gen.rep r ON r.n = m.rep
CROSS JOIN LATERAL (SELECT to_timestamp((%(start_ms)s + m.c) / 1000.0) AS made_at) t
ORDER BY m.c
"""
COMPANY_POINTS = """
INSERT INTO people_point (id, company_id, kind, value, raw, label, state, position, made_at)
SELECT gen.uuid(%(start_ms)s + c.c, h >> 3, hashint8extended(c.c, %(seed)s + 5)), c.id, 'phone', p.value, p.value, '', 'valid',
       0, to_timestamp((%(start_ms)s + c.c) / 1000.0)
FROM (SELECT *, hashint8extended(c, %(seed)s + 4) AS h, hashint8extended(c, %(seed)s + 3) AS holes FROM gen.company OFFSET 0) c
JOIN gen.area a ON a.slot = c.h & 15
CROSS JOIN LATERAL (SELECT CASE lang
    WHEN 0 THEN '+822' || (20000000 + mod(c.c::bigint * 7919, 70000000))
    WHEN 1 THEN '+7495' || (2000000 + mod(c.c::bigint * 7919, 7000000))
    ELSE '+1' || a.code || (2000000 + mod(c.c::bigint * 7919, 7000000)) END AS value) p
WHERE holes & 127 >= 20
UNION ALL
SELECT gen.uuid(%(start_ms)s + c.c, h >> 6, hashint8extended(c.c, %(seed)s + 6)), c.id, 'address', a.value, a.raw, '', 'valid', 0,
       to_timestamp((%(start_ms)s + c.c) / 1000.0)
FROM (SELECT *, hashint8extended(c, %(seed)s + 4) AS h, hashint8extended(c, %(seed)s + 3) AS holes FROM gen.company OFFSET 0) c
JOIN gen.address a ON a.lang = c.lang AND a.slot = (h >> 20) & 8191
WHERE (holes >> 7) & 127 >= 16
"""
# `mate_id` is a colleague at the same company who came in before.
PEOPLE = """
INSERT INTO gen.person
SELECT j, id, lang, rep, c, company_id, lag(id) OVER (PARTITION BY c ORDER BY j), ms, h, holes,
       CASE WHEN holes & 9 <> 1 THEN gen.uuid(ms, h >> 9, hashint8extended(j, %(seed)s + 9)) END
FROM (
    SELECT s.j, gen.uuid(s.ms, s.h, s.g) AS id, c.id AS company_id, c.c, s.ms, s.h,
           coalesce(c.lang, CASE WHEN x < %(korean)s THEN 0 WHEN x < %(russian)s THEN 1 ELSE 2 END) AS lang,
           coalesce(c.rep, least(%(reps)s - 1, floor(%(reps)s * u * (0.6 + 0.4 * u)))::int) AS rep, s.holes
    FROM (
        SELECT j, h, g, (h >> 12) & 1023 AS x, ((h >> 22) & 65535) / 65536.0::float8 AS u,
               CASE WHEN f < 31 THEN 1 WHEN f < 37 THEN 9 WHEN f < 118 THEN 4 WHEN f < 128 THEN 20 ELSE 0 END
               + CASE WHEN (g >> 40) & 1023 < 50 THEN 2 ELSE 0 END AS holes,
               %(start_ms)s + CASE WHEN j < %(base)s THEN floor(j * 36e6 / %(base)s)::bigint
                   ELSE floor((j - %(base)s) / %(daily)s::float8)::bigint * 86400000
                        + floor(36e6 * mod((j - %(base)s)::numeric, %(daily)s::numeric)::float8 / %(daily)s::float8)::bigint END AS ms,
               least(%(companies)s - 1, floor(%(firm_q)s * (power(1 + %(companies)s / %(firm_q)s::float8,
                   mod(j::bigint * %(stride)s, %(people)s) / %(people)s::float8) - 1)))::int AS firm
        FROM (SELECT j, hashint8extended(j, %(seed)s + 7) AS h, g, (g >> 52) & 1023 AS f
              FROM (SELECT j, hashint8extended(j, %(seed)s + 8) AS g
                    FROM generate_series(0, %(people)s - 1) j OFFSET 0) q OFFSET 0) r OFFSET 0
    ) s
    LEFT JOIN gen.company c ON c.c = s.firm AND s.holes & 2 = 0
) t ORDER BY j
"""
PERSON_ROWS = """
INSERT INTO people_person (score, missing, owed_at, asked, id, family_name, given_name, middle_name, name_fold, title,
    company_id, note, tags, source, made_at, made_by_id, owner_id, version)
SELECT (%(person_scores)s::int[])[1 + p.holes],
       array_remove(ARRAY[CASE WHEN p.holes & 1 > 0 THEN 'phone' END, CASE WHEN p.holes & 2 > 0 THEN 'company' END,
                          CASE WHEN p.holes & 4 > 0 THEN 'email' END], NULL),
       CASE WHEN p.holes > 0 THEN t.made_at + interval '72 hours' END, '{}', p.id, n.family, n.given, n.middle, n.fold,
       n.title, p.company_id, '', CASE WHEN n.tag = '' THEN '{}' ELSE ARRAY[n.tag] END, n.source, t.made_at, r.id, r.id, 1
FROM gen.person p
JOIN gen.name n ON n.lang = p.lang AND n.slot = (p.h >> 38) & (%(slots)s - 1)
JOIN gen.rep r ON r.n = p.rep
CROSS JOIN LATERAL (SELECT to_timestamp(p.ms / 1000.0) AS made_at) t
WHERE p.j >= %(first)s AND p.j < %(last)s
"""
