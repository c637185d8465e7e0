"""How persons and companies are named where a value of a company's own field points to them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from requite.fields import references
from requite.kernel.actor import Actor
from requite.kernel.names import display_name
from requite.people.access import visible_companies, visible_people


def _people(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    rows = visible_people(actor).filter(id__in=list(ids)).values_list("id", "family_name", "given_name")
    return {id_: display_name(family, given, locale=actor.language) for id_, family, given in rows}


def _companies(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    return dict(visible_companies(actor).filter(id__in=list(ids)).values_list("id", "name"))


references.declare("person", _people)
references.declare("company", _companies)
references.hold("person", "people_person")
references.hold("company", "people_company")
