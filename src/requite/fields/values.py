"""Values read and written, for the actions and queries of the rooms whose records they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields import catalogue, codec
from requite.fields.blanks import note_blanks
from requite.fields.catalogue import Definition, is_slug
from requite.fields.codec import Cell, Cells, Wrong
from requite.fields.models import PREFIX
from requite.fields.references import names_of
from requite.kernel.actor import Actor
from requite.kernel.copying import NULL, cell
from requite.kernel.errors import Refused, Text
from requite.kernel.ids import parse_id
from requite.kernel.reading import fetch_all, run

HELD = """
SELECT record_id, field_id, text, number, day, moment, ref FROM fields_value
WHERE record_id = ANY(%s::uuid[]) AND (%s::uuid[] IS NULL OR field_id = ANY(%s::uuid[])) ORDER BY record_id, field_id, place
"""
LOCK = (
    "SELECT id, type, ended_at IS NOT NULL OR is_turning FROM fields_field WHERE id = ANY(%s::uuid[]) ORDER BY id FOR SHARE"
)
CLEAR = "DELETE FROM fields_value WHERE record_id = %s AND field_id = ANY(%s::uuid[])"
PUT = """
INSERT INTO fields_value (record_id, field_id, place, text, number, day, moment, ref)
SELECT %s, * FROM unnest(%s::uuid[], %s::int[], %s::text[], %s::numeric[], %s::date[], %s::timestamptz[], %s::uuid[])
"""
COPY = """
INSERT INTO fields_value (record_id, field_id, place, text, number, day, moment, ref)
SELECT m.fresh, v.field_id, v.place, v.text, v.number, v.day, v.moment, v.ref
FROM unnest(%s::uuid[], %s::uuid[]) m(former, fresh) JOIN fields_value v ON v.record_id = m.former
WHERE v.field_id = ANY(%s::uuid[])
"""
HELD_PAIRS = """
SELECT DISTINCT record_id, field_id FROM fields_value WHERE record_id = ANY(%s::uuid[]) AND field_id = ANY(%s::uuid[])
"""
Change = tuple[object, object]
NOTHING: Mapping[str, str] = {}
KEPT_BY_ID = ("person", "company")  # in the journal: "person:" and the id


def cells_of(ids: Sequence[UUID], field_ids: Sequence[UUID] | None = None) -> dict[UUID, dict[str, Cells]]:
    """What the records hold, by record and field, in one statement."""
    fields = list(field_ids) if field_ids is not None else None
    found: dict[UUID, dict[str, Cells]] = {}
    for record_id, field_id, *values in fetch_all(HELD, [list(ids), fields, fields]):
        mine = found.setdefault(record_id, {})
        slug = f"{PREFIX}{field_id.hex}"
        mine[slug] = (*mine.get(slug, ()), Cell(*values))
    return found


@dataclass(slots=True)
class Reading:
    """Texts given for a record's own fields, read: `fresh` is what each is to hold, `held` what it held."""

    actor: Actor
    fields: dict[str, Definition] = field(default_factory=dict)
    fresh: dict[str, Cells] = field(default_factory=dict)
    held: dict[str, Cells] = field(default_factory=dict)

    @property
    def unmoved(self) -> frozenset[str]:
        """Fields that hold already what was given, in whichever words it came."""
        return frozenset(slug for slug, cells in self.fresh.items() if cells == self.held.get(slug, ()))

    @property
    def is_moved(self) -> bool:
        """Whether there is anything to write."""
        return len(self.unmoved) < len(self.fresh)

    def worths(self) -> dict[str, object]:
        """What the engine is to see of a new record."""
        from requite.fields.requirables import worth_of  # noqa: PLC0415 - judges by this module's cells

        return {slug: worth_of(cells) for slug, cells in self.fresh.items() if cells}

    def keep(self, record_id: UUID) -> dict[str, Change]:
        """Write what differs, and return it in words, as the journal keeps it: (old, new) by field."""
        moved = {slug: cells for slug, cells in self.fresh.items() if slug not in self.unmoved}
        if not moved:
            return {}
        ids = {slug: self.fields[slug].id for slug in moved}
        if any(slug in self.held for slug in moved):
            run(CLEAR, [record_id, list(ids.values())])
            note_blanks(record_id, [ids[slug] for slug, cells in moved.items() if not cells])
        rows = [
            (ids[slug], place, *cell) for slug, cells in moved.items() for place, cell in enumerate(cells)
        ]
        if rows:
            run(PUT, [record_id, *map(list, zip(*rows, strict=True))])
        return {
            slug: (self._say(slug, self.held.get(slug, ())) or None, self._say(slug, cells) or None)
            for slug, cells in moved.items()
        }

    def _say(self, slug: str, cells: Cells) -> str:
        return say_cells(self.actor, self.fields[slug], cells)


def say_cells(actor: Actor, known: Definition, cells: Cells, names: Mapping[UUID, str] | None = None) -> str:
    """A value as the journal keeps it; `names` are those of colleagues by id, None: asked for here."""
    if known.type in KEPT_BY_ID:  # their name is each reader's own to see
        return "".join(f"{known.type}:{one.ref}" for one in cells)
    refs = [one.ref for one in cells if one.ref] if names is None and known.type == "user" else []
    return codec.say(known, cells, actor=actor, names=names_of(actor, known.type, refs) if names is None else names)


def texts_of(actor: Actor, kind: str, record_id: UUID | None) -> dict[str, str]:
    """The record's own fields that the actor may fill, as a form holds them. No statement where there is none."""
    fields = catalogue.editable(actor, kind)
    if not fields:
        return {}
    held = cells_of([record_id]).get(record_id, {}) if record_id else {}
    return {one.slug: codec.write(one, held.get(one.slug, ()), actor=actor) for one in fields}


