"""Custom fields of a row: read as a form reads them, and left blank with a remark where that can't be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from requite.fields import catalogue, codec
from requite.fields.catalogue import Definition
from requite.fields.codec import Wrong
from requite.identity.models import User
from requite.intake.reading import faults
from requite.intake.reading.faults import Fault
from requite.intake.reading.headings.targets import Side, Target
from requite.kernel.actor import Actor
from requite.kernel.fold import fold
from requite.kernel.names import display_name
from requite.people.bulk.entries import CompanyEntry, Given, PersonEntry, Reference
from requite.people.bulk.finding import find_named

SIDES: Mapping[str, Side] = {"person": "person", "company": "company"}
NAMING = ("person", "company")  # types that name records: looked for once the rows before are in the base
FAULTS = {
    "number": faults.BAD_NUMBER, "money": faults.BAD_NUMBER, "date": faults.BAD_DATE, "time": faults.BAD_DATE,
    "flag": faults.BAD_FLAG, "link": faults.BAD_LINK, "choice": faults.BAD_CHOICE, "choices": faults.BAD_CHOICE,
    "user": faults.BAD_USER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the custom fields that columns fill, by slug. `users` are colleagues by folded name or e-mail.

    `doubles` are names that more than one of them has.
    """

    actor: Actor | None = None
    fields: Mapping[str, Definition] = field(default_factory=dict)
    users: Mapping[str, UUID] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)
    doubles: frozenset[str] = frozenset()

    def fill(
        self,
        cells: Sequence[str],
        columns: Mapping[str, tuple[int, ...]],
        person: PersonEntry | None,
        company: CompanyEntry | None,
        found: list[Fault],
    ) -> list[Reference]:
        """Put the row's values on its person and its company; what can't be read is a fault of its cell.

        Returns the records that the row names.
        """
        refs: list[Reference] = []
        for slug, known in self.fields.items():
            entry = person if known.kind == "person" else company
            place = columns[slug][0] if slug in columns else -1
            if entry is None or place < 0 or not cells[place]:
                continue
            if known.type in NAMING:
                refs.append(Reference(known.kind, slug, known.type, cells[place], place))
                continue
            given = self._read(known, cells[place])
            if given is not None:
                entry.own[slug] = given
            elif known.type == "user" and fold(cells[place]) in self.doubles:
                found.append(Fault(faults.SEVERAL, place))
            else:
                found.append(Fault(FAULTS.get(known.type, faults.BAD_TEXT), place))
        return refs

    def preview(self, refs: Sequence[Reference]) -> Mapping[Reference, Fault]:
        """What of those records can't be told by now."""
        named = find_named(self.actor, refs) if self.actor and refs else {}
        counts = {ref: len(named.get((ref.type, ref.text), ())) for ref in refs}
        codes = {ref: faults.SEVERAL if count else faults.NOT_YET for ref, count in counts.items() if count != 1}
        return {ref: Fault(code, ref.place) for ref, code in codes.items()}

    def _read(self, known: Definition, text: str) -> Given | None:
        if self.actor is None:
            return None
        try:
            cells = codec.read(known, text, actor=self.actor, by_name=self.users)
        except Wrong:
            return None
        if known.type == "user" and any(one.ref not in self.names for one in cells):
            return None  # an id is nobody's, or theirs who have left
        return Given(known.type, cells, codec.say(known, cells, actor=self.actor, names=self.names))


def list_own(actor: Actor) -> dict[str, Target]:
    """The custom fields of persons and companies that a column can fill for this actor, by slug."""
    return {
        one.slug: Target(one.slug, SIDES[kind], many=False, label=one.name)
        for kind in SIDES
        for one in catalogue.editable(actor, kind)
    }


def read_own(actor: Actor, columns: Sequence[str | None]) -> Reader:
    """The reader of those custom fields that the columns fill."""
    known = {one.slug: one for kind in SIDES for one in catalogue.editable(actor, kind)}
    fields = {slug: known[slug] for slug in columns if slug in known}
    if all(one.type != "user" for one in fields.values()):
        return Reader(actor, fields)
    named: dict[str, set[UUID]] = {}
    names: dict[UUID, str] = {}
    for user in User.objects.filter(is_active=True):
        names[user.id] = display_name(user.family_name, user.given_name, locale=actor.language) or user.email
        said = (display_name(user.family_name, user.given_name, locale=locale) for locale in ("en", "ko"))
        for text in (*said, user.email):
            named.setdefault(fold(text), set()).add(user.id)
    users = {text: next(iter(ids)) for text, ids in named.items() if len(ids) == 1}
    return Reader(actor, fields, users, names, frozenset(named) - frozenset(users) - {""})
