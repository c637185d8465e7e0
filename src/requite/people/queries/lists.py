"""Lists of persons and companies: one statement a page, paged by key."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from requite.fields.catalogue import told
from requite.kernel.actor import Actor
from requite.kernel.reading import DEAR, ONCE_IN_TURN, fetch_all
from requite.people.queries.shapes import CompanyRow, PersonRow, shape_point

PAGE = 40
EXACT = 10_000

PERSON_COLUMNS = """
SELECT p.id, p.family_name, p.given_name, p.title, p.company_id, c.name, p.owner_id, p.score, p.missing,
       ph.id, ph.value, ph.raw, ph.state, em.id, em.value, em.raw, em.state, p.name_fold
FROM {source} p
LEFT JOIN people_company c ON c.id = p.company_id
LEFT JOIN LATERAL (SELECT id, value, raw, state FROM people_point
    WHERE person_id = p.id AND kind = 'phone' ORDER BY position LIMIT 1) ph ON true
LEFT JOIN LATERAL (SELECT id, value, raw, state FROM people_point
    WHERE person_id = p.id AND kind = 'email' ORDER BY position LIMIT 1) em ON true
"""
COMPANY_COLUMNS = """
SELECT c.id, c.name, c.industry, c.owner_id, c.score, c.missing, ph.id, ph.value, ph.raw, ph.state,
       ad.id, ad.value, ad.raw, ad.state, c.name_fold,
       (SELECT count(*) FROM people_person p WHERE p.company_id = c.id AND p.archived_at IS NULL {staff})
FROM {source} c
LEFT JOIN LATERAL (SELECT id, value, raw, state FROM people_point
    WHERE company_id = c.id AND kind = 'phone' ORDER BY position LIMIT 1) ph ON true
LEFT JOIN LATERAL (SELECT id, value, raw, state FROM people_point
    WHERE company_id = c.id AND kind = 'address' ORDER BY position LIMIT 1) ad ON true
"""
Row = tuple[Any, ...]
REMEMBERED, MOST_REMEMBERED = 300.0, 5_000
_many: dict[tuple[str, "ListFilter"], float] = {}


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list is to hold. `owners` None is everybody's; `in_debt` leaves complete records out."""

    owners: tuple[UUID, ...] | None
    in_debt: bool = False
    archived: bool = False
    tag: str = ""


def filter_for(actor: Actor, view: str) -> ListFilter:
    """The filter of a named view: mine, debt, archived; any other is all that the actor may see."""
    owners = actor.owners("people.see")
    if view in ("mine", "debt") and actor.id:
        owners = (actor.id,)
    return ListFilter(owners=owners, in_debt=view == "debt", archived=view == "archived")


def _where(what: ListFilter) -> tuple[str, list[Any]]:
    parts = ["archived_at IS NOT NULL AND survivor_id IS NULL" if what.archived else "archived_at IS NULL"]
    values: list[Any] = []
    if what.owners is not None and len(what.owners) == 1:
        parts.append("owner_id = %s")
        values.append(what.owners[0])
    elif what.owners is not None:
        parts.append("owner_id = ANY(%s)")
        values.append(list(what.owners))
    if what.in_debt:
        parts.append("owed_at IS NOT NULL")
    if what.tag:
        parts.append("%s = ANY(tags)")
        values.append(what.tag)
    return " AND ".join(parts), values


def _once(what: ListFilter) -> tuple[str, list[Any]]:
    """Whether a list is planned once, with what that binds. How common a tag is decides of the way, and how much several
    owners have: by name from the start where that is a lot, each one's where it is little.
    """
    several = what.owners is not None and len(what.owners) > 1
    return ("", []) if what.tag or several else (f"WHERE {ONCE_IN_TURN}", [DEAR])


def list_people(
    *, actor: Actor, what: ListFilter, after: tuple[str, UUID] | None = None, limit: int = PAGE
) -> list[PersonRow]:
    """Persons by name, from the key `after` (name_fold, id) on; one more than `limit` when there is more."""
    where, values = _where(what)
    if after:
        where += " AND (name_fold, id) > (%s, %s)"
        values += after
    source = f"(SELECT * FROM people_person WHERE {where} ORDER BY name_fold, id LIMIT {limit + 1:d})"  # noqa: S608
    once, dear = _once(what)
    sql = f"{PERSON_COLUMNS.format(source=source)} {once} ORDER BY p.name_fold, p.id"
    return [person_row(actor, row) for row in fetch_all(sql, [*values, *dear])]


