"""Search over names, companies, numbers, e-mails and addresses: the best ways first, each by an index of its own."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from requite.kernel.actor import Actor
from requite.kernel.fold import fold_digits, fold_query

FEWEST_DIGITS = 3
LIMIT = 20


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


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


PERSON = """SELECT {rank} AS rank, 'person' AS kind, p.id, p.owner_id, p.archived_at, p.family_name, p.given_name,
 p.company_id, p.title, '{why}' AS why, {shown} AS shown, p.name_fold AS ordered"""
COMPANY = """SELECT {rank} AS rank, 'company' AS kind, c.id, c.owner_id, c.archived_at, c.name AS family_name,
 '' AS given_name, NULL::uuid AS company_id, c.industry AS title, '{why}' AS why, {shown} AS shown,
 c.name_fold AS ordered"""


def _seen(alias: str, owned: bool) -> str:
    return f"{alias}.archived_at IS NULL" + (f" AND {alias}.owner_id = ANY(%(owners)s)" if owned else "")


def _person(rank: int, why: str, where: str, *, owned: bool, source: str = "people_person p", shown: str = "''") -> str:
    head = PERSON.format(rank=rank, why=why, shown=shown)
    return f"({head} FROM {source} WHERE {where} AND {_seen('p', owned)} LIMIT %(limit)s)"


def _company(rank: int, why: str, where: str, *, owned: bool, source: str = "people_company c", shown: str = "''") -> str:
    head = COMPANY.format(rank=rank, why=why, shown=shown)
    return f"({head} FROM {source} WHERE {where} AND {_seen('c', owned)} LIMIT %(limit)s)"


def _text_ways(owned: bool, words: int) -> list[str]:
    points = "people_point x JOIN people_person p ON p.id = x.person_id"
    company_points = "people_point x JOIN people_company c ON c.id = x.company_id"
    address = "x.kind = 'address' AND to_tsvector('simple', coalesce(x.value, '')) @@ to_tsquery('simple', %(words)s)"
    ways = [
        _person(0, "name", "p.name_fold LIKE %(starts)s", owned=owned),
        _company(1, "name", "c.name_fold LIKE %(starts)s", owned=owned),
        _person(2, "name", "p.name_fold LIKE %(holds)s", owned=owned),
        _company(3, "name", "c.name_fold LIKE %(holds)s", owned=owned),
        _person(
            4, "company", "h.name_fold LIKE %(holds)s", owned=owned,
            source="people_company h JOIN people_person p ON p.company_id = h.id",
        ),
        _person(5, "address", address, owned=owned, source=points, shown="x.raw"),
        _company(6, "address", address, owned=owned, source=company_points, shown="x.raw"),
    ]
    if words > 1:
        ways.insert(2, _both_words(owned))
    return ways


def _both_words(owned: bool) -> str:
    return _person(1, "name", "p.name_fold LIKE %(first)s AND p.name_fold LIKE %(last)s", owned=owned)


def _value_ways(owned: bool, *, phone: bool) -> list[str]:
    kind, why = ("phone", "phone") if phone else ("email", "email")
    tests = [(0, "x.value LIKE %(ends)s")] if phone else [(0, "x.value LIKE %(starts_raw)s")]
    tests.append((1, "x.value LIKE %(holds_raw)s"))
    ways = []
    for rank, test in tests:
        where = f"x.kind = '{kind}' AND {test}"
        ways.append(
            _person(
                rank, why, where, owned=owned, source="people_point x JOIN people_person p ON p.id = x.person_id",
                shown="x.raw",
            )
        )
        ways.append(
            _company(
                rank, why, where, owned=owned, source="people_point x JOIN people_company c ON c.id = x.company_id",
                shown="x.raw",
            )
        )
    return ways


def search(*, actor: Actor, query: str, limit: int = LIMIT) -> list[Hit]:
    """The best hits for what was typed, at most `limit`, ranked: name from its start, name within, company, address.

    Digits (3 or more) look among numbers, the last ones first; "@" among e-mails. Two letters are enough in Hangul.
    """
    text = fold_query(query)
    digits = fold_digits(query)
    owners = actor.owners("people.see")
    if not text or owners == ():
        return []
    owned = owners is not None
    contact = actor.sees("contact")
    numeric = len(digits) >= FEWEST_DIGITS and not any(letter.isalpha() for letter in text)
    if numeric:
        ways = _value_ways(owned, phone=True) if contact else []
    elif "@" in text:
        ways = _value_ways(owned, phone=False) if contact else []
    else:
        ways = [way for way in _text_ways(owned, len(text.split())) if contact or "'address'" not in way]
    if not ways:
        return []
    return _fetch(ways, _values(query, text, digits, owners, limit, numeric=numeric), limit)


def _values(query: str, text: str, digits: str, owners: Any, limit: int, *, numeric: bool) -> dict[str, Any]:
    squeezed = text.replace(" ", "") if any("ㄱ" <= letter <= "ㅣ" for letter in text) else text
    words = text.split()
    raw = digits.lstrip("0") or digits if numeric else text
    plain = ["".join(letter for letter in word if letter.isalnum()) for word in query[:100].lower().split()]
    return {
        "owners": list(owners) if owners is not None else None,
        "limit": limit,
        "starts": f"{_escape(squeezed)}%",
        "holds": f"%{_escape(squeezed)}%",
        "first": f"%{_escape(words[0])}%" if words else "",
        "last": f"%{_escape(words[-1])}%" if words else "",
        "words": " & ".join(f"{word}:*" for word in plain if word) or "''",
        "ends": f"%{_escape(raw)}",
        "starts_raw": f"{_escape(raw)}%",
        "holds_raw": f"%{_escape(raw)}%",
    }


def _fetch(ways: list[str], values: dict[str, Any], limit: int) -> list[Hit]:
    union = " UNION ALL ".join(ways)
    sql = f"""
    SELECT h.kind, h.id, h.family_name, h.given_name, coalesce(k.name, ''), h.title, h.why, h.shown
    FROM (SELECT DISTINCT ON (kind, id) * FROM (SELECT * FROM ({union}) a LIMIT %(most)s) b ORDER BY kind, id, rank) h
    LEFT JOIN people_company k ON k.id = h.company_id
    ORDER BY h.rank, length(h.ordered), h.ordered, h.id LIMIT %(limit)s
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "most": limit * 3})
        return [Hit(*row) for row in cursor.fetchall()]
