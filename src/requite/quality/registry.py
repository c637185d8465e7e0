"""What can be judged: each room declares its kinds of record and their fields here. The engine knows nothing more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise

TEXTS = ("text", "name")


class Days(NamedTuple):
    """Where the days of a date are found in order: a `column` and then the `record`, as an index over `table` `d` has them.

    Only of those that meet `among`. `is_instant`: the column is an instant, whose day is that of the company's zone.
    """

    table: str
    column: str
    record: str = "d.id"
    among: str = "true"
    is_instant: bool = False


class Option(NamedTuple):
    """A choice that a field has, by its id; one that has ended is offered no more. `at` is the moment that it is for."""

    id: str
    label: str
    is_ended: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True)
class Requirable:
    """A field that a minimum set may ask for. `check` is its natural validator.

    `sql` gives its value in the table `r` of its kind, for a trial that reads many; `read` makes of that value what the
    engine is given, where the two differ. `chooses`: a text whose validator an administrator may choose.
    `audience`: the field group of the roles that says who may fill it, "" where the right to the record does.
    `family` says which parameters a line may give it (`limits.FAMILIES`), a plain text's without saying; `options` are
    the choices that there are, `unit` stands beside a number, and is an amount's own currency.
    `days` are those of a date, as far as limits measure them, by an index.
    `given_at` are the only moments at which anybody can fill it, none: whenever. `words` gives, over `r`, what somebody says
    in a field in words of their own, "" for a field that isn't one: the same ones on many records say nothing.
    """

    name: str
    label: Promise | str
    check: str = "present"
    seconds: int = 8
    sql: str = ""
    read: Callable[[Any], object] | None = None
    chooses: bool = True
    audience: str = ""
    family: str = ""
    options: Callable[[], Sequence[Option]] | None = None
    unit: str = ""
    days: Days | None = None
    given_at: frozenset[str] = frozenset()
    words: str = ""

    @property
    def measured_as(self) -> str:
        """Which parameters fit: a family of `limits.FAMILIES`, "" for none."""
        return self.family or ("text" if self.check in TEXTS and self.read is None else "")


@dataclass(frozen=True, slots=True)
class Window:
    """Records that were judged anew one after another: the last one's id, None where there was none left, and how many."""

    last: UUID | None
    count: int


class Moment(NamedTuple):
    """A stage that the company made, as a moment from which on, or until which, a field may be asked for.

    `group` is what it belongs to (a pipeline), `order` its place in it, `sql` which records over `r` have come to it.
    """

    slug: str
    label: str
    group: str
    order: int
    is_ended: bool
    sql: str


@dataclass(frozen=True, slots=True)
class Default:
    """A line of the minimum set that ships."""

    field: str
    weight: int
    stage: str = ""
    grace_hours: int = 72


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record.

    `reassess` is the dotted name of `(kind, after, upto, at, limit, owner_id) -> Window`, which judges the next
    records in order of id, none behind `upto`: a name, since the rooms' models aren't loaded when they declare. `table`
    holds the records, those of the kind meet `among`, those that can owe at all `owing`, those that have reached a stage
    its condition in `reached`, all over `r`.
    `gates` are the stages to which an act brings a record, so that it can be refused, of `exclusive` ones a record
    reaches one at most; `moments` are those that the company made, in order; `right` is what it takes to
    change one. What `fades` says that something is so: its score falls until it is proved anew.
    """

    slug: str
    label: Promise
    fields: tuple[Requirable, ...]
    defaults: tuple[Default, ...]
    stages: Mapping[str, Promise] = field(default_factory=dict)
    reassess: str = ""
    table: str = ""
    among: str = "true"
    owing: str = "true"
    reached: Mapping[str, str] = field(default_factory=dict)
    country: str = "''"
    gates: frozenset[str] = frozenset()
    exclusive: frozenset[str] = frozenset()
    right: str = ""
    moments: Callable[[], Sequence[Moment]] | None = None
    fades: bool = False

    def find_field(self, name: str) -> Requirable | None:
        """The field of that name, or None."""
        found = next((one for one in self.fields if one.name == name), None)
        return found or find_added(name)

    @property
    def requirables(self) -> tuple[Requirable, ...]:
        """All fields that may be asked for: the room's, and those that a company added."""
        return (*self.fields, *list_added().get(self.slug, ()))


Added = Mapping[str, tuple[Requirable, ...]]
KINDS: dict[str, Kind] = {}
SOURCES: list[Callable[[], Added]] = []
FINDERS: list[Callable[[str], Requirable | None]] = []


def options_of(field: Requirable | None) -> Sequence[Option]:
    """The choices that a field has, with those that have ended; () of another field. It may take a statement."""
    return field.options() if field is not None and callable(field.options) else ()


def declare(kind: Kind) -> Kind:
    """Make the kind known."""
    KINDS[kind.slug] = kind
    return kind


def list_added() -> Added:
    """The fields in force that the company added, by kind."""
    return {kind: found for source in SOURCES for kind, found in source().items()}


def extend(source: Callable[[], Added], find: Callable[[str], Requirable | None]) -> None:
    """Make known fields that a company added: those in force by kind, and one by its name, also a past one."""
    SOURCES.append(source)
    FINDERS.append(find)


def find_added(name: str) -> Requirable | None:
    """The field of that name that the company added, also a past one."""
    return next((one for find in FINDERS if (one := find(name))), None)


def label_of(kind: str, name: str) -> str:
    """A field's name in the reader's language."""
    known = KINDS.get(kind)
    found = known.find_field(name) if known else find_added(name)
    return str(found.label) if found else name


def seconds_of(kind: str, name: str) -> int:
    """How long the field is likely to take to fill, in seconds."""
    known = KINDS.get(kind)
    found = known.find_field(name) if known else None
    return found.seconds if found else 8