def list_people_by_id(*, actor: Actor, ids: Sequence[UUID]) -> list[PersonRow]:
    """The visible ones of these persons, archived ones too, in the order of `ids`."""
    found = _by_id(actor, "people_person", PERSON_COLUMNS, ids)
    return [person_row(actor, found[id_]) for id_ in ids if id_ in found]


def list_companies_by_id(*, actor: Actor, ids: Sequence[UUID]) -> list[CompanyRow]:
    """The visible ones of these companies, archived ones too, in the order of `ids`."""
    staff, values = _staff(actor)
    found = _by_id(actor, "people_company", COMPANY_COLUMNS.replace("{staff}", staff), ids, values)
    return [company_row(actor, found[id_]) for id_ in ids if id_ in found]


def _staff(actor: Actor) -> tuple[str, list[Any]]:
    """The test of a company's people whom the actor sees, and its values."""
    owners = actor.owners("people.see")
    return ("", []) if owners is None else ("AND p.owner_id = ANY(%s)", [list(owners)])


def _by_id(
    actor: Actor, table: str, columns: str, ids: Sequence[UUID], before: Sequence[Any] = ()
) -> dict[UUID, Row]:
    if not ids:
        return {}
    owners = actor.owners("people.see")
    seen = "" if owners is None else "AND owner_id = ANY(%s)"
    source = f"(SELECT * FROM {table} WHERE id = ANY(%s) {seen})"  # noqa: S608
    values: list[Any] = [*before, list(ids), *([] if owners is None else [list(owners)])]
    return {row[0]: row for row in fetch_all(columns.format(source=source), values)}


def list_companies(
    *, actor: Actor, what: ListFilter, after: tuple[str, UUID] | None = None, limit: int = PAGE
) -> list[CompanyRow]:
    """Companies by name, paged as `list_people` is."""
    where, values = _where(what)
    staff, before = _staff(actor)
    if after:
        where += " AND (name_fold, id) > (%s, %s)"
        values += after
    source = f"(SELECT * FROM people_company WHERE {where} ORDER BY name_fold, id LIMIT {limit + 1:d})"  # noqa: S608
    once, dear = _once(what)
    sql = f"{COMPANY_COLUMNS.format(source=source, staff=staff)} {once} ORDER BY c.name_fold, c.id"
    return [company_row(actor, row) for row in fetch_all(sql, [*before, *values, *dear])]


def count_records(*, kind: str, what: ListFilter) -> int:
    """How many records the filter holds: exact up to 10,000; 10,001 says "more".

    That there are more is remembered for some minutes: counting that far is the dearest part of a large list's page.
    """
    if _many.get((kind, what), 0.0) > time.monotonic():
        return EXACT + 1
    where, values = _where(what)
    table = {"person": "people_person", "company": "people_company"}[kind]
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {where} LIMIT %s) n"  # noqa: S608
    count = int(fetch_all(sql, [*values, EXACT + 1])[0][0])
    if count > EXACT:
        if len(_many) > MOST_REMEMBERED:
            _many.clear()
        _many[kind, what] = time.monotonic() + REMEMBERED
    return count


def estimate_records(kind: str) -> int:
    """About how many records the table holds, from the planner's statistics."""
    table = {"person": "people_person", "company": "people_company"}[kind]
    return max(
        0, int(fetch_all("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])[0][0])
    )


def person_row(actor: Actor, row: Row) -> PersonRow:
    """A row of PERSON_COLUMNS as its shape."""
    return PersonRow(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5] or "",
        row[6],
        row[7],
        told(actor, row[8]),
        shape_point(actor, row[9], "phone", row[10], row[11], row[12]) if row[9] else None,
        shape_point(actor, row[13], "email", row[14], row[15], row[16]) if row[13] else None,
        row[17],
    )


def company_row(actor: Actor, row: Row) -> CompanyRow:
    """A row of COMPANY_COLUMNS as its shape."""
    return CompanyRow(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        told(actor, row[5]),
        shape_point(actor, row[6], "phone", row[7], row[8], row[9]) if row[6] else None,
        shape_point(actor, row[10], "address", row[11], row[12], row[13]) if row[10] else None,
        row[15],
        row[14],
    )
