"""Many persons and companies judged as an act is about to leave them, from rows instead of models."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from requite.fields.requirables import judged, own_of
from requite.journal.acts import Row, with_finding
from requite.kernel.reading import fetch_all
from requite.people import assessing
from requite.quality import engine
from requite.quality.engine import Subject
from requite.quality.fading import PROVED
from requite.quality.keeping import keep_findings
from requite.quality.rules import list_rules

Kind = Literal["person", "company"]
TABLES: dict[Kind, str] = {"person": "people_person", "company": "people_company"}
POINTS = """
LEFT JOIN LATERAL (SELECT array_agg(t.kind::text) AS kinds, array_agg(t.state::text) AS states
    FROM people_point t WHERE t.{kind}_id = r.id) p ON true
"""
SHARED = f"r.id, r.owner_id, r.asked, r.made_at, p.kinds, p.states, r.rulings, {PROVED}, r.doubt"
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


def judge_rows(
    *, kind: Kind, rows: Sequence[Row], at: datetime, names: Mapping[str, str]
) -> Iterator[Row]:
    """The rows with what the engine finds of their records once they have been written, as `assessing.judge` would.

    `names` are those of the companies that people are given, by id.
    """
    rules = list_rules(kind, at=at)
    given = {row.id: row for row in rows}
    own = judged(list(given), own_of(rules))
    for held in fetch_all(PEOPLE if kind == "person" else COMPANIES, [list(given)]):
        row = given[held[0]]
        new = dict(row.after)
        owner = new.pop("owner_id", held[1])
        if "company_id" in new:
            new["company"] = names.get(new.pop("company_id") or "", "")
        subject = _person(held, new) if kind == "person" else _company(held, new)
        subject = replace(subject, owner_id=UUID(str(owner)) if owner else None)
        if row.id in own:
            subject = replace(subject, values={**subject.values, **own[row.id]})
        found = engine.assess(subject, at=at, rules=rules)
        yield with_finding(row, found.told(is_owed=bool(owner)))


def rejudge(*, kind: Kind, ids: Sequence[UUID], at: datetime) -> None:
    """Judge the records as they stand, and keep what the engine finds."""
    rows = [Row(id_, {}, {}) for id_ in ids]
    judged_rows = judge_rows(kind=kind, rows=rows, at=at, names={})
    keep_findings(TABLES[kind], {row.id: row.after for row in judged_rows})


def _reach(row: Sequence[Any]) -> dict[str, object]:
    points = [Reached(*pair) for pair in zip(row[4] or (), row[5] or (), strict=True)]
    return {kind: assessing.best_point(points, kind) for kind in ("phone", "email", "address")}


def _person(row: Sequence[Any], new: Mapping[str, Any]) -> Subject:
    name, company, title, note = row[9:]
    values = {"name": name.strip(), "company": company, "title": title, "note": note, **_reach(row), **new}
    return Subject(
        kind="person", values=values, asked=row[2], rulings=row[6], made_at=row[3],
        evidence_at=assessing.evidence_of(row[3], row[7]), **assessing.doubt_of(row[8]),
    )  # fmt: skip


def _company(row: Sequence[Any], new: Mapping[str, Any]) -> Subject:
    name, country, industry, website, number = row[9:]
    values = {"name": name, "industry": industry, "website": website, "registration_number": number, **_reach(row)}
    return Subject(
        kind="company", country=new.get("country", country), values={**values, **new}, asked=row[2], rulings=row[6], made_at=row[3],
        evidence_at=assessing.evidence_of(row[3], row[7]), **assessing.doubt_of(row[8]),
    )  # fmt: skip
