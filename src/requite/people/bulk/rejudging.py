"""Many kept persons and companies judged anew after an act, from rows instead of models."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from requite.fields.requirables import judged, own_of
from requite.kernel.reading import fetch_all
from requite.people import assessing
from requite.quality import engine
from requite.quality.engine import Subject
from requite.quality.keeping import Finding, keep_findings

Kind = Literal["person", "company"]
TABLES: dict[Kind, str] = {"person": "people_person", "company": "people_company"}
POINTS = """
LEFT JOIN LATERAL (SELECT array_agg(t.kind::text) AS kinds, array_agg(t.state::text) AS states
    FROM people_point t WHERE t.{kind}_id = r.id) p ON true
"""
SHARED = "r.id, r.owner_id, r.score, r.missing, r.owed_at, r.asked, r.made_at, p.kinds, p.states"
PEOPLE = f"""
SELECT {SHARED}, r.family_name || ' ' || r.given_name, coalesce(k.name, ''), r.title, r.note
FROM people_person r LEFT JOIN people_company k ON k.id = r.company_id {POINTS.format(kind="person")}
WHERE r.id = ANY(%s::uuid[])
"""
COMPANIES = f"""
SELECT {SHARED}, r.name, r.country, r.industry, r.website, r.registration_number
FROM people_company r {POINTS.format(kind="company")} WHERE r.id = ANY(%s::uuid[])
"""


class Reached(NamedTuple):
    """A point of contact as the engine asks for it."""

    kind: str
    state: str
    raw: str = ""


def rejudge(*, kind: Kind, ids: Sequence[UUID], at: datetime) -> None:
    """Judge the records and keep what moved, as `assessing.judge` would for each alone."""
    rules = engine.list_rules(kind)
    moved: list[Finding] = []
    own = judged(ids, own_of(rules))
    for row in fetch_all(PEOPLE if kind == "person" else COMPANIES, [list(ids)]):
        subject = _person(row) if kind == "person" else _company(row)
        if row[0] in own:
            subject = replace(subject, values={**subject.values, **own[row[0]]})
        found = engine.assess(subject, at=at, rules=rules)
        owed_at = found.owed_at if row[1] else None
        if (found.score, list(found.missing), owed_at) != (row[2], row[3], row[4]):
            moved.append(Finding(row[0], found.score, found.missing, owed_at))
    keep_findings(TABLES[kind], moved)


def _reach(row: tuple[Any, ...]) -> dict[str, object]:
    points = [Reached(*pair) for pair in zip(row[7] or (), row[8] or (), strict=True)]
    return {kind: assessing.best_point(points, kind) for kind in ("phone", "email", "address")}


def _person(row: tuple[Any, ...]) -> Subject:
    name, company, title, note = row[9:]
    values = {"name": name.strip(), "company": company, "title": title, "note": note, **_reach(row)}
    return Subject(kind="person", values=values, asked=row[5], made_at=row[6], evidence_at=row[6])


def _company(row: tuple[Any, ...]) -> Subject:
    name, country, industry, website, number = row[9:]
    values = {"name": name, "industry": industry, "website": website, "registration_number": number, **_reach(row)}
    return Subject(
        kind="company", country=country, values=values, asked=row[5], made_at=row[6], evidence_at=row[6]
    )
