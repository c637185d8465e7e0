"""The rows of an import that came in: each figure of its result, as the rows that it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from requite.intake.models import Import, LandedRow
from requite.intake.reading.faults import Fault
from requite.kernel.actor import Actor
from requite.people.access import visible_companies, visible_people

PAGE = 50
NEW = Q(made_person=True) | Q(person_id=None, made_company=True)
VIEWS: Mapping[str, Q] = {
    "new": NEW,
    "matched": ~NEW,
    "companies": Q(made_company=True),
    "doubtful": Q(faults__isnull=False),
}


@dataclass(frozen=True, slots=True)
class LandedShape:
    """A row: its number, its records with their names (None: of none, or not the reader's to see), its faults.

    The person's name is a pair: family and given. `is_hidden`: it has a record that the reader may not see.
    """

    number: int
    person_id: UUID | None
    person: tuple[str, str] | None
    company_id: UUID | None
    company: str | None
    is_hidden: bool
    faults: tuple[Fault, ...]


def list_landed(*, actor: Actor, found: Import, view: str, after: int = 0) -> tuple[list[LandedShape], bool]:
    """A page of the rows that one figure of the result counts, by number behind `after`; and whether more follow.

    `found` is an import that the actor may see; three statements.
    """
    landed = LandedRow.objects.filter(VIEWS[view], batch=found, number__gt=after).order_by("number")
    rows = list(landed[: PAGE + 1])
    shown = rows[:PAGE]
    persons = {
        id_: (family, given)
        for id_, family, given in visible_people(actor)
        .filter(id__in=[row.person_id for row in shown if row.person_id])
        .values_list("id", "family_name", "given_name")
    }
    companies = dict(
        visible_companies(actor)
        .filter(id__in=[row.company_id for row in shown if row.company_id])
        .values_list("id", "name")
    )
    return [_shape(row, persons, companies) for row in shown], len(rows) > PAGE


def _shape(
    row: LandedRow, persons: Mapping[UUID, tuple[str, str]], companies: Mapping[UUID, str]
) -> LandedShape:
    person = persons.get(row.person_id) if row.person_id else None
    company = companies.get(row.company_id) if row.company_id else None
    return LandedShape(
        number=row.number,
        person_id=row.person_id if person else None,
        person=person,
        company_id=row.company_id if company else None,
        company=company,
        is_hidden=bool((row.person_id and not person) or (row.company_id and not company)),
        faults=tuple(Fault.read(key) for key in row.faults or ()),
    )
