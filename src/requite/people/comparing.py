"""Two records of a kind beside each other: in which fields they differ, and which value stands unless somebody chooses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from requite.fields import catalogue
from requite.fields.catalogue import Definition
from requite.fields.codec import Cells
from requite.fields.values import cells_of
from requite.people.hanging import Kind
from requite.people.models import Company, Person

Choice = Literal["survivor", "merged", "both"]
CHOICES: tuple[Choice, ...] = ("survivor", "merged", "both")
TEXTS: Mapping[Kind, Sequence[str]] = {
    "person": ("family_name", "given_name", "middle_name", "title", "company", "note"),
    "company": ("name", "registration_number", "industry", "website", "country", "note"),
}
JOINED = ("note",)  # both may stand, one below the other


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two differ. `value` and `other` are the survivor's and the merged one's, as kept."""

    field: str
    value: Any
    other: Any
    own: Definition | None = None

    @property
    def is_tie(self) -> bool:
        """Whether both are filled, so that there is something to choose."""
        return bool(self.value) and bool(self.other)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Which values may stand."""
        return CHOICES if self.field in JOINED and self.is_tie else CHOICES[:2]

    @property
    def usual(self) -> Choice:
        """What stands unless somebody chooses: the filled one, of two the survivor's."""
        return "survivor" if self.value else "merged"

    def chosen(self, given: Mapping[str, str]) -> Choice:
        """What stands by what a form gave."""
        return next((one for one in self.choices if one == given.get(self.field)), self.usual)

    def outcome(self, choice: Choice) -> Any:
        """The value that stands then."""
        if choice == "both":
            return f"{self.value}\n\n{self.other}"
        return self.value if choice == "survivor" else self.other


def value_of(record: Person | Company, field: str) -> Any:
    """The value of a field; of a person's company its id."""
    return record.company_id if field == "company" and isinstance(record, Person) else getattr(record, field)


def list_differences(kind: Kind, survivor: Person | Company, merged: Person | Company) -> list[Difference]:
    """The fields of every company in which the two differ."""
    pairs = ((name, value_of(survivor, name), value_of(merged, name)) for name in TEXTS[kind])
    return [Difference(name, value, other) for name, value, other in pairs if value != other]


def list_own_differences(kind: Kind, survivor: UUID, merged: UUID) -> list[Difference]:
    """The company's own fields in force in which the two differ: two statements, one where there is no field."""
    known = catalogue.fresh().by_kind.get(kind, ())
    if not known:
        return []
    held = cells_of([survivor, merged], [one.id for one in known])
    return list(_differing(known, held.get(survivor, {}), held.get(merged, {})))


def _differing(
    known: Sequence[Definition], mine: Mapping[str, Cells], theirs: Mapping[str, Cells]
) -> Iterator[Difference]:
    for one in known:
        value, other = mine.get(one.slug, ()), theirs.get(one.slug, ())
        if value != other:
            yield Difference(one.slug, value, other, one)
