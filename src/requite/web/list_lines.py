"""The lines of a list whose columns the reader chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from requite.deals.models import Deal
from requite.deals.models.pipeline import label_of
from requite.deals.queries.titles import DealRow
from requite.fields.catalogue import editable
from requite.insight.lists.changing_activities import cells_of
from requite.insight.lists.fields import Field, Kind
from requite.insight.lists.own import OwnField
from requite.insight.lists.saying import WORDS as SAID
from requite.insight.lists.saying import say_choice, say_title
from requite.kernel.actor import Actor
from requite.kernel.money import digits_of
from requite.kernel.names import display_name
from requite.people.queries.shapes import CompanyRow, PersonRow, shape_point
from requite.quality.engine import PARTS
from requite.web.cells import quoted
from requite.web.formats import day, money, money_short, number, percent
from requite.web.list_rows import Rows
from requite.web.own_cells import own_cell
from requite.work.queries.titles import ActivityRow

Values = Mapping[UUID, Sequence[Any]]
POINTS = {
    "phone": "phone", "email": "email", "address": "address", "company_address": "address", "person_phone": "phone",
    "person_email": "email",
}  # fmt: skip
OPEN = ("to_do", "planned")
CUT = ("text", "name", "tags", "line", "choices")


NOTHING: tuple[object, ...] = ("", [])
Line = PersonRow | CompanyRow | DealRow | ActivityRow
Shown = Callable[["ListLines", Any], str]
Draw = Callable[[Any, bool], str]  # of a value, and whether the line is an activity that is still to be done


class ListLines(Rows):
    """Makes the lines: the name first, then each column in its order."""

    def __init__(
        self, actor: Actor, kind: Kind, columns: Sequence[Field], now: datetime, pick: bool = False
    ) -> None:
        super().__init__(actor, kind, now, pick)
        self.columns = columns
        self._fixes: dict[tuple[str, str], str] = {}
        self.labels = [quoted(str(field.label)) for field in columns]
        self._cells = [self._drawing(field, label) for field, label in zip(columns, self.labels, strict=True)]

    def all(self, rows: Sequence[Line], values: Values) -> Markup:
        """The lines of a page; `values` holds the columns' values by id."""
        none = [None] * len(self.columns)
        return Markup("".join(self.line(row, values.get(row.id, none)) for row in rows))  # noqa: S704 - escaped below

    def line(self, row: Line, values: Sequence[Any]) -> str:
        """One line."""
        due = is_open(row)
        shown = "".join([draw(value, due) for draw, value in zip(self._cells, values, strict=True)])
        fixed = self._fixed(row.kind, row.state) if isinstance(row, ActivityRow) else ""
        return f"{self.opening(row.id, row.owner_id, self.name(row), fixed)}{shown}</tr>\n"

    def _fixed(self, kind: str, state: str) -> str:
        """The columns of the line that an activity of its kind has no cell for."""
        mark = self._fixes.get((kind, state))
        if mark is None:
            own = {one.slug for one in editable(self.actor, kind)}
            slugs = sorted(self.edited - cells_of(kind, state) - own)
            mark = self._fixes[kind, state] = f' data-fixed="{" ".join(slugs)}"'
        return mark

    def name(self, row: Line) -> str:
        """Who or what it is."""
        if isinstance(row, PersonRow):
            return display_name(row.family_name, row.given_name, locale=self.code)
        return say_title(row.kind, row.said) if isinstance(row, ActivityRow) else row.name

    def whole_cell(self, field: Field, label: str, value: Any, *, is_open: bool = False) -> str:
        """A cell with its label. `is_open`: of an activity that is still to be done, and may be late."""
        return self._drawing(field, label)(value, is_open)

    def _drawing(self, field: Field, label: str) -> Draw:
        """What draws the cells of a column with their label: all that is the same in each line is found out once."""
        if field.type == "moment" and not isinstance(field, OwnField):
            return self._moments(field.slug, label)
        begins, kind = f'<td data-label="{label}"', POINTS.get(field.slug)
        head = f"{begins}{_class(field)}>"
        if kind:
            return lambda value, _due: f"{head}{self._point(kind, value)}</td>"
        show, blank = self._showing(field), f"{head}</td>"
        if field.slug == "close":  # what should have been closed by now is late
            late = f'{begins} class="late">'
            return lambda value, _due: (
                f"{late if value < self.today else head}{show(self, value)}</td>" if value is not None else blank
            )
        return lambda value, _due: blank if value is None or value in NOTHING else f"{head}{show(self, value)}</td>"

    def _moments(self, slug: str, label: str) -> Draw:
        """Of instants. What a next step, and an activity that is still to be done, was meant for and has passed is late."""
        if slug not in ("next_step", "when"):
            return lambda value, _due: self.moment_cell(label, value)
        is_next, now = slug == "next_step", self.now
        return lambda value, due: self.step_cell(
            label, value, is_late=(is_next or due) and value is not None and value < now
        )

    def moved_cell(self, id_: str, field: Field, label: str, value: Any) -> str:
        """What a cell of a line that is shown already holds now, out of band. The script marks lines with their record."""
        where = f"[data-record='{id_}'] > [data-label='{label}']"
        return f'<td hx-swap-oob="innerHTML:{quoted(where)}">{self.cell(field, value)}</td>'

    def cell(self, field: Field, value: Any) -> str:
        """A value as its field shows it; a blank for nothing."""
        kind = POINTS.get(field.slug)
        if kind:
            return self._point(kind, value)
        return "" if value is None or value in NOTHING else self._showing(field)(self, value)

    def _point(self, kind: str, value: Any) -> str:
        return self.point(kind, shape_point(self.actor, None, kind, *value) if value else None)

    def _showing(self, field: Field) -> Shown:
        """How a value of the field is shown, where there is one."""
        if isinstance(field, OwnField):
            return lambda lines, value: own_cell(field, value, lines.when)
        special = OF_ACTIVITY.get(field.slug) if self.kind == "activity" else None
        return special or SPECIAL.get(field.slug) or BY_TYPE[field.type]


