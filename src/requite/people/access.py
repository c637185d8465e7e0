"""Who may see and change what of the base."""

from collections.abc import Collection
from typing import Any, Literal, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.reading import fetch_all
from requite.kernel.records import find_record
from requite.people.models import Company, Person

Right = Literal["people.edit", "people.assign", "people.archive", "debts.rule"]
Record = TypeVar("Record", Person, Company)
JOINED = """
SELECT id, survivor_id FROM people_person
WHERE id = ANY(%(ids)s::uuid[]) AND (%(owners)s::uuid[] IS NULL OR owner_id = ANY(%(owners)s::uuid[]))
ORDER BY id FOR KEY SHARE
"""
MERGED = _("This record was merged into another one. Open it again: it leads there.")


def _within(records: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    owners = actor.owners("people.see")
    return records if owners is None else records.filter(owner__in=owners)


def visible_people(actor: Actor) -> QuerySet[Person]:
    """Persons whom the actor may see, archived ones among them."""
    return _within(Person.objects.all(), actor)


def visible_companies(actor: Actor) -> QuerySet[Company]:
    """Companies that the actor may see, archived ones among them."""
    return _within(Company.objects.all(), actor)


def see_person(*, actor: Actor, person_id: UUID) -> Person:
    """The person. Raises NotVisible."""
    person = find_record(Person, "WHERE r.id = %s", [person_id])
    owners = actor.owners("people.see")
    if person is None or (owners is not None and person.owner_id not in owners):
        raise NotVisible
    return person


def see_company(*, actor: Actor, company_id: UUID) -> Company:
    """The company. Raises NotVisible."""
    company = visible_companies(actor).filter(id=company_id).first()
    if company is None:
        raise NotVisible
    return company


def join_person(*, actor: Actor, person_id: UUID) -> Person:
    """The person for something new that is to hang on them, not to be merged until the transaction ends.

    One who was merged leads to the survivor. Raises NotVisible.
    """
    person = _join(Person, actor, person_id)
    if person.survivor_id:
        return _join(Person, actor, person.survivor_id)
    return person


def join_company(*, actor: Actor, company_id: UUID) -> Company:
    """The same of a company. Raises NotVisible."""
    company = _join(Company, actor, company_id)
    if company.survivor_id:
        return _join(Company, actor, company.survivor_id)
    return company


def join_people(*, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Those of them whom the actor sees, as `join_person`; of who was merged the survivor, by a statement more."""
    seen = _join_many(actor, ids)
    led = _join_many(actor, {survivor for survivor in seen.values() if survivor})
    return {id_ for id_, survivor in seen.items() if survivor is None} | set(led)


def _join_many(actor: Actor, ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Whom of them the actor sees, locked in order of id, and into whom each was merged."""
    owners = actor.owners("people.see")
    values = {"ids": list(ids), "owners": None if owners is None else list(owners)}
    return dict(fetch_all(JOINED, values)) if ids else {}


def _join(model: type[Record], actor: Actor, record_id: UUID) -> Record:
    found = find_record(model, "WHERE r.id = %s FOR KEY SHARE", [record_id])
    owners = actor.owners("people.see")
    if found is None or (owners is not None and found.owner_id not in owners):
        raise NotVisible
    return found


def take_person(*, actor: Actor, person_id: UUID, right: Right = "people.edit") -> Person:
    """The person, locked for a change. Raises NotVisible, NotAllowed, and Refused for one who was merged."""
    return _take(visible_people(actor), actor, person_id, right)


def take_company(*, actor: Actor, company_id: UUID, right: Right = "people.edit") -> Company:
    """The company, locked for a change. Raises NotVisible, NotAllowed, and Refused for one that was merged."""
    return _take(visible_companies(actor), actor, company_id, right)


def take_merged(*, actor: Actor, kind: str, record_id: UUID, right: Right) -> Person | Company:
    """A person or a company, locked for a merge or its undo, also one that was merged. Raises NotVisible, NotAllowed."""
    if kind == "person":
        return _take(visible_people(actor), actor, record_id, right, merged=True)
    return _take(visible_companies(actor), actor, record_id, right, merged=True)


def _take(seen: QuerySet[Record], actor: Actor, record_id: UUID, right: Right, *, merged: bool = False) -> Record:
    found = seen.select_for_update().filter(id=record_id).first()
    if found is None:
        raise NotVisible
    if not actor.covers(right, found.owner_id):
        raise NotAllowed
    if found.survivor_id and not merged:
        raise Refused(MERGED)
    return found
