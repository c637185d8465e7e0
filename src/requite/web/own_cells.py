"""Values of custom fields in the cells of a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from requite.insight.lists.own import OwnField
from requite.kernel.dates import language
from requite.kernel.names import display_name
from requite.web.cells import quoted
from requite.web.formats import day, exact, money


def own_cell(field: OwnField, value: Any, when: Callable[[datetime], str]) -> str:
    """A value as HTML; what the reader sees masked comes as dots."""
    if field.own in ("number", "money"):
        return quoted(
            money(value, field.unit) if field.own == "money" else f"{exact(value)} {field.unit}".strip()
        )
    if field.own == "time":
        return when(value)
    if field.own == "link":
        address = quoted(value)
        return f'<a class="text-link" href="{address}" rel="noopener noreferrer" target="_blank">{address}</a>'
    return quoted(SAID.get(field.own, str)(value))


def _person(value: Any) -> str:
    return display_name(value[0], value[1], locale=language()) or str(value[2])


SAID: dict[str, Callable[[Any], str]] = {
    "choices": ", ".join,
    "date": lambda value: day(value, "year"),
    "flag": lambda value: _("yes") if value else _("no"),
    "user": _person,
    "person": _person,
}
