"""What a record holds by now in a field that it was said to lack."""

from enum import Enum, auto
from typing import NamedTuple
from uuid import UUID

from requite.fields.catalogue import is_slug, told
from requite.fields.values import texts_of
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import fetch_one
from requite.quality import registry
from requite.work.queries.debts import list_debts_of

POINT = """
SELECT t.raw FROM people_point t WHERE t.{}_id = %(id)s AND t.kind = %(field)s
ORDER BY t.raw <> %(value)s::text, t.position LIMIT 1
"""
VALUE = "SELECT {value}, r.version FROM {table} r WHERE r.id = %(id)s"
BY_POINT = {"phone", "email", "address"}


class Held(Enum):
    """How a field stands: it lacks a usable value, holds the very value that is given, or another."""

    OPEN = auto()
    SAME = auto()
    OTHER = auto()


class Standing(NamedTuple):
    """How a field stands; the text in it, no use where it is open ("" for none), and the record's version, as read.

    `text` is None where several values may stand beside each other.
    """

    held: Held
    text: str | None = None
    version: int | None = None


def find_held(*, actor: Actor, kind: str, record_id: UUID, field: str, value: str) -> Standing:
    """How the field stands beside the value that somebody gives for it. Raises NotVisible. At most three statements."""
    found, _owner = list_debts_of(actor=actor, kind=kind, record_id=record_id)
    if not told(actor, [field]):
        raise NotVisible
    known = registry.KINDS.get(kind)
    asked = known.find_field(field) if known else None
    if known is None or asked is None or not asked.sql:
        return Standing(Held.OPEN)
    is_missing = any(debt.field == field for debt in found)
    is_point = kind in ("person", "company") and field in BY_POINT
    if is_point and is_missing:
        return Standing(Held.OPEN)
    sql = POINT.format(kind) if is_point else VALUE.format(value=asked.sql, table=known.table)
    values = {"id": record_id, "field": field, "value": value} if is_point else {"id": record_id}
    row = fetch_one(sql, values)
    held = row[0] if row else None
    if held and is_slug(field) and not is_missing:  # as its form has it
        held = texts_of(actor, kind, record_id).get(field)
    while isinstance(held, list) and held:  # what measures it stands behind it
        held = held[0]
    if is_missing or held in (None, "", []):
        version = row[1] if row and not is_point else None
        return Standing(Held.OPEN, None if is_point else str("" if held is None else held), version)
    return Standing(Held.SAME if str(held) == value else Held.OTHER, str(held), row[1] if row and not is_point else None)


def is_missing(*, kind: str, record_id: UUID, field: str) -> bool:
    """Whether the record lacks the field as it stands; the caller has seen it."""
    sql = f"SELECT %s = ANY(r.missing) FROM {registry.KINDS[kind].table} r WHERE r.id = %s"  # noqa: S608
    row = fetch_one(sql, [field, record_id])
    return row is not None and bool(row[0])
