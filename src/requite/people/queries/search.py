"""Search over names, companies, numbers, e-mails and addresses: the best ways first, each by an index of its own.

The ways are asked one after the other and the asking stops once there are enough hits, so that what is typed most, the
beginning of a name, costs one look into one index. A way that goes by words or signs anywhere in a text first gathers
candidates by its own index alone (`MATERIALIZED`: the planner else walks an owner's people instead), at most as many as
the page's time allows, and then keeps those that the reader may see.
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.fold import close_up, fold_digits, fold_query, fold_trunk
from requite.kernel.reading import fetch_all
from requite.kernel.words import ask_words

FEWEST_DIGITS, FEWEST_LETTERS = 3, 3
LIMIT = 20
CANDIDATES = 300


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. `why` names what matched: name, company, phone, email, address; `shown` is that value,
    a number in E.164."""

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
NAMES = "WITH found AS MATERIALIZED (SELECT id FROM {table}_named({first}, {last}, %(candidates)s) AS id)"
NAMED_SO = """WITH found AS MATERIALIZED (SELECT p.id FROM people_person p
    WHERE p.given_name = ANY(%(given)s::varchar[]) AND p.archived_at IS NULL {seen_p} LIMIT %(candidates)s)"""
POINTS = "WITH found AS MATERIALIZED ({points} LIMIT %(candidates)s) ({persons}) UNION ALL ({companies})"
HOLDING = "SELECT * FROM people_points_holding('{kind}', %(inside)s, %(candidates)s)"
ADDRESS = """SELECT person_id, company_id, raw, value FROM people_point
WHERE kind = 'address' AND to_tsvector('simple', coalesce(value, '')) @@ to_tsquery('simple', %(words)s)"""
SHOWN = "CASE WHEN x.value LIKE '+%%' THEN x.value ELSE x.raw END"  # a number as it is dialled, else what was given
BY_LENGTH = "length({0}.name_fold), {0}.name_fold, {0}.id"


def _person(
    why: str, source: str, *, where: str = "", shown: str = "''", order: str = "p.name_fold, p.id"
) -> str:
    return PERSON.format(why=why, source=source, where=where, shown=shown, order=order, seen="{seen_p}")


def _company(
    why: str, source: str, *, where: str = "", shown: str = "''", order: str = "c.name_fold, c.id"
) -> str:
    return COMPANY.format(why=why, source=source, where=where, shown=shown, order=order, seen="{seen_c}")


def _by_name(first: str, last: str, *, company: str = "") -> list[str]:
    persons = NAMES.format(table="people_persons", first=first, last=last)
    companies = NAMES.format(table="people_companies", first=company or first, last=company or last)
    return [
        persons + _person("name", "found JOIN people_person p USING (id)", order=BY_LENGTH.format("p")),
        companies + _company("name", "found JOIN people_company c USING (id)", order=BY_LENGTH.format("c")),
    ]


def _by_point(points: str, why: str, order: str) -> list[str]:
    person, company = "people_person p ON p.id = x.person_id", "people_company c ON c.id = x.company_id"
    return [
        POINTS.format(
            points=points,
            persons=_person(why, f"found x JOIN {person}", shown=SHOWN, order=f"{order}, p.id"),
            companies=_company(why, f"found x JOIN {company}", shown=SHOWN, order=f"{order}, c.id"),
        )
    ]


STARTS = [
    _person("name", "people_person p", where="AND p.name_fold LIKE %(starts)s"),
    _company("name", "people_company c", where="AND c.name_fold LIKE %(starts_company)s"),
]
# Whole given names: they rank above whatever begins with them, so they are there before parts of names are looked for.
GIVEN = NAMED_SO + _person("name", "found JOIN people_person p USING (id)", order=BY_LENGTH.format("p"))
FIRST = [*STARTS, GIVEN]
# That more hold what was typed than are looked at is told by a row of this `kind`.
MORE = "more"
CUT = f"(SELECT '{MORE}', NULL, '', '', '', '', '', '' FROM found HAVING count(*) = %(candidates)s)"  # noqa: S608


def _cut(ways: list[str]) -> list[str]:
    return [f"{found} ({hits}) UNION ALL {CUT}" for found, hits in (way.split("\n", 1) for way in ways)]


