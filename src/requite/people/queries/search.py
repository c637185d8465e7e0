"""Search over names, companies, numbers, e-mails and addresses: the best ways first, each by an index of its own.

The ways are asked one after the other and the asking stops once there are enough hits, so that what is typed most, the
beginning of a name, costs one look into one index. A way that goes by words or signs anywhere in a text first gathers
candidates by its own index alone (`MATERIALIZED`: the planner else walks an owner's people instead), at most as many as
the page's time allows, and then keeps those that the reader may see.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.fold import fold_digits, fold_query
from requite.kernel.reading import fetch_all

FEWEST_DIGITS, FEWEST_LETTERS = 3, 3
LIMIT = 20
CANDIDATES = 600


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. `why` names what matched: name, company, phone, email, address; `shown` is that value."""

    kind: str
    id: UUID
    family_name: str
    given_name: str
    company: str
    title: str
    why: str
    shown: str


PERSON = """
SELECT 'person', p.id, p.family_name, p.given_name, coalesce(k.name, ''), p.title, '{why}', {shown}
FROM {source} LEFT JOIN people_company k ON k.id = p.company_id
WHERE p.archived_at IS NULL {seen} {where} ORDER BY {order} LIMIT %(limit)s
"""
COMPANY = """
SELECT 'company', c.id, c.name, '', '', c.industry, '{why}', {shown}
FROM {source} WHERE c.archived_at IS NULL {seen} {where} ORDER BY {order} LIMIT %(limit)s
"""
NAMES = "WITH found AS MATERIALIZED (SELECT id FROM {table} WHERE {test} AND archived_at IS NULL LIMIT %(candidates)s)"
POINTS = """WITH found AS MATERIALIZED (
SELECT person_id, company_id, raw, value FROM people_point WHERE {test} LIMIT %(candidates)s)"""
ADDRESS = "kind = 'address' AND to_tsvector('simple', coalesce(value, '')) @@ to_tsquery('simple', %(words)s)"
BY_LENGTH = "length({0}.name_fold), {0}.name_fold, {0}.id"


def _person(
    why: str, source: str, *, where: str = "", shown: str = "''", order: str = "p.name_fold, p.id"
) -> str:
    return PERSON.format(why=why, source=source, where=where, shown=shown, order=order, seen="{seen_p}")


def _company(
    why: str, source: str, *, where: str = "", shown: str = "''", order: str = "c.name_fold, c.id"
) -> str:
    return COMPANY.format(why=why, source=source, where=where, shown=shown, order=order, seen="{seen_c}")


def _by_name(test: str) -> list[str]:
    person, company = "people_person", "people_company"
    return [
        NAMES.format(table=person, test=test)
        + _person("name", f"found JOIN {person} p USING (id)", order=BY_LENGTH.format("p")),
        NAMES.format(table=company, test=test)
        + _company("name", f"found JOIN {company} c USING (id)", order=BY_LENGTH.format("c")),
    ]


def _by_point(test: str, why: str, order: str) -> list[str]:
    found = POINTS.format(test=test)
    return [
        found
        + _person(
            why, "found x JOIN people_person p ON p.id = x.person_id", shown="x.raw", order=f"{order}, p.id"
        ),
        found
        + _company(
            why, "found x JOIN people_company c ON c.id = x.company_id", shown="x.raw", order=f"{order}, c.id"
        ),
    ]


STARTS = [
    _person("name", "people_person p", where="AND p.name_fold LIKE %(starts)s"),
    _company("name", "people_company c", where="AND c.name_fold LIKE %(starts_company)s"),
]
HOLDS = _by_name("name_fold LIKE %(holds)s")
WORDS = _by_name("name_fold LIKE %(first)s AND name_fold LIKE %(last)s")
STAFF = [
    NAMES.format(table="people_company", test="name_fold LIKE %(holds_company)s")
    + _person("company", "found h JOIN people_person p ON p.company_id = h.id"),
]
BOTH = [
    NAMES.format(table="people_company", test="name_fold LIKE %(last)s")
    + _person(
        "company",
        "found h JOIN people_person p ON p.company_id = h.id",
        where="AND p.name_fold LIKE %(first)s",
    ),
]
PLACES = _by_point(ADDRESS, "address", "length(x.value)")
NUMBERS = _by_point(
    "kind IN ('phone', 'email') AND kind = 'phone' AND value LIKE %(inside)s",
    "phone",
    "x.value NOT LIKE %(ends)s",
)
MAILS = _by_point(
    "kind IN ('phone', 'email') AND kind = 'email' AND value LIKE %(inside)s",
    "email",
    "x.value NOT LIKE %(begins)s",
)
Step = list[str]


