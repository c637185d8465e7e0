"""Filters as data: conditions in groups, read from an address, checked against what the reader may ask."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from requite.deals.queries.windows import is_window
from requite.fields.catalogue import told
from requite.insight.lists.fields import Field, Kind
from requite.insight.lists.own import is_option
from requite.kernel.actor import Actor
from requite.kernel.fold import fold_digits, fold_query
from requite.kernel.ids import parse_id
from requite.kernel.money import parse_number
from requite.quality.registry import KINDS, Requirable

MOST_CONDITIONS, MOST_GROUPS, MOST_DEEP, LONGEST_VALUE = 20, 10, 4, 200
MOST_DAYS = 36_500
LARGEST, FINEST = Decimal(10) ** 15, -20  # the latter is the power of ten of the first digit
ME = "me"
Problem = Literal["", "field", "op", "value", "number", "days", "date", "choice", "masked", "yes_no"]

WORDY = ("contains", "without", "is", "is_not", "empty", "filled")
OPS: Mapping[str, tuple[str, ...]] = {
    "text": WORDY,
    "name": WORDY,
    "digits": ("contains", "without", "empty", "filled"),
    "words": ("contains", "without", "empty", "filled"),
    "number": ("at_least", "at_most", "is", "is_not"),
    "money": ("at_least", "at_most", "is", "is_not", "empty", "filled"),
    "moment": ("within", "not_within", "ahead", "before", "after", "empty", "filled"),
    "date": ("during", "within", "ahead", "before", "after", "empty", "filled"),
    "user": ("is", "is_not", "empty", "filled"),
    "named": ("is", "is_not", "empty", "filled"),
    "team": ("is", "is_not"),
    "tags": ("has", "has_not", "empty", "filled"),
    "missing": ("has", "has_not", "empty", "filled"),
    "flag": ("yes", "no"),
    "line": WORDY,
    "record": WORDY,
    "amount": ("at_least", "at_most", "is", "is_not", "empty", "filled"),
    "day": ("within", "not_within", "ahead", "before", "after", "empty", "filled"),
    "choice": ("is", "is_not", "empty", "filled"),
    "choices": ("has", "has_not", "empty", "filled"),
}
BARE = ("empty", "filled", "yes", "no")  # operators that ask for no value
AHEAD = "ahead"
DAYS = ("within", "not_within", AHEAD)
PLACED = ("before", "after")


@dataclass(frozen=True, slots=True)
class Condition:
    """One test as somebody gave it; `problem` is why it can't be asked, "" when it can."""

    field: str
    op: str
    value: str = ""
    problem: Problem = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """Conditions within a group, or what must hold of one related record (`of`, by its name in RELATED), or of none.

    A group within a group is joined the other way round than the one that holds it; of a related record each must hold.
    """

    parts: "tuple[Part, ...]"
    of: str = ""
    is_none: bool = False


Part = Condition | Branch
Group = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Groups of conditions. `match` "all": each group must hold, by one of its conditions; "any": the other way round.

    `is_cut`: more was given than a filter may hold, `is_deep`: groups deeper than they may stand; of such a
    filter nothing is asked.
    """

    match: Literal["all", "any"] = "all"
    groups: tuple[Group, ...] = ()
    is_cut: bool = False
    is_deep: bool = False

    @property
    def asked(self) -> tuple[Group, ...]:
        """The groups that can be asked: conditions with a problem, and groups of nothing else, are left out."""
        if self.is_cut or self.is_deep:
            return ()
        kept = (_askable(group) for group in self.groups)
        return tuple(group for group in kept if group)

    @property
    def own(self) -> Iterator[Condition]:
        """The conditions that are asked of the list's records themselves."""
        return (one for group in self.asked for one in own_of(group))

    @property
    def is_whole(self) -> bool:
        """Whether every condition given can be asked."""
        return not self.is_cut and not self.is_deep and not any(
            one.problem and one.field for group in self.groups for one in each_of(group)
        )


def _askable(group: Group) -> Group:
    kept: list[Part] = []
    for one in group:
        if isinstance(one, Branch):
            parts = _askable(one.parts)
            if parts:
                kept.append(replace(one, parts=parts))
        elif not one.problem:
            kept.append(one)
    return tuple(kept)


