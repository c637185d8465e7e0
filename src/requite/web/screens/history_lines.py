"""Entries of the journal as lines of a page: what the reader may not see is absent or masked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from requite.fields.catalogue import find, is_slug
from requite.fields.references import names_of
from requite.fields.values import KEPT_BY_ID
from requite.identity.models import Team, User
from requite.kernel.actor import Access, Actor
from requite.kernel.ids import parse_id
from requite.people.queries.history import PastEntry
from requite.people.queries.shapes import mask
from requite.web.screens.history_unseen import WORK, Unseen, find_unseen
from requite.web.screens.history_words import ASKED, LEADING, OWED, say_field, say_ruling, say_value, say_via
from requite.web.screens.names import full

CONTACT = ("phone", "email", "messenger", "address")
IDENTITY = ("name", "family_name", "given_name", "middle_name", "title", "company", "registration_number")
REFERENCES = ("team", "team_id", "parent", "parent_id", "user", "owner", "holder")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A field that changed, all three in words; "" for a value that wasn't there."""

    field: str
    old: str
    new: str
    is_masked: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry. `about` names the activity that it belongs to, on the page of a person."""

    id: int
    at: datetime
    label: str
    who: str
    via: str
    about: UUID | None
    changes: tuple[ChangeLine, ...]


def group_of(kind: str, field: str) -> str:
    """The field group that says who may see a field: "" for one that everybody may.

    A custom field has its own, also when it has ended.
    """
    own = find(field)
    if own is not None:
        return own.audience
    if kind in WORK:
        return "work"
    if kind not in ("person", "company"):
        return ""
    word = field.partition(" ")[0]
    if word in CONTACT:
        return "contact"
    return "identity" if field in IDENTITY else ""


def shape_entries(
    *, actor: Actor, entries: Sequence[PastEntry], subject_id: UUID, kind: str = ""
) -> list[EntryLine]:
    """The entries as this reader may see them. `kind` is the subject's own, where entries only say "activity"."""
    names, unseen = _names(entries) | _records(actor, entries), find_unseen(actor, entries)
    return [
        EntryLine(
            id=entry.id,
            at=entry.at,
            label=entry.label,
            who=entry.actor_name,
            via=say_via(entry.via),
            about=None if entry.subject_id == subject_id else entry.subject_id,
            changes=tuple(_changes(actor, entry, names, kind, unseen)),
        )
        for entry in entries
    ]


def _changes(
    actor: Actor, entry: PastEntry, names: dict[str, str], kind: str, unseen: Unseen
) -> Iterable[ChangeLine]:
    is_own = kind and entry.subject_kind == "activity"
    for field, old, new in entry.changes:
        access = actor.fields.get(group_of(entry.subject_kind, field.removeprefix(OWED).removeprefix(ASKED)), "edit")
        if access == "hidden" or old == new:
            continue
        if unseen.concerns(entry, field):
            was, now = (unseen.tell(entry, field, value) for value in (old, new))
            yield ChangeLine(say_field(entry.subject_kind, field), was, now, is_masked=True)
            continue
        yield _change(kind if is_own else entry.subject_kind, field, (old, new), access, names)


def _change(
    kind: str, field: str, pair: tuple[object, object], access: Access, names: dict[str, str]
) -> ChangeLine:
    word, _blank, raw = field.partition(" ")
    is_masked = access == "masked"
    if field.startswith(OWED):
        said = _("Owed: %(field)s") % {"field": say_field(kind, raw)}
        return ChangeLine(said, say_ruling(pair[0]), say_ruling(pair[1]), is_masked=False)
    if field.startswith(ASKED):
        said = _("Asked, not told: %(field)s") % {"field": say_field(kind, raw)}
        days = [say_value("expected_on", value) for value in pair]
        return ChangeLine(said, days[0], days[1], is_masked=False)
    if word in CONTACT and raw:  # the state of one point: its own value stands in the field's name
        shown = mask(raw, word) if is_masked else raw
        old, new = (say_value("point_state", value) for value in pair)
        return ChangeLine(f"{say_field(kind, word)} {shown}", old, new, is_masked=False)
    old, new = (names.get(str(value)) or say_value(field, value) for value in pair)
    if is_masked:
        old, new = (_mask_all(text, word) for text in (old, new))
    return ChangeLine(say_field(kind, field), old, new, is_masked)


def _mask_all(text: str, kind: str) -> str:
    if not text or is_slug(kind):
        return "•••" if text else ""
    pieces = text.split(", ") if kind in ("phone", "email", "messenger") else [text]
    return ", ".join(mask(piece, kind) for piece in pieces)


def _records(actor: Actor, entries: Iterable[PastEntry]) -> dict[str, str]:
    """The persons and companies that custom fields and merges refer to: dots for those that the reader doesn't see."""
    found: dict[str, str] = {}
    for type_ in KEPT_BY_ID:
        kept = {
            str(value)
            for entry in entries
            for field, *pair in entry.changes
            if is_slug(field) or field in LEADING
            for value in pair
            if str(value).startswith(f"{type_}:")
        }
        ids = {text: id_ for text in kept if (id_ := parse_id(text.partition(":")[2]))}
        names = names_of(actor, type_, ids.values())
        found |= {text: names.get(id_, "•••") for text, id_ in ids.items()}
    return found


def _names(entries: Iterable[PastEntry]) -> dict[str, str]:
    """The users and teams that values refer to by id, by the value as it was kept: two statements, or none."""
    kept = {
        str(value)
        for entry in entries
        for field, *pair in entry.changes
        if field in REFERENCES
        for value in pair
        if value
    }
    ids = {text: parse_id(text.rpartition(":")[2]) for text in kept}
    wanted = {id_ for id_ in ids.values() if id_}
    if not wanted:
        return {}
    found: dict[UUID, str] = dict(Team.objects.filter(id__in=wanted).values_list("id", "name"))
    for user in User.objects.filter(id__in=wanted):
        found[user.id] = full(user.family_name, user.given_name) or user.email
    return {text: found[id_] for text, id_ in ids.items() if id_ in found}
