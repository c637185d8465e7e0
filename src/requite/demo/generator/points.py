"""The points of contact of people: numbers are spread over the plan of the country, addresses of mail never leave
the top-level domain "example", so that nothing is ever sent to a stranger."""

PHONES = """
INSERT INTO people_point (id, person_id, kind, value, raw, label, state, position, made_at)
SELECT p.phone_id, p.id, 'phone',
       CASE WHEN p.holes & 8 > 0 THEN '+821012345678' ELSE v.code || v.number END,
       CASE WHEN p.holes & 8 > 0 THEN '010-1234-5678'
            WHEN p.lang = 0 THEN '010-' || substr(v.number, 1, 4) || '-' || substr(v.number, 5)
            WHEN p.lang = 1 THEN '+7 (9' || substr(v.number, 1, 2) || ') ' || substr(v.number, 3, 3) || '-' || substr(v.number, 6, 2)
                                 || '-' || substr(v.number, 8)
            ELSE '(' || a.code || ') ' || substr(v.number, 1, 3) || '-' || substr(v.number, 4) END,
       '', CASE WHEN p.holes & 8 > 0 THEN 'filler' ELSE 'valid' END, 0, to_timestamp(p.ms / 1000.0)
FROM gen.person p
JOIN gen.area a ON a.slot = (p.h >> 50) & 15
CROSS JOIN LATERAL (SELECT
    CASE p.lang WHEN 0 THEN '+8210' WHEN 1 THEN '+79' ELSE '+1' || a.code END AS code,
    CASE p.lang WHEN 0 THEN (20000000 + mod(p.j::bigint * 48271, 79999987))::text
                WHEN 1 THEN (100000000 + mod(p.j::bigint * 482711, 799999999))::text
                ELSE (2000000 + mod(p.j::bigint * 48271, 7999993))::text END AS number) v
WHERE p.j >= %(first)s AND p.j < %(last)s AND p.phone_id IS NOT NULL
"""
EMAILS = """
INSERT INTO people_point (id, person_id, kind, value, raw, label, state, position, made_at)
SELECT gen.uuid(p.ms, p.h >> 15, hashint8extended(p.j, %(seed)s + 10)), p.id, 'email', v.value, v.value, '',
       CASE WHEN p.holes & 16 > 0 THEN 'bounced' ELSE 'valid' END, 1, to_timestamp(p.ms / 1000.0)
FROM gen.person p
JOIN gen.name n ON n.lang = p.lang AND n.slot = (p.h >> 38) & (%(slots)s - 1)
LEFT JOIN gen.company c ON c.c = p.c
CROSS JOIN LATERAL (SELECT CASE WHEN c.c IS NULL THEN n.latin || p.j || '@mail.example'
    WHEN (p.h >> 33) & 3 = 0 THEN n.latin || mod(p.j, 100) || '@' || c.domain
    ELSE n.latin || '@' || c.domain END AS value) v
WHERE p.j >= %(first)s AND p.j < %(last)s AND p.holes & 20 <> 4
"""
OTHERS = """
INSERT INTO people_point (id, person_id, kind, value, raw, label, state, position, made_at)
SELECT gen.uuid(p.ms, p.h >> 18, hashint8extended(p.j, %(seed)s + 11)), p.id, 'address', a.value, a.raw, '', 'valid', 2,
       to_timestamp(p.ms / 1000.0)
FROM gen.person p JOIN gen.address a ON a.lang = p.lang AND a.slot = (p.h >> 5) & 8191
WHERE p.j >= %(first)s AND p.j < %(last)s AND (p.h >> 3) & 7 = 0
UNION ALL
SELECT gen.uuid(p.ms, p.h >> 21, hashint8extended(p.j, %(seed)s + 12)), p.id, 'messenger', 'id' || p.j, 'id' || p.j, '', 'valid', 3,
       to_timestamp(p.ms / 1000.0)
FROM gen.person p WHERE p.j >= %(first)s AND p.j < %(last)s AND (p.h >> 8) & 15 = 0
"""
JOURNAL = """
INSERT INTO journal_entry (id, at, type, subject_kind, subject_id, actor_id, actor_name, via, changes)
OVERRIDING SYSTEM VALUE
SELECT p.j + 1, to_timestamp(p.ms / 1000.0), 'people.PersonRegistered', 'person', p.id, r.id, r.name,
       CASE WHEN p.j < %(base)s THEN 'import' ELSE 'page' END,
       jsonb_build_object('name', jsonb_build_array(null, n.family || ' ' || n.given))
FROM gen.person p
JOIN gen.name n ON n.lang = p.lang AND n.slot = (p.h >> 38) & (%(slots)s - 1)
JOIN gen.rep r ON r.n = p.rep
WHERE p.j >= %(first)s AND p.j < %(last)s
"""
