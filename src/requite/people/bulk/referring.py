"""Custom fields that name a person or a company, filled for a batch once its records are in the base."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson

from requite.fields.catalogue import is_slug
from requite.fields.codec import Cell
from requite.fields.values import HELD_PAIRS, copy_line, lock_fields
from requite.journal.bulk import Kept
from requite.kernel.actor import Actor
from requite.kernel.copying import copy_lines
from requite.kernel.reading import fetch_all
from requite.people.bulk.entries import Outcome, Reference
from requite.people.bulk.finding import Named, find_named
from requite.people.bulk.own import VALUES, field_id
from requite.people.bulk.preparing import Rules
from requite.people.bulk.rejudging import Kind, rejudge
from requite.people.events import CompanyCorrected, PersonCorrected

Wanted = tuple[str, str]  # a record and the slug of its field
KINDS: tuple[Kind, ...] = ("person", "company")


def refer(
    told: Sequence[tuple[Sequence[Reference], Outcome]], *, actor: Actor, at: datetime, rules: Rules
) -> list[Kept]:
    """Fill what rows name, where it is one record that the actor sees and the field is blank; the rest are misses.

    `told` are rows that name some, each with what became of it.

    Returns the journal's entries.
    """
    if not told:
        return []
    refs = [ref for named, _outcome in told for ref in named]
    found = find_named(actor, refs)
    fresh = _choose(told, found, lock_fields([field_id(slug) for slug in {ref.slug for ref in refs}]))
    if not fresh:
        return []
    lines = [copy_line(record, field_id(slug), 0, Cell(ref=id_)) for (record, slug), (_ref, id_) in fresh.items()]
    copy_lines(VALUES, lines)
    _rejudge(fresh, rules, at)
    return _kept(fresh)


def _choose(
    told: Sequence[tuple[Sequence[Reference], Outcome]], named: Named, alive: dict[UUID, str]
) -> dict[Wanted, tuple[Reference, UUID]]:
    """The values to be written, by record and field: what an earlier row says stands, as what the base holds."""
    offers: dict[Wanted, tuple[Reference, UUID, Outcome]] = {}
    for refs, outcome in told:
        for ref in refs:
            ids = named.get((ref.type, ref.text), ())
            record = outcome.person_id if ref.kind == "person" else outcome.company_id
            if len(ids) != 1:
                outcome.misses = (*outcome.misses, (ref, len(ids)))
            elif record is not None and alive.get(field_id(ref.slug)) == ref.type:
                offers.setdefault((record, ref.slug), (ref, ids[0], outcome))
    held = _held(list(offers))
    for wanted in held:
        offers.pop(wanted, None)
    for (_record, slug), (ref, _id, outcome) in offers.items():
        if not (outcome.made_person if ref.kind == "person" else outcome.made_company):
            outcome.filled = (*outcome.filled, slug)
    return {wanted: (ref, id_) for wanted, (ref, id_, _outcome) in offers.items()}


def _held(wanted: Sequence[Wanted]) -> set[Wanted]:
    if not wanted:
        return set()
    fields = {field_id(slug) for _record, slug in wanted}
    rows = fetch_all(HELD_PAIRS, [[record for record, _slug in wanted], list(fields)])
    return {(str(record), f"x_{field.hex}") for record, field in rows}


def _rejudge(fresh: dict[Wanted, tuple[Reference, UUID]], rules: Rules, at: datetime) -> None:
    """What a minimum set asks for is there now."""
    for kind, asked in zip(KINDS, rules, strict=True):
        slugs = {rule.field for rule in asked if is_slug(rule.field)}
        ids = {record for (record, slug), (ref, _id) in fresh.items() if ref.kind == kind and slug in slugs}
        if ids:
            rejudge(kind=kind, ids=[UUID(id_) for id_ in ids], at=at)


def _kept(fresh: dict[Wanted, tuple[Reference, UUID]]) -> list[Kept]:
    """An entry for each record; as in the form the journal keeps the id, since the name is each reader's own to see."""
    changes: dict[tuple[str, str], dict[str, tuple[None, str]]] = {}
    for (record, slug), (ref, id_) in fresh.items():
        changes.setdefault((ref.kind, record), {})[slug] = (None, f"{ref.type}:{id_}")
    return [
        (PersonCorrected if kind == "person" else CompanyCorrected, record, orjson.dumps(said))
        for (kind, record), said in changes.items()
    ]
