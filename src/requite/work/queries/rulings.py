"""What leaders said of debts: of one record, and of all records of a rep."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from requite.fields.catalogue import standing, told
from requite.identity.models import User
from requite.kernel.actor import Actor
from requite.kernel.names import display_name
from requite.kernel.reading import fetch_all
from requite.quality.rulings import Ruling, read
from requite.work.queries.debts import Debt

MOST = 200


@dataclass(frozen=True, slots=True)
class Ruled:
    """A field of a record, what was said of it, and the name of who said it."""

    debt: Debt
    ruling: Ruling
    who: str


PART = """
(SELECT {kind} AS kind, r.id, {family} AS family, {given} AS given, {at} AS at, {topic} AS topic, {person} AS person_id,
    {whose} AS whose, r.rulings, r.missing FROM {table} r {join}
 WHERE {which} AND r.rulings ?| r.missing AND r.{gone}_at IS NULL ORDER BY r.id LIMIT %(limit)s)
"""
TABLES: Mapping[str, Mapping[str, str]] = {
    "activity": {
        "table": "work_activity", "kind": "r.kind", "gone": "retracted", "at": "r.at", "topic": "r.topic",
        "family": "coalesce(p.family_name, c.name, '')", "given": "coalesce(p.given_name, '')", "person": "r.person_id",
        "whose": "CASE WHEN r.person_id IS NULL THEN c.owner_id ELSE p.owner_id END",
        "join": "LEFT JOIN people_person p ON p.id = r.person_id "
                "LEFT JOIN people_company c ON c.id = r.company_id AND r.person_id IS NULL",
    },
    "person": {
        "table": "people_person", "kind": "'person'", "family": "r.family_name", "given": "r.given_name", "person": "r.id",
    },
    "company": {"table": "people_company", "kind": "'company'", "family": "r.name"},
    "deal": {"table": "deals_deal", "kind": "'deal'", "family": "r.title"},
}  # fmt: skip
USUAL = {
    "gone": "archived", "at": "NULL::timestamptz", "topic": "''", "given": "''", "person": "NULL::uuid",
    "whose": "r.owner_id", "join": "",
}  # fmt: skip


def list_ruled_of(*, actor: Actor, kind: str, record_id: UUID, owner_id: UUID | None) -> list[Ruled]:
    """What was said of the record's fields; the caller has seen the record. Two statements."""
    table = TABLES.get(kind, TABLES["activity"])
    sql = PART.format(**{**USUAL, **table}, which="r.id = %(id)s")
    return _read(actor, fetch_all(sql, {"id": record_id, "limit": 1}), owner_id)


def list_ruled(*, actor: Actor, user_id: UUID) -> list[Ruled]:
    """What was said of what the rep's records lack and the actor may know of, up to 200 of each kind. Two statements."""
    if not actor.covers("work.see", user_id):
        return []
    parts = [PART.format(**{**USUAL, **table}, which="r.owner_id = %(user)s") for table in TABLES.values()]
    return _read(actor, fetch_all(" UNION ALL ".join(parts), {"user": user_id, "limit": MOST}), user_id)


def _read(actor: Actor, rows: Sequence[Any], owner_id: UUID | None) -> list[Ruled]:
    found = list(_each(actor, rows, owner_id))
    ids = {ruling.by for _debt, ruling in found}
    users = User.objects.filter(id__in=ids).values_list("id", "family_name", "given_name", "email") if ids else ()
    names = {id_: display_name(family, given, locale=actor.language) or mail for id_, family, given, mail in users}
    return [Ruled(debt, ruling, names.get(ruling.by, "")) for debt, ruling in found]


def _each(actor: Actor, rows: Sequence[Any], owner_id: UUID | None) -> Iterator[tuple[Debt, Ruling]]:
    for kind, id_, family, given, at, topic, person_id, whose, kept, missing in rows:
        is_told = kind not in ("call", "meeting") or actor.covers("people.see", whose)
        names = (family, given) if is_told or owner_id == actor.id else ("", "")
        rulings = read(kept)
        for field in standing(told(actor, [field for field in rulings if field in missing])):
            ruling = rulings[field]
            yield Debt(kind, id_, field, ruling.due_at, names, at, topic, person_id if is_told else None, 0), ruling
