"""Which kept records look like one another: by shared numbers, by names, a window of them in one statement."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from requite.kernel.reading import fetch_all
from requite.people.likeness import Kind, Signs, probability
from requite.people.models import Point

# A number that was found to be another's, or that nobody could ever reach, is nobody's: of either of the two.
KNOWN = "{a}.state NOT IN (" + ", ".join(f"'{state}'" for state in Point.NOBODYS) + ")"
MOST = 5  # what more others share is a switchboard, a shared mailbox or a common name, and says nothing
# Each LATERAL with its LIMIT asks an index for one value, and no further than says that it is shared by too many.
BY_POINT = f"""
    SELECT a.{{kind}}_id AS one, unnest(b.ids) AS other FROM people_point a CROSS JOIN LATERAL (
        SELECT array_agg(s.id) AS ids FROM (
            SELECT p.{{kind}}_id AS id FROM people_point p
            WHERE p.value = a.value AND p.kind = a.kind AND p.value <> '' AND p.kind <> 'address'
                AND p.{{kind}}_id IS NOT NULL AND p.{{kind}}_id <> a.{{kind}}_id
                AND {KNOWN.format(a="p")} LIMIT %(most)s + 1
        ) s HAVING count(*) <= %(most)s
    ) b
    WHERE a.{{kind}}_id = ANY(%(ids)s::uuid[]) AND a.kind IN ('phone', 'email') AND a.value <> ''
        AND {KNOWN.format(a="a")}
"""  # noqa: S608 - texts of this file
BY = """
    SELECT r.id, unnest(o.ids) FROM people_{kind} r CROSS JOIN LATERAL (
        SELECT array_agg(s.id) AS ids FROM (
            SELECT o.id FROM people_{kind} o WHERE {same} AND o.archived_at IS NULL AND o.id <> r.id LIMIT %(most)s + 1
        ) s HAVING count(*) <= %(most)s
    ) o WHERE r.id = ANY(%(ids)s::uuid[]) AND {has}
"""
SHARED = f"""
EXISTS (SELECT FROM people_point s JOIN people_point t ON t.value = s.value AND t.kind = s.kind
        WHERE s.{{kind}}_id = x.id AND t.{{kind}}_id = y.id AND s.kind = '{{point}}' AND s.value <> ''
        AND {KNOWN.format(a="s")} AND {KNOWN.format(a="t")})
"""
HAS = f"""
EXISTS (SELECT FROM people_point s WHERE s.{{kind}}_id = {{a}}.id AND s.kind = '{{point}}' AND s.value <> ''
        AND {KNOWN.format(a="s")})
"""
PAIRS = """
WITH near AS ({near}),
pairs AS (SELECT DISTINCT least(one, other) AS a, greatest(one, other) AS b FROM near)
SELECT x.id, y.id, {phone}, {email}, {more}
FROM pairs p JOIN people_{kind} x ON x.id = p.a JOIN people_{kind} y ON y.id = p.b
WHERE x.archived_at IS NULL AND y.archived_at IS NULL
ORDER BY 1, 2
"""


def sign(kind: str, point: str) -> str:
    """Whether two records `x` and `y` share a number of that kind: NULL where one of them has none."""
    shared = SHARED.format(kind=kind, point=point)
    both = " AND ".join(HAS.format(kind=kind, point=point, a=a) for a in "xy")
    return f"CASE WHEN {shared} THEN true WHEN {both} THEN false END"


def _sql(kind: Kind, ways: Sequence[tuple[str, str]]) -> str:
    near = " UNION ".join([BY_POINT.format(kind=kind), *(BY.format(kind=kind, same=same, has=has) for same, has in ways)])
    return PAIRS.format(near=near, kind=kind, more=MORE[kind], phone=sign(kind, "phone"), email=sign(kind, "email"))


CORE = "people_core({}.name_fold)"
# What else two records `x` and `y` may agree in: name, company, registration number.
MORE: dict[Kind, str] = {
    "person": "x.name_fold = y.name_fold, x.company_id = y.company_id, NULL::boolean",
    "company": f"{CORE.format('x')} = {CORE.format('y')}, NULL::boolean,"
    " CASE WHEN x.registration_number <> '' AND y.registration_number <> ''"
    " THEN x.registration_number = y.registration_number END",
}
SQL = {
    "person": _sql(
        "person", [("o.company_id = r.company_id AND o.name_fold = r.name_fold", "r.company_id IS NOT NULL")]
    ),
    "company": _sql(
        "company",
        [
            (f"{CORE.format('o')} = {CORE.format('r')}", f"{CORE.format('r')} <> ''"),
            ("o.registration_number = r.registration_number AND o.registration_number <> ''", "r.registration_number <> ''"),
        ],
    ),
}  # fmt: skip


class Pair(NamedTuple):
    """Two records, the smaller id first, how likely they are one, and the signs that agree."""

    first_id: UUID
    second_id: UUID
    probability: float
    signs: list[str]


def list_pairs(kind: Kind, ids: Sequence[UUID], *, least: float) -> list[Pair]:
    """Of which other records in use the records may be doubles, with at least that probability. One statement."""
    pairs = []
    for first, second, *said in fetch_all(SQL[kind], {"ids": list(ids), "most": MOST}, prepare=len(ids) == 1):
        signs = Signs(*said)
        likely = probability(kind, signs)
        if likely >= least:
            agree = [name for name, sign in signs._asdict().items() if sign]
            pairs.append(Pair(first, second, likely, agree))
    return pairs