def search(*, actor: Actor, query: str, limit: int = LIMIT) -> list[Hit]:
    """The best hits for what was typed, at most `limit`, ranked: name from its start, name within, company, address.

    Digits (3 or more) look among numbers, the last ones first; "@" among e-mails. Two syllables are enough in Hangul.
    """
    text, digits = fold_query(query), fold_digits(query)
    owners = actor.owners("people.see")
    if not text or owners == ():
        return []
    contact = actor.sees("contact")
    if len(digits) >= FEWEST_DIGITS and not any(letter.isalpha() for letter in text):
        steps = [NUMBERS] if contact else []
    elif "@" in text:
        steps = [MAILS] if contact else []
    else:
        steps = _text_steps(text, contact=contact)
    values = _values(query, text, digits, owners, limit)
    return _best(_gather(steps, values, owned=owners is not None, limit=limit), query, limit)


def _text_steps(text: str, *, contact: bool) -> list[Step]:
    """One statement a step; the next is asked only when the hits are too few."""
    if len(text) < FEWEST_LETTERS:
        return [STARTS, PLACES if contact else []]
    many = " " in text
    return [
        [*STARTS, *(WORDS if many else HOLDS)],
        [*(HOLDS if many else []), *(BOTH if many else []), *STAFF],
        PLACES if contact else [],
    ]


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _values(query: str, text: str, digits: str, owners: Any, limit: int) -> dict[str, Any]:
    # A person's name in Hangul is kept without a blank, a company's as it is written.
    is_hangul = any("ㄱ" <= letter <= "ㅣ" for letter in text)
    name = _escape(text.replace(" ", "") if is_hangul else text)
    words = [_escape(word) for word in text.split()]
    plain = ["".join(letter for letter in word if letter.isalnum()) for word in query[:100].lower().split()]
    inside = (
        _escape(digits.lstrip("0") or digits)
        if digits and not any(sign.isalpha() for sign in text)
        else _escape(text)
    )
    return {
        "owners": list(owners) if owners is not None else None,
        "limit": limit,
        "candidates": CANDIDATES,
        "starts": f"{name}%",
        "holds": f"%{name}%",
        "starts_company": f"{_escape(text)}%",
        "holds_company": f"%{_escape(text)}%",
        "first": f"%{words[0]}%",
        "last": f"%{words[-1]}%",
        "words": " & ".join(f"{word}:*" for word in plain if word),
        "inside": f"%{inside}%",
        "ends": f"%{inside}",
        "begins": f"{inside}%",
    }


def _gather(steps: list[Step], values: dict[str, Any], *, owned: bool, limit: int) -> list[Hit]:
    seen = {f"seen_{alias}": f"AND {alias}.owner_id = ANY(%(owners)s)" if owned else "" for alias in "pc"}
    hits: dict[tuple[str, UUID], Hit] = {}
    for step in steps:
        if not step or len(hits) >= limit:
            continue
        sql = " UNION ALL ".join(f"({way})" for way in step).format(**seen)
        for row in fetch_all(sql, values):
            hits.setdefault((row[0], row[1]), Hit(*row))
    return list(hits.values())


def _best(hits: list[Hit], query: str, limit: int) -> list[Hit]:
    """Whole names and words first, in the order found: a half-typed syllable matches more than was meant."""
    wanted = " ".join(query.lower().split())

    def rank(hit: Hit) -> int:
        names = (hit.family_name.lower(), hit.given_name.lower())
        if wanted in (*names, "".join(names), " ".join(names)):
            return 0
        return 1 if wanted in f"{names[0]}{names[1]} {names[0]} {names[1]}" or hit.why != "name" else 2

    return sorted(hits, key=rank)[:limit]