def is_open(row: Line) -> bool:
    """Whether it is an activity that is still to be done."""
    return isinstance(row, ActivityRow) and row.state in OPEN


def _class(field: Field) -> str:
    if is_numeric(field):
        return ' class="num"'
    return ' class="cut"' if field.type in CUT else ""


def is_numeric(field: Field) -> bool:
    """Whether its values stand to the right."""
    return field.type in ("number", "money", "amount") and field.slug != "score"


def _owner(lines: ListLines, value: Sequence[str]) -> str:
    return quoted(display_name(value[0], value[1], locale=lines.code) or value[2])


def _amount(lines: ListLines, value: Sequence[str | None]) -> str:
    """An amount in its currency, beside it what it is worth in the company's where that is another one."""
    amount, currency, worth = value
    if amount is None or currency is None:
        return ""
    shown = quoted(money(Decimal(amount).scaleb(-digits_of(currency)), currency))
    home = lines.actor.currency
    if currency == home or worth is None:
        return shown
    return (
        f'<span>{shown} <small class="mute">{quoted(money_short(Decimal(worth) / 100, home))}</small></span>'
    )


def _worth(lines: ListLines, value: int | Decimal) -> str:
    """Hundredths of the company's unit."""
    return quoted(money(Decimal(value) / 100, lines.actor.currency))


def _days(_lines: ListLines, value: Decimal) -> str:
    days = int(value)
    return quoted(ngettext("%(num)s day", "%(num)s days", days) % {"num": number(days)})


def _person(lines: ListLines, value: Sequence[str]) -> str:
    return quoted(display_name(value[0], value[1], locale=lines.code))


def _day(_lines: ListLines, value: date) -> str:
    return f'<time datetime="{value.isoformat()}">{quoted(day(value))}</time>'


def _worded(slug: str) -> Shown:
    """What was chosen in a field of activities, in words."""
    return lambda _lines, value: quoted(say_choice(slug, value))


SPECIAL: Mapping[str, Shown] = {
    "score": lambda lines, value: lines.quality(value),
    **dict.fromkeys(PARTS, lambda _lines, value: quoted(percent(value / 100))),
    **dict.fromkeys(("deals_value", "deals_largest"), lambda lines, value: _worth(lines, value) if value else ""),
    "amount": _amount,
    "next_step": lambda lines, value: lines.step(value),
    "when": lambda lines, value: lines.step(value),
    "weighted": _worth,
    "age": _days,
    "person": _person,
    "state": lambda _lines, value: quoted(str(Deal.State(value).label)),
    "own_amount": lambda _lines, value: quoted(f"{value.normalize():f}" if value % 1 else number(int(value))),
    "deals": lambda _lines, value: quoted(number(value)) if value else "",
}
OF_ACTIVITY: Mapping[str, Shown] = {slug: _worded(slug) for slug in (*SAID, "outcome", "team_then")}
BY_TYPE: Mapping[str, Shown] = {
    "text": lambda _lines, value: quoted(str(value)),
    "name": lambda _lines, value: quoted(str(value)),
    "digits": lambda _lines, value: quoted(str(value)),
    "words": lambda _lines, value: quoted(str(value)),
    "number": lambda _lines, value: quoted(number(value)),
    "moment": lambda lines, value: lines.when(value),
    "date": _day,
    "user": _owner,
    "named": lambda _lines, value: quoted(label_of(value[0], value[1])),
    "team": lambda _lines, value: quoted(str(value)),
    "tags": lambda _lines, value: quoted(", ".join(value)),
    "missing": lambda lines, value: lines.missing(value),
    "flag": lambda _lines, value: quoted(_("yes")) if value else "",
}