def each_of(group: Group) -> Iterator[Condition]:
    """All conditions of a group, however deep, those on related records among them."""
    for one in group:
        if isinstance(one, Branch):
            yield from each_of(one.parts)
        else:
            yield one


def own_of(group: Group) -> Iterator[Condition]:
    """The conditions of a group on the list's records themselves."""
    for one in group:
        if isinstance(one, Condition):
            yield one
        elif not one.of:
            yield from own_of(one.parts)


@dataclass(frozen=True, slots=True)
class Query:
    """A list: which records, in which order, with which columns. `base` is a view that ships; () of columns: its own."""

    kind: Kind
    base: str = "all"
    filter: Filter = Filter()
    sort: str = "name"
    down: bool = False
    columns: tuple[str, ...] = ()


def ops_of(field: Field) -> tuple[str, ...]:
    """How the field can be asked, first what is asked when nothing is said; what is past has no days ahead."""
    return tuple(op for op in OPS[field.type] if op != AHEAD or not field.is_past)


def check(actor: Actor, field: Field | None, kind: Kind, slug: str, op: str, value: str) -> Condition:
    """The condition, with the problem that keeps it from being asked."""
    value = value.replace("\x00", "").strip()[:LONGEST_VALUE]
    slug, op = slug.replace("\x00", "")[:40], op.replace("\x00", "")[:20]
    if field is None:
        return Condition(slug, op, value, "field")
    if op not in ops_of(field):
        return Condition(slug, op, value, "op")
    if op in BARE:
        return Condition(slug, op)
    if not field.tells_values(actor):
        return Condition(slug, op, value, "masked")
    return Condition(slug, op, value, _problem(actor, field, kind, op, value))


def _problem(actor: Actor, field: Field, kind: Kind, op: str, value: str) -> Problem:
    if not value:
        return "value"
    if field.type in ("number", "money", "amount"):
        found: Problem = "number"
        reads = read_number(value) is not None
    elif field.type in ("moment", "date", "day"):
        return _problem_of_time(op, value)
    elif field.type == "missing":
        found, reads = "choice", value in missable(kind) and bool(told(actor, [value]))
    elif field.type in ("choice", "choices"):
        found, reads = "choice", is_option(field, value)
    elif field.type == "named":
        found, reads = "choice", field.cast != "uuid" or parse_id(value) is not None
    elif field.type in ("user", "team"):
        found, reads = "choice", bool(parse_id(value) or (value == ME and field.type == "user"))
    else:
        found, reads = "value", _says_something(field, value)
    return "" if reads else found


def _problem_of_time(op: str, value: str) -> Problem:
    if op == "during":
        return "" if is_window(value) else "choice"
    if op in DAYS:
        return "days" if read_days(value) is None else ""
    return "date" if read_day(value) is None else ""


def _says_something(field: Field, value: str) -> bool:
    """Whether anything is left of a text once it is folded as its field is."""
    if field.type == "digits":
        return bool(fold_digits(value))
    if field.type == "words":
        return any(sign.isalnum() for sign in value)
    return bool(fold_query(value)) if field.type in ("name", "record") else True


def missable(kind: str) -> Mapping[str, Requirable]:
    """What a record of the kind may lack, by name: of activities what a meeting and a call may."""
    slugs = ("meeting", "call") if kind == "activity" else (kind,)
    return {one.name: one for slug in slugs for one in KINDS[slug].requirables}


def read_number(value: str) -> Decimal | None:
    """A number as people write it: 1200, 1 200, 1,200, 1,5, 1000만; None when it is none, or absurdly large or small.

    It is read alike for everybody, since a filter is sent on: three digits behind a comma are a group.
    """
    try:
        number = parse_number(value)
        if number is None:
            number = Decimal(value.replace(" ", "").replace("\u00a0", "").replace(",", ""))
    except InvalidOperation:
        return None
    if not number.is_finite() or (number and number.adjusted() < FINEST) or abs(number) >= LARGEST:
        return None
    return number or Decimal(0)  # nought has many powers of ten, and not all of them are numbers of the base


def read_days(value: str) -> int | None:
    """A number of days, up to a hundred years."""
    number = read_number(value)
    if number is None or number != math.floor(number) or not 0 < number <= MOST_DAYS:
        return None
    return int(number)


def read_day(value: str) -> date | None:
    """A day written as 2026-11-29."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
