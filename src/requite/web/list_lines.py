"""The lines of a list whose columns the reader chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from requite.insight.lists.changing import EDITED
from requite.insight.lists.fields import Field, Kind
from requite.insight.lists.own import OwnField
from requite.kernel.actor import Actor
from requite.kernel.names import display_name
from requite.people.actions.correct_many import is_correctable
from requite.people.queries.shapes import CompanyRow, PersonRow, PointShape, shape_point
from requite.quality import registry
from requite.web import cells
from requite.web.addresses import url
from requite.web.cells import quoted
from requite.web.formats import language, money, number, when_here
from requite.web.own_cells import own_cell

Values = Mapping[UUID, Sequence[Any]]
CUT = ("text", "name", "tags", "line", "choices")


class ListLines:
    """Makes the lines: the name first, then each column in its order."""

    def __init__(
        self, actor: Actor, kind: Kind, columns: Sequence[Field], now: datetime, pick: bool = False
    ) -> None:
        self.actor, self.kind, self.columns, self.pick = actor, kind, columns, pick
        self.now, self.code = now, language()
        self.zone: tzinfo = timezone.get_current_timezone()
        self.today: date = now.astimezone(self.zone).date()
        self.base = url("people" if kind == "person" else "companies")
        self.labels = [quoted(str(field.label)) for field in columns]
        self.masked = not actor.sees("contact")
        self.word = quoted(_("Select"))
        self.edits, self.cells = is_correctable(actor), f"/lists/{kind}/"

    def all(self, rows: Sequence[PersonRow | CompanyRow], values: Values) -> Markup:
        """The lines of a page; `values` holds the columns' values by id."""
        none = [None] * len(self.columns)
        return Markup("".join(self.line(row, values.get(row.id, none)) for row in rows))  # noqa: S704 - escaped below

    def line(self, row: PersonRow | CompanyRow, values: Sequence[Any]) -> str:
        """One line."""
        address = f"{self.base}{row.id}/"
        shown = "".join(
            self.whole_cell(field, label, value)
            for field, label, value in zip(self.columns, self.labels, values, strict=True)
        )
        return (
            f"<tr data-row{self._cells(row.id)}>{picked(str(row.id), self.word) if self.pick else ''}"
            f'<td><a class="name" href="{address}" data-behaviour="peek" data-peek="{address}peek/">'
            f"{quoted(self._name(row))}</a></td>{shown}</tr>\n"
        )

    def whole_cell(self, field: Field, label: str, value: Any) -> str:
        """A cell with its label; one that is edited in place names its field."""
        edits = f' data-edit="{field.slug}" tabindex="-1"' if self.edits and field.slug in EDITED[self.kind] else ""
        return f'<td data-label="{label}"{edits}{self._class(field, value)}>{self.cell(field, value)}</td>'

    def _cells(self, id_: UUID) -> str:
        return f' data-cells="{self.cells}{id_}/cells/"' if self.edits else ""

    def _name(self, row: PersonRow | CompanyRow) -> str:
        if isinstance(row, PersonRow):
            return display_name(row.family_name, row.given_name, locale=self.code)
        return row.name

    def _class(self, field: Field, value: Any) -> str:
        if field.slug == "next_step" and value is not None and value < self.now:
            return ' class="late"'
        if is_numeric(field):
            return ' class="num"'
        return ' class="cut"' if field.type in CUT else ""

    def cell(self, field: Field, value: Any) -> str:
        """A value as its field shows it; a blank for nothing."""
        if value is None or value in ("", []):
            return ""
        if isinstance(field, OwnField):
            return own_cell(field, value, self.when)
        special = SPECIAL.get(field.slug)
        if special is not None:
            return special(self, value)
        return BY_TYPE[field.type](self, value)

    def when(self, value: datetime) -> str:
        """An instant."""
        return when_here(value.astimezone(self.zone), self.today, self.code)

    def point(self, kind: str, value: Sequence[str]) -> str:
        """A point of contact given as (value, raw, state)."""
        shape: PointShape | None = shape_point(self.actor, None, kind, value[0], value[1], value[2])
        if shape is None:
            return ""
        text = (shape.value or shape.raw) if kind == "phone" else shape.raw
        state = "" if kind == "address" and shape.state == "valid" else shape.state
        return cells.plain_point(kind, text, state, self.code, masked=self.masked) if text else ""


def is_numeric(field: Field) -> bool:
    """Whether its values stand to the right."""
    return field.type in ("number", "amount") and field.slug != "score"


def picked(id_: str, word: str) -> str:
    """The cell with which a line is picked for an act on many."""
    return (
        f'<td class="table__pick"><label><input type="checkbox" form="bulk" name="pick" value="{id_}" aria-label="{word}">'
        "</label></td>"
    )


def _missing(lines: ListLines, value: Sequence[str]) -> str:
    return str(cells.missing([registry.label_of(lines.kind, name).lower() for name in value]))


def _owner(lines: ListLines, value: Sequence[str]) -> str:
    return quoted(display_name(value[0], value[1], locale=lines.code) or value[2])


Shown = Callable[[ListLines, Any], str]
SPECIAL: Mapping[str, Shown] = {
    "score": lambda lines, value: cells.plain_quality(value, lines.code),
    "phone": lambda lines, value: lines.point("phone", value),
    "email": lambda lines, value: lines.point("email", value),
    "address": lambda lines, value: lines.point("address", value),
    "company_address": lambda lines, value: lines.point("address", value),
    "deals_value": lambda lines, value: quoted(money(value, lines.actor.currency)) if value else "",
    "deals": lambda _lines, value: quoted(number(value)) if value else "",
}
BY_TYPE: Mapping[str, Shown] = {
    "text": lambda _lines, value: quoted(str(value)),
    "name": lambda _lines, value: quoted(str(value)),
    "digits": lambda _lines, value: quoted(str(value)),
    "words": lambda _lines, value: quoted(str(value)),
    "number": lambda _lines, value: quoted(number(value)),
    "moment": lambda lines, value: lines.when(value),
    "user": _owner,
    "team": lambda _lines, value: quoted(str(value)),
    "tags": lambda _lines, value: quoted(", ".join(value)),
    "missing": _missing,
    "flag": lambda _lines, value: quoted(_("yes")) if value else "",
}
