"""The lines of the lists of people and of companies as they ship, in Python: they are most of the pages asked for most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from requite.insight.lists.fields import CATALOGUE, DEFAULT_COLUMNS, Kind
from requite.kernel.actor import Actor
from requite.kernel.names import display_name
from requite.people.queries.shapes import CompanyRow, PersonRow
from requite.web.cells import quoted
from requite.web.formats import number
from requite.web.list_rows import Rows

Standings = Mapping[UUID, tuple[datetime | None, datetime | None]]
NEITHER = (None, None)


def _labels(kind: Kind) -> list[str]:
    return [quoted(str(CATALOGUE[kind][slug].label)) for slug in DEFAULT_COLUMNS[kind]]


def people_lines(
    actor: Actor, rows: Sequence[PersonRow], standings: Standings, now: datetime, *, pick: bool = False
) -> Markup:
    """The lines of a page of people; `standings` has last contact and next step of those who have any."""
    maker = Rows(actor, "person", now, pick)
    company, phone, email, contact, next_step, quality, missing = _labels("person")
    made = []
    for row in rows:
        last, step = standings.get(row.id, NEITHER)
        name = display_name(row.family_name, row.given_name, locale=maker.code)
        made.append(
            f'{maker.opening(row.id, row.owner_id, name)}<td data-label="{company}" class="cut">{quoted(row.company)}</td>'
            f'<td data-label="{phone}">{maker.point("phone", row.phone)}</td>'
            f'<td data-label="{email}" class="cut">{maker.point("email", row.email)}</td>'
            f"{maker.moment_cell(contact, last)}{maker.step_cell(next_step, step, is_late=bool(step and step < now))}"
            f'<td data-label="{quality}">{maker.quality(row.score)}</td>'
            f'<td data-label="{missing}">{maker.missing(row.missing)}</td></tr>\n'
        )
    return Markup("".join(made))  # noqa: S704 - escaped above


def company_lines(actor: Actor, rows: Sequence[CompanyRow], now: datetime, *, pick: bool = False) -> Markup:
    """The lines of a page of companies."""
    maker = Rows(actor, "company", now, pick)
    phone, address, people, quality, missing = _labels("company")
    made = [
        f'{maker.opening(row.id, row.owner_id, row.name)}<td data-label="{phone}">{maker.point("phone", row.phone)}</td>'
        f'<td data-label="{address}">{maker.point("address", row.address)}</td>'
        f'<td data-label="{people}" class="num">{number(row.people)}</td>'
        f'<td data-label="{quality}">{maker.quality(row.score)}</td>'
        f'<td data-label="{missing}">{maker.missing(row.missing)}</td></tr>\n'
        for row in rows
    ]
    return Markup("".join(made))  # noqa: S704 - escaped above
