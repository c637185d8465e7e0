"""Filters in the reader's words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requite.deals.queries.windows import find_window
from requite.fields.catalogue import is_slug
from requite.insight.lists.conditions import (
    BARE,
    DAYS,
    ME,
    PLACED,
    Condition,
    missable,
    read_day,
    read_days,
    read_number,
)
from requite.insight.lists.fields import Field, Kind
from requite.insight.lists.own import OwnField
from requite.kernel.ids import parse_id
from requite.web.formats import day, exact, number
from requite.web.windows import say_window

Options = Sequence[tuple[str, str]]
SIGNS: Mapping[str, Promise] = {
    "contains": gettext_lazy("contains"),
    "without": gettext_lazy("doesn't contain"),
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "empty": gettext_lazy("is empty"),
    "filled": gettext_lazy("is filled"),
    "at_least": gettext_lazy("at least"),
    "at_most": gettext_lazy("at most"),
    "within": gettext_lazy("in the last days"),
    "not_within": gettext_lazy("not in the last days"),
    "ahead": gettext_lazy("in the next days"),
    "before": gettext_lazy("before the day"),
    "after": gettext_lazy("after the day"),
    "during": gettext_lazy("is in"),
    "has": gettext_lazy("has"),
    "has_not": gettext_lazy("hasn't"),
    "yes": gettext_lazy("yes"),
    "no": gettext_lazy("no"),
}
# A test with its value: the order of the two is the language's own.
TESTS: Mapping[str, Promise] = {
    "contains": gettext_lazy("contains %(value)s"),
    "without": gettext_lazy("doesn't contain %(value)s"),
    "is": gettext_lazy("is %(value)s"),
    "is_not": gettext_lazy("is not %(value)s"),
    "at_least": gettext_lazy("at least %(value)s"),
    "at_most": gettext_lazy("at most %(value)s"),
    "has": gettext_lazy("has %(value)s"),
    "has_not": gettext_lazy("hasn't %(value)s"),
}
PROBLEMS: Mapping[str, Promise] = {
    "field": gettext_lazy("There is no such field, or it isn't yours to see. This condition is left out."),
    "op": gettext_lazy("This field can't be asked that way. The condition is left out."),
    "value": gettext_lazy("Say what to look for. Until then this condition is left out."),
    "number": gettext_lazy("Write a number, for example 1200. Until then this condition is left out."),
    "days": gettext_lazy(
        "Write a whole number of days, for example 60. Until then this condition is left out."
    ),
    "date": gettext_lazy("Choose a day, for example 2026-11-29. Until then this condition is left out."),
    "choice": gettext_lazy("Choose one of the list. Until then this condition is left out."),
    "masked": gettext_lazy(
        "You don't see these values in full, so they can't be searched. The condition is left out."
    ),
}


NOBODY = gettext_lazy(
    "Nobody, or more than one, is called so. Write the whole name or the e-mail. Until then this condition is left out."
)


def say_problem(one: Condition) -> str:
    """What is wrong with the condition, and what to do; "" for nothing."""
    return str(PROBLEMS[one.problem]) if one.problem and one.field else ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What conditions choose from: colleagues, teams, fields that can be missing."""

    users: Options
    teams: Options
    missing: Options
    fields: Mapping[str, Options]  # of those that have options of their own
    windows: Options  # of days
    is_whole: bool = True  # whether the colleagues are all that the reader may choose
    call: Callable[[str], tuple[str, str]] = lambda _id: ("", "")  # name and address of one who isn't on the list

    def is_typed(self, field: Field) -> bool:
        """Whether the field is a colleague's and there are too many to choose from: one writes a name or an address."""
        return field.type == "user" and not self.is_whole

    def of(self, field: Field, op: str) -> Options:
        """The options of a field, () where a value is written."""
        if op == "during":
            return self.windows
        if self.is_typed(field):
            return ()
        own = {"user": self.users, "team": self.teams, "missing": self.missing}
        return self.fields.get(field.slug) or own.get(field.type, ())


def choices_for(
    kind: Kind, users: Options, teams: Options, fields: Mapping[str, Options], windows: Options
) -> Choices:
    """The choices of a list."""
    missing = [(one.name, str(one.label)) for one in missable(kind).values() if not is_slug(one.name)]
    return Choices([(ME, _("me")), *users], teams, missing, fields, windows)


def options_of(field: Field, op: str, choices: Choices) -> Options:
    """What a condition on the field chooses from, () where a value is written."""
    if isinstance(field, OwnField) and field.own == "flag":
        return [("yes", _("yes")), ("no", _("no"))]
    return field.options if isinstance(field, OwnField) and field.options else choices.of(field, op)


def say_condition(field: Field | None, one: Condition, choices: Choices) -> str:
    """A condition in words: "Address: contains “Busan”", "Last call: none for 60 days"."""
    if field is None:
        return _("a custom field that isn’t there for you") if is_slug(one.field) else one.field
    return f"{field.label}: {_test(field, one, choices)}"


def _test(field: Field, one: Condition, choices: Choices) -> str:
    sign = str(SIGNS.get(one.op, one.op))
    if one.op in BARE:
        return sign
    if one.op in DAYS:
        return _days(one.op, read_days(one.value) or 0) if not one.problem else f"{sign} {one.value}"
    if one.op in PLACED:
        at = read_day(one.value)
        words = {"before": _("before %(day)s"), "after": _("after %(day)s")}
        return words[one.op] % {"day": day(at) if at else one.value}
    listed = dict(choices.users if choices.is_typed(field) else options_of(field, one.op, choices))
    if listed:
        said = listed.get(one.value)
        said = said or (choices.call(one.value)[0] if field.type == "user" else "") or gone(field, one)
        return said if one.op in ("during", "is") else _with(one.op, said)
    if isinstance(field, OwnField) and field.type == "amount":
        return _with(one.op, f"{_figures(one.value)} {field.unit}".strip())
    return _with(one.op, _figures(one.value) if field.type in ("number", "money") else f"“{one.value}”")


def _with(op: str, value: str) -> str:
    """A test with its value; without one, and of a test that there isn't, the bare words."""
    return str(TESTS[op]) % {"value": value} if op in TESTS and value else f"{SIGNS.get(op, op)} {value}".strip()


def _figures(value: str) -> str:
    """A number as the language writes it; what isn't one as it was typed."""
    found = read_number(value)
    return value if found is None else exact(found)


def gone(field: Field, one: Condition) -> str:
    """A choice that isn't on the list: a month, or what was taken off it."""
    if field.type == "user":
        return _("somebody else") if parse_id(one.value) else one.value
    window = find_window(one.value, date.min) if one.op == "during" else None
    return say_window(window) if window else one.value


def _days(op: str, days: int) -> str:
    said: Callable[[int], str] = {
        "within": lambda n: ngettext("in the last %(num)s day", "in the last %(num)s days", n),
        "not_within": lambda n: ngettext("none for %(num)s day", "none for %(num)s days", n),
        "ahead": lambda n: ngettext("in the next %(num)s day", "in the next %(num)s days", n),
    }[op]
    return said(days) % {"num": number(days)}
