"""Who may see and change what of the base."""

from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet

from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.records import find_record
from requite.people.models import Company, Person

Right = Literal["people.edit", "people.assign", "people.archive", "debts.rule"]


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


def take_person(*, actor: Actor, person_id: UUID, right: Right = "people.edit") -> Person:
    """The person, locked for a change. Raises NotVisible, NotAllowed."""
    person = visible_people(actor).select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotVisible
    if not actor.covers(right, person.owner_id):
        raise NotAllowed
    return person


def take_company(*, actor: Actor, company_id: UUID, right: Right = "people.edit") -> Company:
    """The company, locked for a change. Raises NotVisible, NotAllowed."""
    company = visible_companies(actor).select_for_update().filter(id=company_id).first()
    if company is None:
        raise NotVisible
    if not actor.covers(right, company.owner_id):
        raise NotAllowed
    return company