HOLDS = _cut(_by_name("%(holds)s", "%(holds)s", company="%(holds_company)s"))
# Whose name holds all that was typed holds its first and its last word: only where more hold these than are looked at may
# somebody be left.
WORDS = _cut(_by_name("%(first)s", "%(last)s"))
# The reader's own are looked through one by one, along their index, where those that were looked at are others'.
# What so many are called is found among a few of one's own soon, and no more are looked for than are shown.
MINE = """WITH found AS MATERIALIZED (SELECT id FROM {table} WHERE owner_id = %(me)s AND archived_at IS NULL
    AND strpos(name_fold, %(one)s) > 0 AND strpos(name_fold, %(other)s) > 0 LIMIT %(limit)s)"""
OWN = [
    MINE.format(table="people_person")
    + _person("name", "found JOIN people_person p USING (id)", order=BY_LENGTH.format("p")),
    MINE.format(table="people_company")
    + _company("name", "found JOIN people_company c USING (id)", order=BY_LENGTH.format("c")),
]
STAFF = [
    NAMES.format(table="people_companies", first="%(holds_company)s", last="%(holds_company)s")
    + _person("company", "found h JOIN people_person p ON p.company_id = h.id"),
]
BOTH = [
    NAMES.format(table="people_companies", first="%(last)s", last="%(last)s")
    + _person(
        "company",
        "found h JOIN people_person p ON p.company_id = h.id",
        where="AND p.name_fold LIKE %(first)s",
    ),
]


def _by_initials() -> list[str]:
    found = """WITH found AS MATERIALIZED (SELECT id FROM people_{table}
    WHERE people_initials(name_fold) COLLATE "C" >= %(initials)s AND people_initials(name_fold) COLLATE "C" < %(beyond)s
      AND name_fold >= 'ㄱ' COLLATE "C" AND archived_at IS NULL LIMIT %(candidates)s)"""
    return [
        found.format(table="person")
        + _person("name", "found JOIN people_person p USING (id)", order=BY_LENGTH.format("p")),
        found.format(table="company")
        + _company("name", "found JOIN people_company c USING (id)", order=BY_LENGTH.format("c")),
    ]


INITIALS = _by_initials()
PLACES = _by_point(ADDRESS, "address", "length(x.value)")
NUMBERS = _by_point(HOLDING.format(kind="phone"), "phone", "x.value NOT LIKE %(ends)s")
# Where a number is dialled with an 8 within the country, it is kept without.
HOME = [way.replace("%(inside)s", "%(home)s").replace("%(ends)s", "%(home_ends)s") for way in NUMBERS]
MAILS = _by_point(HOLDING.format(kind="email"), "email", "x.value NOT LIKE %(begins)s")
Step = list[str]
# Three letters in a row, or fewer at the edge of a word that the text itself shows: what pg_trgm makes a trigram of.
LOOSE = re.compile(r"[ㄱ-ㅎ][ㄱ-ㅎ ]*[ㄱ-ㅎ]")  # two first consonants or more, and no syllable
BEYOND = "ㆎ"  # behind all letters of a folded name
TRIGRAM = re.compile(r"[^\W_]{3}|[\W_][^\W_]|[^\W_]{2}[\W_]")


def search(*, actor: Actor, query: str, limit: int = LIMIT, kind: str = "") -> list[Hit]:
    """The best hits for what was typed, at most `limit`, ranked: name from its start, name within, company, address.

    Digits (3 or more) look among numbers, the last ones first; "@" among e-mails. Two syllables are enough in Hangul,
    and so are two first consonants (ㄱㅁㅅ for 김민수). `kind` "person" or "company" looks for these alone.
    """
    text, digits = fold_query(query), fold_digits(query)
    owners = actor.owners("people.see")
    if not text or owners == ():
        return []
    contact = actor.sees("contact")
    home = fold_trunk(digits, country=actor.country) if digits.startswith("8") and "+" not in query else ""
    if len(digits) >= FEWEST_DIGITS and not any(letter.isalpha() for letter in text):
        steps = [NUMBERS, *([HOME] if len(home) >= FEWEST_DIGITS else [])] if contact else []
    elif "@" in text:
        steps = [MAILS] if contact and _has_trigrams(text) else []
    elif LOOSE.fullmatch(text):
        steps = [INITIALS]
    else:
        steps = _text_steps(text, contact=contact)
    values = _values(query, text, digits, owners, limit)
    seen = {f"seen_{alias}": f"AND {alias}.owner_id = ANY(%(owners)s)" if owners is not None else "" for alias in "pc"}
    if kind:  # of points of contact both are found by one way: that of the other kind finds nothing
        seen["seen_c" if kind == "person" else "seen_p"] = "AND false"
    own = _of(OWN, kind) if owners is not None else []
    values |= {"me": actor.id, "home": f"%{home}%", "home_ends": f"%{home}"}
    return _best(_gather([_of(step, kind) for step in steps], own, values, seen, limit=limit), query, limit)


