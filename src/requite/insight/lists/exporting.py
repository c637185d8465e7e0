"""A list as rows of texts for a file: streamed by the server's own cursor, in constant memory."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from requite.deals.models import Deal
from requite.deals.models.pipeline import label_of as label_of_line
from requite.fields.catalogue import told
from requite.fields.codec import plain
from requite.identity.access import find_actor
from requite.insight.lists.compiling import compile_where
from requite.insight.lists.conditions import Query, missable
from requite.insight.lists.fields import Field, Kind, field_of
from requite.insight.lists.listed import LISTED
from requite.insight.lists.listing import sort_of
from requite.insight.lists.own import OwnField
from requite.insight.lists.saying import say_choice
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.money import digits_of
from requite.kernel.names import display_name
from requite.people.queries.shapes import shape_point

RIGHT = "lists.export"
ROWS = 500
STATEMENT_MS = 120_000
LOOK_AGAIN = 2.0  # seconds after which it is asked whether its user is still here
SCOPES = ("own", "team", "all")
OTHERS = ("people.see", "deals.see", "work.see")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: the headings and, streamed, the rows, each a text for each heading."""

    headings: Sequence[str]
    rows: Iterator[list[str]]


def exporter(actor: Actor, kind: Kind) -> Actor:
    """The actor seeing only what they may take out, of these records and of what hangs on them. Raises NotAllowed."""
    taken = actor.scope(RIGHT)
    if taken is None or not actor.has(LISTED[kind].right):
        raise NotAllowed
    seen = {right: actor.scope(right) for right in OTHERS}
    narrow = {right: min(scope, taken, key=SCOPES.index) for right, scope in seen.items() if scope}
    return replace(actor, rights={**actor.rights, **narrow})


def count_rows(*, actor: Actor, at: datetime, query: Query) -> int:
    """How many rows the file will have. Raises NotAllowed."""
    where, values = compile_where(exporter(actor, query.kind), at, query)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {STATEMENT_MS}")
        cursor.execute(f"SELECT count(*) FROM {LISTED[query.kind].table} r WHERE {where}", values)  # noqa: S608
        return int(cursor.fetchone()[0])


def open_table(*, actor: Actor, at: datetime, query: Query, columns: Sequence[str]) -> Table:
    """The list with its columns, in its order. Raises NotAllowed; the rows end early once the actor is deactivated."""
    narrow = exporter(actor, query.kind)
    fields = [field_of(narrow, query.kind, slug) for slug in columns]
    names = _names(query.kind)
    headings = [*names, *(heading_of(field) for field in fields)]
    return Table(headings, _rows(narrow, at, query, fields, len(names)))


def _names(kind: Kind) -> list[str]:
    if kind == "person":
        return [_("Family name"), _("Given name")]
    return [{"deal": _("Deal"), "activity": _("Topic")}.get(kind, _("Name"))]


def _rows(
    actor: Actor, at: datetime, query: Query, fields: Sequence[Field], names: int
) -> Iterator[list[str]]:
    sql, values = _statement(actor, at, query, fields)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {STATEMENT_MS}")
        with connection.connection.cursor(name="export") as stream:
            stream.itersize = ROWS
            stream.execute(sql, values)
            looked = time.monotonic()
            for row in stream:
                if time.monotonic() - looked > LOOK_AGAIN:
                    _stay(actor)
                    looked = time.monotonic()
                texts = (
                    _text(actor, query.kind, field, value)
                    for field, value in zip(fields, row[names:], strict=True)
                )
                yield [*row[:names], *texts]


def _stay(actor: Actor) -> None:
    if find_actor(user_id=actor.me) is None:
        raise NotAllowed


def _statement(
    actor: Actor, at: datetime, query: Query, fields: Sequence[Field]
) -> tuple[str, dict[str, Any]]:
    where, values = compile_where(actor, at, query)
    sort = sort_of(query)
    shown = [*LISTED[query.kind].names, *(field.whole or field.shown or field.sql for field in fields)]
    way = "DESC" if query.down != sort.is_flipped else "ASC"
    joined = sort.joined.replace("JOIN", "LEFT JOIN", 1)
    sql = f"""SELECT {", ".join(shown)} FROM {LISTED[query.kind].table} r {joined} WHERE {where}
    ORDER BY {sort.key} {way} NULLS LAST, r.id {way}"""  # noqa: S608
    return sql, values


def _text(actor: Actor, kind: str, field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field, OwnField):
        return _own(actor, field, value)
    if field.whole and field.type != "money":
        return "; ".join(filter(None, (_point(actor, field, *one) for one in value)))
    by_type = TEXTS.get("person" if field.slug == "person" else field.type)
    if field.type == "missing":
        value = told(actor, value)
    return by_type(actor, field, value) if by_type else _plain(kind, field, value)


def _said(actor: Actor, field: Field, value: Any) -> str:
    if field.slug == "person":
        return display_name(value[0], value[1], locale=actor.language)
    if field.right == "work.see":
        return say_choice(field.slug, value)
    return str(Deal.State(value).label) if field.cast == "text" else label_of_line(value[0], value[1])


TEXTS: Mapping[str, Callable[[Actor, Field, Any], str]] = {
    "person": _said,
    "named": _said,
    "money": lambda actor, _field, value: f"{Decimal(value) / 100:.{digits_of(actor.currency)}f}",
    "user": lambda actor, _field, value: display_name(value[0], value[1], locale=actor.language) or value[2],
    "moment": lambda actor, _field, value: f"{value.astimezone(actor.zone):%Y-%m-%d %H:%M}",
}


def _own(actor: Actor, field: OwnField, value: Any) -> str:
    """A custom field, as an import would read it again."""
    if field.own in ("choices", "masked", "long"):
        return ", ".join(value) if field.own == "choices" else str(value)
    if field.own in ("user", "person"):
        return display_name(value[0], value[1], locale=actor.language) or str(value[2])
    if field.own == "time":
        return f"{value.astimezone(actor.zone):%Y-%m-%d %H:%M}"
    if field.own == "flag":
        return _("yes") if value else _("no")
    return plain(value) if field.type == "amount" else str(value)


def heading_of(field: Field) -> str:
    """The heading of a column, with the unit of its numbers."""
    unit = field.unit if isinstance(field, OwnField) else ""
    return f"{field.label}, {unit}" if unit else str(field.label)


def _plain(kind: str, field: Field, value: Any) -> str:
    if field.type == "missing":
        known = missable(kind)
        return ", ".join(str(known[name].label) if name in known else name for name in value)
    if field.type == "tags":
        return ", ".join(value)
    if field.type == "flag":
        return _("yes") if value else _("no")
    return str(value)


def _point(actor: Actor, field: Field, value: str, raw: str, state: str) -> str:
    kind = "address" if field.type == "words" else "phone" if field.type == "digits" else "email"
    shape = shape_point(actor, None, kind, value, raw, state)
    if shape is None:
        return ""
    return (shape.value or shape.raw) if kind == "phone" else shape.raw
