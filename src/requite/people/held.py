"""Persons and companies as they are judged by the thousand: rows instead of models, at a fifth of the cost."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from requite.kernel.reading import fetch_all
from requite.quality.fading import PROVED
from requite.quality.keeping import KEPT_FADING
from requite.quality.rulings import Kept

# The points of contact as kinds and states, in one array each, of the same order.
POINTS = """
ARRAY(SELECT t.kind FROM people_point t WHERE t.{whose} = r.id ORDER BY t.id),
ARRAY(SELECT t.state FROM people_point t WHERE t.{whose} = r.id ORDER BY t.id)
"""
PERSON = f"""
SELECT r.id, r.owner_id, r.asked, r.rulings, r.made_at, {POINTS.format(whose="person_id")},
    r.family_name, r.given_name, r.title, r.note, coalesce(c.name, ''), {PROVED}, r.doubt, {KEPT_FADING}
FROM people_person r LEFT JOIN people_company c ON c.id = r.company_id
"""  # noqa: S608 - texts of this file
COMPANY = f"""
SELECT r.id, r.owner_id, r.asked, r.rulings, r.made_at, {POINTS.format(whose="company_id")},
    r.name, r.country, r.industry, r.website, r.registration_number, {PROVED}, r.doubt, {KEPT_FADING}
FROM people_company r
"""  # noqa: S608
# Locked against other changes, not against what points at them.
NEXT = """
WHERE (%(after)s::uuid IS NULL OR r.id > %(after)s) AND (%(upto)s::uuid IS NULL OR r.id <= %(upto)s)
  AND (%(owner)s::uuid IS NULL OR r.owner_id = %(owner)s)
ORDER BY r.id LIMIT %(limit)s FOR NO KEY UPDATE OF r
"""
AMONG = "WHERE r.id = ANY(%(ids)s::uuid[]) ORDER BY r.id"
THESE = f"{AMONG} FOR NO KEY UPDATE OF r"


class HeldPoint(NamedTuple):
    """What a point of contact is judged by."""

    kind: str
    state: str


class HeldPerson(NamedTuple):
    """A person, locked where it is taken. The names are the model's; `company` is the company's name, `proved_at` the last
    proof, `doubt` how likely it is another's double, `before` what was found of it."""

    id: UUID
    owner_id: UUID | None
    asked: Mapping[str, str]
    rulings: Kept
    made_at: datetime
    points: Sequence[HeldPoint]
    family_name: str
    given_name: str
    title: str
    note: str
    company: str
    proved_at: datetime | None
    doubt: float | None
    before: Sequence[object]


class HeldCompany(NamedTuple):
    """A company, likewise."""

    id: UUID
    owner_id: UUID | None
    asked: Mapping[str, str]
    rulings: Kept
    made_at: datetime
    points: Sequence[HeldPoint]
    name: str
    country: str
    industry: str
    website: str
    registration_number: str
    proved_at: datetime | None
    doubt: float | None
    before: Sequence[object]


def take_next(
    kind: str, *, after: UUID | None, upto: UUID | None, limit: int, owner_id: UUID | None
) -> list[HeldPerson | HeldCompany]:
    """The next persons or companies (of the owner, where one is named) behind `after`, to `upto`, locked, in order of id."""
    return _take(kind, NEXT, {"after": after, "upto": upto, "limit": limit, "owner": owner_id})


def take_these(kind: str, ids: Sequence[UUID]) -> list[HeldPerson | HeldCompany]:
    """These persons or companies, locked, in order of id."""
    return _take(kind, THESE, {"ids": list(ids)})


def list_these(kind: str, ids: Sequence[UUID]) -> list[HeldPerson | HeldCompany]:
    """The same, to read alone."""
    return _take(kind, AMONG, {"ids": list(ids)})


def _take(kind: str, which: str, values: Mapping[str, object]) -> list[HeldPerson | HeldCompany]:
    made: type[HeldPerson | HeldCompany] = HeldPerson if kind == "person" else HeldCompany
    rows = fetch_all((PERSON if kind == "person" else COMPANY) + which, values, prepare=False)
    return [made._make([*row[:5], _points(row[5], row[6]), *row[7:14], row[14:]]) for row in rows]


def _points(kinds: Sequence[str], states: Sequence[str]) -> list[HeldPoint]:
    return [HeldPoint(kind, state) for kind, state in zip(kinds, states, strict=True)]