def _of(step: Step, kind: str) -> Step:
    """The ways of the step that find records of the kind; all without one."""
    return [way for way in step if not kind or f"SELECT '{kind}'" in way]


def _text_steps(text: str, *, contact: bool) -> list[Step]:
    """One statement a step; the next is asked only when the hits are too few."""
    places = PLACES if contact else []
    if len(text) < FEWEST_LETTERS or not _has_trigrams(text):
        return [FIRST, places]
    if " " not in text:
        return [FIRST, HOLDS, STAFF, places]
    first, *_others, last = text.split() or [text]
    words = WORDS if _has_trigrams(first) or _has_trigrams(last) else []
    return [FIRST, words, [*HOLDS, *(BOTH if _has_trigrams(last) else []), *STAFF], places]


def _has_trigrams(text: str) -> bool:
    """Whether the text can be looked for anywhere: without a trigram the index would be read as a whole."""
    return TRIGRAM.search(text) is not None


def _without_trunk(digits: str) -> str:
    """Numbers are kept without the leading 0 of the home country; three digits must be left to look for."""
    bare = digits.lstrip("0")
    return bare if len(bare) >= FEWEST_DIGITS else digits


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _values(query: str, text: str, digits: str, owners: Any, limit: int) -> dict[str, Any]:
    # A person's name in Hangul is kept without a blank, a company's without those before Hangul.
    is_hangul = any("ㄱ" <= letter <= "ㅣ" for letter in text)
    name = _escape(text.replace(" ", "") if is_hangul else text)
    words = [_escape(word) for word in text.split()]
    inside = (
        _escape(_without_trunk(digits))
        if digits and not any(sign.isalpha() for sign in text)
        else _escape(text)
    )
    asked = " ".join(query[:100].split())
    return {
        "owners": list(owners) if owners is not None else None,
        "limit": limit,
        "candidates": CANDIDATES,
        "starts": f"{name}%",
        "holds": f"%{name}%",
        "starts_company": f"{_escape(close_up(text))}%",
        "holds_company": f"%{_escape(close_up(text))}%",
        "one": (text.split() or [text])[0],
        "other": (text.split() or [text])[-1],
        "first": f"%{words[0]}%",
        "last": f"%{words[-1]}%",
        "given": sorted({asked, asked.lower(), asked.title(), asked.capitalize(), asked.upper()}),
        "words": ask_words(query[:100]),
        "inside": f"%{inside}%",
        "ends": f"%{inside}",
        "begins": f"{inside}%",
        "initials": text.replace(" ", ""),
        "beyond": text.replace(" ", "") + BEYOND,
    }


def _gather(
    steps: list[Step], own: Step, values: dict[str, Any], seen: dict[str, str], *, limit: int
) -> list[Hit]:
    """What the steps find, and where one was cut what `own` does: asked until there are enough."""
    hits: dict[tuple[str, UUID], Hit] = {}
    held: Step = []  # ways that find nobody new any more
    wanted = steps[::-1]
    while wanted:
        ways = [way for way in wanted.pop() if way not in held]
        if not ways or len(hits) >= limit:
            continue
        sql = " UNION ALL ".join(f"({way})" for way in ways).format(**seen)
        held = HOLDS if ways[0] in WORDS else held
        rows = fetch_all(sql, values, prepare=False)
        for row in rows:
            if row[0] != MORE:
                hits.setdefault((row[0], row[1]), Hit(*row))
        if any(row[0] == MORE for row in rows):
            held = []
            wanted, own = ([*wanted, own] if own else wanted), []
    return list(hits.values())


def _best(hits: list[Hit], query: str, limit: int) -> list[Hit]:
    """Whole names and words first, in the order found: a half-typed syllable matches more than was meant."""
    is_hangul = any("가" <= letter <= "힣" for letter in query)  # then with blanks and without is one
    wanted = ("" if is_hangul else " ").join(query.lower().split())

    def rank(hit: Hit) -> int:
        names = [hit.family_name.lower(), hit.given_name.lower()]
        if is_hangul:
            names = [name.replace(" ", "") for name in names]
        if wanted in (*names, "".join(names), " ".join(names)):
            return 0
        return 1 if wanted in f"{names[0]}{names[1]} {names[0]} {names[1]}" or hit.why != "name" else 2

    return sorted(hits, key=rank)[:limit]
