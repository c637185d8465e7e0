"""A list as rows of texts for a file: streamed by the server's own cursor, in constant memory."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from requite.identity.access import find_actor
from requite.insight.lists.cells import sayer
from requite.insight.lists.compiling import compile_where
from requite.insight.lists.conditions import Query
from requite.insight.lists.fields import Field, Kind, field_of
from requite.insight.lists.listed import LISTED
from requite.insight.lists.listing import sort_of
from requite.insight.lists.own import OwnField
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed

RIGHT = "lists.export"
ROWS = 500
STATEMENT_MS = 120_000
LOOK_AGAIN = 2.0  # seconds after which it is asked whether its user is still here
SCOPES = ("own", "team", "all")
OTHERS = ("people.see", "deals.see", "work.see")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: the headings and, streamed, the rows, each a text for each heading.

    `numbers` are the places of columns whose texts are numbers and amounts.
    """

    headings: Sequence[str]
    rows: Iterator[list[str]]
    numbers: frozenset[int] = frozenset()


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
    headings = [*names, *(heading_of(field, actor.currency) for field in fields)]
    numbers = frozenset(place for place, field in enumerate(fields, len(names)) if _counts(field))
    return Table(headings, _rows(narrow, at, query, fields, len(names)), numbers)


def _counts(field: Field) -> bool:
    """Whether a column holds numbers that can be reckoned with; no phone and no registration number is one."""
    return field.own in ("number", "money") if isinstance(field, OwnField) else field.type in ("number", "money")


def _names(kind: Kind) -> list[str]:
    if kind == "person":
        return [_("Family name"), _("Given name")]
    return [{"deal": _("Deal"), "activity": _("Topic")}.get(kind, _("Name"))]


def _rows(
    actor: Actor, at: datetime, query: Query, fields: Sequence[Field], names: int
) -> Iterator[list[str]]:
    sql, values = _statement(actor, at, query, fields)
    sayers = [sayer(actor, query.kind, field) for field in fields]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {STATEMENT_MS}")
        with connection.connection.cursor(name="export") as stream:
            stream.itersize = ROWS
            stream.execute(sql, values, binary=True)
            looked = time.monotonic()
            for row in stream:
                if time.monotonic() - looked > LOOK_AGAIN:
                    _stay(actor)
                    looked = time.monotonic()
                cells = zip(sayers, row[names:], strict=True)
                yield [*row[:names], *("" if value is None else say(value) for say, value in cells)]


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
    joined = sort.joins(way).replace("JOIN", "LEFT JOIN", 1)
    by_age = f"CASE WHEN {sort.key} IS NULL THEN r.id END, " if sort.rest and way == "DESC" else ""  # what has no key
    sql = f"""SELECT {", ".join(shown)} FROM {LISTED[query.kind].table} r {joined} WHERE {where}
    ORDER BY {sort.key} {way} NULLS LAST, {by_age}r.id {way}"""  # noqa: S608
    return sql, values


def heading_of(field: Field, currency: str) -> str:
    """The heading of a column, with the unit of its numbers; sums are in the company's `currency`."""
    unit = field.unit if isinstance(field, OwnField) else currency if field.is_money else ""
    return f"{field.label}, {unit}" if unit else str(field.label)
