"""What conditions on custom fields test: a row of `fields_value`, as `o`."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from requite.insight.lists.conditions import read_day, read_days, read_number
from requite.insight.lists.shapes import Field
from requite.kernel.actor import Actor


class Binding(Protocol):
    """Bound values, for whom and when; `walks`: each record is met and asked."""

    actor: Actor
    at: datetime
    walks: bool

    def bind(self, value: object, type_: str) -> str:
        """A place for the value in the statement."""


def plain_like(text: str) -> str:
    """A text as a pattern that means nothing but itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _line(known: Field, op: str, value: str, values: Binding) -> str:
    """A text of a custom field, along its indexes."""
    if op == "filled":
        return f"{known.sql} <> ''"
    text = value.lower()
    if op == "is":
        head = values.bind(text[:100], "text")
        return f"""lower("left"({known.sql}, 100)) = {head} AND lower({known.sql}) = {values.bind(text, "text")}"""
    return f"lower({known.sql}) LIKE {values.bind(f'%{plain_like(text)}%', 'text')}"


def _amount(known: Field, op: str, value: str, values: Binding) -> str:
    number = read_number(value)
    if op == "filled" or number is None:
        return f"{known.sql} IS NOT NULL" if op == "filled" else "false"
    sign = {"at_least": ">=", "at_most": "<=", "is": "="}[op]
    return f"{known.sql} {sign} {values.bind(number, 'numeric')}"


def _day(known: Field, op: str, value: str, values: Binding) -> str:
    """A day without a time; the present is the reader's."""
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    if op in ("within", "ahead"):
        today, span = values.actor.day_of(values.at), timedelta(days=read_days(value) or 0)
        first, last = (today - span, today) if op == "within" else (today, today + span)
        return f"{known.sql} BETWEEN {values.bind(first, 'date')} AND {values.bind(last, 'date')}"
    day = read_day(value)
    if day is None:
        return "false"
    return f"{known.sql} {'<' if op == 'before' else '>'} {values.bind(day, 'date')}"


def _choice(known: Field, op: str, value: str, values: Binding) -> str:
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    if value in ("yes", "no"):
        return f"{known.sql} = {values.bind(int(value == 'yes'), 'numeric')}"
    return f"{known.sql} = {values.bind(value, 'uuid')}"


OWN_TESTS: Mapping[str, Callable[[Field, str, str, Binding], str]] = {
    "line": _line, "amount": _amount, "day": _day, "choice": _choice, "choices": _choice,
}  # fmt: skip
