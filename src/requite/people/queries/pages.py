"""One person's and one company's page."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from requite.fields.catalogue import told
from requite.fields.queries import list_sections
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import fetch_all, fetch_one
from requite.people.queries.candidates import HAS
from requite.people.queries.lists import PERSON_COLUMNS, person_row
from requite.people.queries.shapes import CompanyShape, PersonRow, PersonShape, PointShape, shape_point
from requite.quality.engine import Shares
from requite.quality.judged import JUDGED, read_judged
from requite.quality.proofs import NEWEST, read_proof

POINTS = """
(SELECT coalesce(json_agg(json_build_array(id, kind, value, raw, state)
    ORDER BY array_position(ARRAY['phone', 'email', 'messenger', 'address'], kind::text), position, id), '[]')
 FROM people_point WHERE {link}_id = {alias}.id)
"""
# To whom a merged record leads, with the owner of it.
LEADS = "(SELECT json_build_array(s.id, s.owner_id) FROM people_{kind} s WHERE s.id = {alias}.survivor_id)"
PERSON = f"""
SELECT p.id, p.family_name, p.given_name, p.middle_name, p.title, p.company_id, c.name, p.note, p.tags, p.source,
       p.owner_id, o.family_name, o.given_name, p.made_at, m.family_name, m.given_name, p.archived_at,
       p.score, p.missing, p.owed_at, p.version, {POINTS.format(link="person", alias="p")}, p.asked,
       p.completeness, p.validity, p.timeliness, p.uniqueness, {NEWEST.format(alias="p")},
       {JUDGED.format(kind="'person'", record="p")},
       {HAS.format(alias="p")}, {LEADS.format(kind="person", alias="p")}
FROM people_person p
LEFT JOIN people_company c ON c.id = p.company_id
LEFT JOIN identity_user o ON o.id = p.owner_id
LEFT JOIN identity_user m ON m.id = p.made_by_id
WHERE p.id = %s
"""  # noqa: S608
COMPANY = f"""
SELECT c.id, c.name, c.registration_number, c.industry, c.website, c.note, c.tags, c.source,
       c.owner_id, o.family_name, o.given_name, c.made_at, c.archived_at,
       c.score, c.missing, c.owed_at, c.version, {POINTS.format(link="company", alias="c")}, c.asked,
       c.completeness, c.validity, c.timeliness, c.uniqueness, {NEWEST.format(alias="c")},
       {JUDGED.format(kind="'company'", record="c")},
       {HAS.format(alias="c")}, {LEADS.format(kind="company", alias="c")}
FROM people_company c LEFT JOIN identity_user o ON o.id = c.owner_id
WHERE c.id = %s
"""  # noqa: S608


def _points(actor: Actor, rows: Any) -> tuple[PointShape, ...]:
    shapes = (shape_point(actor, UUID(id_), kind, value, raw, state) for id_, kind, value, raw, state in rows)
    return tuple(shape for shape in shapes if shape)


def _rights(actor: Actor, owner_id: UUID | None) -> tuple[bool, bool, bool]:
    return (
        actor.covers("people.edit", owner_id),
        actor.covers("people.assign", owner_id),
        actor.covers("people.archive", owner_id),
    )


def _leads(actor: Actor, told: Any) -> dict[str, Any]:
    """Whether the record was merged, and into which, for who sees that."""
    if not told:
        return {}
    is_seen = actor.covers("people.see", UUID(told[1]) if told[1] else None)
    return {"is_merged": True, "survivor_id": UUID(told[0]) if is_seen else None}


def _one(sql: str, values: list[Any]) -> tuple[Any, ...]:
    row = fetch_one(sql, values)
    if row is None:
        raise NotVisible
    return row


def get_person(*, actor: Actor, person_id: UUID) -> PersonShape:
    """The person's page in one statement, with one more where the company has fields of its own. Raises NotVisible."""
    row = _one(PERSON, [person_id])
    owner_id = row[10]
    if not actor.covers("people.see", owner_id):
        raise NotVisible
    values: Any = (
        *row[:6], row[6] or "", row[7], tuple(row[8]), row[9], owner_id, (row[11] or "", row[12] or ""), row[13],
        (row[14] or "", row[15] or ""), row[16], row[17], told(actor, row[18]), row[19], row[20],
        _points(actor, row[21]), *_rights(actor, owner_id),
    )  # fmt: skip
    own = list_sections(actor=actor, kind="person", record_id=person_id)
    shares, proved, judged = Shares(*row[23:27]), read_proof(actor, row[27]), read_judged(row[28])
    shape = replace(PersonShape(*values), own=tuple(own), asked=row[22])
    return replace(shape, shares=shares, proved=proved, judged=judged, has_twins=row[29], **_leads(actor, row[30]))


def get_company(*, actor: Actor, company_id: UUID) -> CompanyShape:
    """The company's page with its people. Raises NotVisible."""
    row = _one(COMPANY, [company_id])
    owner_id = row[8]
    if not actor.covers("people.see", owner_id):
        raise NotVisible
    values: Any = (
        *row[:6], tuple(row[6]), row[7], owner_id, (row[9] or "", row[10] or ""), row[11], row[12],
        row[13], told(actor, row[14]), row[15], row[16], _points(actor, row[17]),
        tuple(list_people_of(actor=actor, company_id=company_id)), *_rights(actor, owner_id),
    )  # fmt: skip
    own = list_sections(actor=actor, kind="company", record_id=company_id)
    shares, proved, judged = Shares(*row[19:23]), read_proof(actor, row[23]), read_judged(row[24])
    shape = replace(CompanyShape(*values), own=tuple(own), asked=row[18])
    return replace(shape, shares=shares, proved=proved, judged=judged, has_twins=row[25], **_leads(actor, row[26]))


def list_people_of(*, actor: Actor, company_id: UUID, limit: int = 50) -> list[PersonRow]:
    """The visible persons of a company, by name."""
    owners = actor.owners("people.see")
    seen = "" if owners is None else " AND owner_id = ANY(%s)"
    source = f"(SELECT * FROM people_person WHERE company_id = %s AND archived_at IS NULL{seen} ORDER BY name_fold, id LIMIT %s)"  # noqa: E501, S608
    values: list[Any] = [company_id, *([] if owners is None else [list(owners)]), limit]
    rows = fetch_all(PERSON_COLUMNS.format(source=source) + " ORDER BY p.name_fold, p.id", values)
    return [person_row(actor, row) for row in rows]
