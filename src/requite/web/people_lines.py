"""The lines of the list of people, in Python: fifty of them are most of the page that is asked for most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from requite.kernel.names import display_name
from requite.people.queries.shapes import PersonRow
from requite.quality import registry
from requite.web import cells
from requite.web.addresses import url
from requite.web.cells import quoted
from requite.web.formats import language, when_here
from requite.web.list_lines import picked

Standings = Mapping[UUID, tuple[datetime | None, datetime | None]]


class _Maker:
    """What all lines of a page share: labels, language, zone, today."""

    def __init__(self, now: datetime, pick: bool, edits: bool) -> None:
        self.company = ' data-edit="company" tabindex="-1"' if edits else ""
        self.now, self.code, self.pick, self.select = now, language(), pick, quoted(_("Select"))
        self.zone: tzinfo = timezone.get_current_timezone()
        self.today: date = now.astimezone(self.zone).date()
        self.base = url("people")
        self.nothing = str(cells.nothing())
        labels = (
            _("Company"),
            _("Phone"),
            _("E-mail"),
            _("Last contact"),
            _("Next step"),
            _("Quality"),
            _("Missing"),
        )
        self.labels = tuple(quoted(label) for label in labels)
        self.missing: dict[tuple[str, ...], str] = {(): ""}

    def line(self, row: PersonRow, last: datetime | None, step: datetime | None) -> str:
        """One line."""
        company, phone, email, contact, next_step, quality, missing = self.labels
        address = f"{self.base}{row.id}/"
        name = quoted(display_name(row.family_name, row.given_name, locale=self.code))
        late = ' class="late"' if step and step < self.now else ""
        return (
            f'<tr data-row{self.cells(row)}>{self.picked(row)}<td><a class="name" href="{address}" data-behaviour="peek"'
            f' data-peek="{address}peek/">{name}</a></td>'
            f'<td class="cut" data-label="{company}"{self.company}>{quoted(row.company)}</td>'
            f'<td data-label="{phone}">{self._phone(row)}</td><td class="cut" data-label="{email}">{self._email(row)}</td>'
            f'<td data-label="{contact}">{self._when(last)}</td><td data-label="{next_step}"{late}>{self._when(step)}</td>'
            f'<td data-label="{quality}">{self._quality(row.score)}</td>'
            f'<td data-label="{missing}">{self._missing(row.missing)}</td></tr>\n'
        )

    def cells(self, row: PersonRow) -> str:
        """Where the line's cells are edited in place."""
        return f' data-cells="/lists/person/{row.id}/cells/"' if self.company else ""

    def picked(self, row: PersonRow) -> str:
        """The cell with which the line is picked."""
        return picked(str(row.id), self.select) if self.pick else ""

    def _phone(self, row: PersonRow) -> str:
        found = row.phone
        value = found.value or found.raw if found else ""
        return cells.plain_point("phone", value, found.state, self.code) if found and value else self.nothing

    def _email(self, row: PersonRow) -> str:
        found = row.email
        return (
            cells.plain_point("email", found.raw, found.state, self.code)
            if found and found.raw
            else self.nothing
        )

    def _quality(self, score: int | None) -> str:
        return "" if score is None else cells.plain_quality(score, self.code)

    def _when(self, at: datetime | None) -> str:
        return when_here(at.astimezone(self.zone), self.today, self.code) if at else ""

    def _missing(self, names: tuple[str, ...]) -> str:
        if names not in self.missing:
            self.missing[names] = str(
                cells.missing([registry.label_of("person", name).lower() for name in names])
            )
        return self.missing[names]


def people_lines(
    rows: Sequence[PersonRow], standings: Standings, now: datetime, *, pick: bool = False, edits: bool = False
) -> Markup:
    """The lines of a page of people; `standings` has last contact and next step of those who have any."""
    maker = _Maker(now, pick, edits)
    none = (None, None)
    return Markup("".join(maker.line(row, *standings.get(row.id, none)) for row in rows))  # noqa: S704 - escaped above
