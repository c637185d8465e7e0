"""A batch as it arrives and as it ends. Plain slotted classes: a million of them are made in an import."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from uuid import UUID

from requite.fields.codec import Cells
from requite.people.drafts import ReadPoint


class Given(NamedTuple):
    """A value for a custom field: as the table keeps it, and in words for the journal. `type` is the field's at reading."""

    type: str
    cells: Cells
    said: str


Own = dict[str, Given]


class Reference(NamedTuple):
    """A person or a company that a row names in a custom field: found once the rows before it are in the base.

    `kind` is whose field it is, `type` what is named, `place` the column of the file.
    """

    kind: str
    slug: str
    type: str
    text: str
    place: int = -1


@dataclass(slots=True)
class CompanyEntry:
    """A company of the batch. `fold` is its name as search compares it; `closed` ones come in archived.

    `own` are values for custom fields by slug.
    """

    name: str
    fold: str
    registration_number: str = ""
    industry: str = ""
    website: str = ""
    country: str = ""
    note: str = ""
    tags: Sequence[str] = ()
    points: Sequence[ReadPoint] = ()
    closed: bool = False
    own: Own = field(default_factory=dict)


@dataclass(slots=True)
class PersonEntry:
    """A person of the batch. `fold` is the name as search compares it."""

    family_name: str
    given_name: str
    middle_name: str
    fold: str
    title: str = ""
    note: str = ""
    tags: Sequence[str] = ()
    points: Sequence[ReadPoint] = ()
    own: Own = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """One row: a person, a company, or a person of a company, and whose it is to be."""

    number: int
    owner_id: UUID | None
    person: PersonEntry | None = None
    company: CompanyEntry | None = None
    source: str = ""
    refs: Sequence[Reference] = ()


@dataclass(slots=True)
class Outcome:
    """What became of a row: the records it stands for, which of them it made, the blanks that it filled.

    `misses` are the references that stay blank, each with how many records are so named: none, or several.
    """

    number: int
    person_id: str | None = None
    company_id: str | None = None
    made_person: bool = False
    made_company: bool = False
    filled: Sequence[str] = ()
    misses: Sequence[tuple[Reference, int]] = ()

    @property
    def is_new(self) -> bool:
        """Whether the row's main record, the person if there is one, wasn't in the base before."""
        return self.made_person if self.person_id else self.made_company


Kind = Literal["person", "company"]
Key = tuple[str, str]


@dataclass(slots=True)
class Record:
    """One record of the batch, whichever rows it stands for. `id` is the known record's when `known`.

    `keys` are the ways to know it again, each as (how, what). Ids are texts: nothing but COPY reads them.
    """

    kind: Kind
    place: int
    id: str
    entry: PersonEntry | CompanyEntry
    owner_id: UUID | None
    source: str
    company: "Record | None" = None
    points: list[ReadPoint] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    known: bool = False
    filled: Sequence[str] = ()