def own(given: Mapping[str, str]) -> dict[str, str]:
    """Of what a form sent, the company's own fields."""
    return {slug: text for slug, text in given.items() if is_slug(slug)}


def read_given(actor: Actor, kind: str, given: Mapping[str, str], record_id: UUID | None = None) -> Reading:
    """Read texts for a record's own fields, which may not change until the transaction that is open ends.

    Raises Refused by field: with what doesn't fit, and with what was typed for a field that has gone meanwhile.
    """
    reading = Reading(actor)
    wanted = own(given)
    if not wanted:
        return reading
    reading.fields = _locked(actor, kind, wanted)
    if record_id:
        reading.held = cells_of([record_id]).get(record_id, {})
    errors: dict[str, Text] = {}
    refuse_lost(actor, {slug: text for slug, text in wanted.items() if slug not in reading.fields})
    for slug, known in reading.fields.items():
        cells = reading.held.get(slug, ())
        if cells and wanted[slug] == codec.write(known, cells, actor=actor):
            reading.fresh[slug] = cells  # untouched: the second 01:30 of a night stays the second
            continue
        held = {one.ref for one in cells if one.ref}
        try:
            reading.fresh[slug] = codec.read(known, wanted[slug], actor=actor, held=held)
        except Wrong as wrong:
            errors[slug] = wrong.sentence
    errors |= _strangers(reading)
    if errors:
        raise Refused(errors=errors)
    return reading


def _locked(actor: Actor, kind: str, wanted: Mapping[str, str]) -> dict[str, Definition]:
    ids = [parse_id(slug[len(PREFIX) :]) for slug in wanted]
    turning = {one.id for one in catalogue.fresh().by_slug.values() if one.is_turning}  # not waited for
    rows = fetch_all(LOCK, [[id_ for id_ in ids if id_ not in turning]])
    known = catalogue.fresh().by_slug
    found: dict[str, Definition] = {}
    for id_, _type, is_ended in rows:
        one = known.get(f"{PREFIX}{id_.hex}")
        if one is not None and not is_ended and one.is_of(kind) and one.access(actor) == "edit":
            found[one.slug] = one
    return found


def refuse_lost(actor: Actor, gone: Mapping[str, str]) -> None:
    """Raise Refused with what was typed for fields that have gone; blanks are no loss."""
    lost = {slug: text for slug, text in gone.items() if text.strip()}
    if lost:
        raise Refused(_say_lost(actor, lost))


def _say_lost(actor: Actor, lost: Mapping[str, str]) -> Text:
    said = []
    for slug, text in lost.items():
        known = catalogue.find(slug) if catalogue.told(actor, [slug]) else None
        said.append(f"{known.name}: “{say_text(actor, slug, text)[:300]}”" if known else f"?: “{text[:300]}”")
    if all(known.is_turning for known in map(catalogue.find, lost) if known):
        return _(
            "A field is being given another type. What you typed in it is not kept: %(typed)s."
            " Save again to keep the rest."
        ) % {"typed": "; ".join(said)}
    return _(
        "A field was removed while this form was open. What you typed in it is not kept: %(typed)s."
        " Save again to keep the rest."
    ) % {"typed": "; ".join(said)}


def say_text(actor: Actor, slug: str, text: str) -> str:
    """What a form holds of a field in words: options and records by their names. Any other text as it is."""
    known = catalogue.find(slug)
    if known is None or not text:
        return text
    try:
        cells = codec.read(known, text, actor=actor, held=[one.id for one in known.options])
    except Wrong:
        return text
    names = names_in(actor, [known], {slug: cells})
    return codec.say(known, cells, actor=actor, names=names) or text


def _strangers(reading: Reading) -> dict[str, Text]:
    """References that were chosen now and that the actor doesn't see."""
    errors: dict[str, Text] = {}
    for slug, cells in reading.fresh.items():
        known = reading.fields[slug]
        if known.type not in ("person", "company", "user") or cells == reading.held.get(slug, ()):
            continue
        refs = [one.ref for one in cells if one.ref]
        if refs and len(names_of(reading.actor, known.type, refs)) != len(refs):
            errors[slug] = _("Choose one of the list.")
    return errors


def names_in(actor: Actor, fields: Iterable[Definition], held: Mapping[str, Sequence[Cell]]) -> dict[UUID, str]:
    """The names of the records that values name, as far as the actor sees them; a statement for each type of them."""
    found: dict[UUID, str] = {}
    for type_ in ("person", "company", "user"):
        refs = [
            cell.ref for one in fields if one.type == type_ for cell in held.get(one.slug, ()) if cell.ref
        ]
        found |= names_of(actor, type_, refs)
    return found


def lock_fields(ids: Sequence[UUID]) -> dict[UUID, str]:
    """The types of those fields that are in force, which stay as they are until the transaction that is open ends."""
    return {id_: type_ for id_, type_, is_ended in fetch_all(LOCK, [list(ids)]) if not is_ended}


def copy_values(actor: Actor, kind: str, fresh: Mapping[UUID, UUID]) -> None:
    """Give new records all that former ones hold, those of `fresh` by id, in the transaction that is open."""
    known = catalogue.fresh().by_kind.get(kind, ()) if actor.fields_stamp else ()
    if known and fresh:
        ids = [one.id for one in known]
        lock_fields(ids)
        run(COPY, [list(fresh), list(fresh.values()), ids])


def copy_line(record_id: UUID | str, field_id: UUID, place: int, one: Cell) -> str:
    """A row of a value as a line of COPY."""
    values = (one.text, one.number, one.day, one.moment, one.ref)
    said = "\t".join(NULL if value is None else cell(str(value)) for value in values)
    return f"{record_id}\t{field_id}\t{place}\t{said}\n"
