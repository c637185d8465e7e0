"""Filters as SQL: every value is bound, every name comes from the catalogue."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from requite.deals.queries.windows import find_window
from requite.insight.lists.conditions import (
    ME,
    Condition,
    Group,
    Query,
    read_day,
    read_days,
    read_number,
)
from requite.insight.lists.fields import Field, Kind, find_field
from requite.insight.lists.listed import LISTED, Listed
from requite.insight.lists.own import OwnField, deny
from requite.insight.lists.own_tests import OWN_TESTS, plain_like
from requite.kernel.actor import Actor
from requite.kernel.fold import fold_digits, fold_query

BELOW = """SELECT u.id FROM identity_user u WHERE u.team_id IN (
    WITH RECURSIVE below AS (SELECT id FROM identity_team WHERE id = {team}
    UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id) SELECT id FROM below)"""
LARGEST = 2**63
WORD = re.compile(r"\w+")
WHOLE = {
    "empty": "filled",
    "without": "contains",
    "is_not": "is",
    "has_not": "has",
    "not_within": "within",
    "no": "yes",
}


IN_SOME = "r.id IN (SELECT o.record_id FROM"


class Lacking(list[UUID]):
    """The ids of those that lack a field: they pass the condition itself, and not the test that it denies."""


Found = list[UUID] | Literal["some", "many"]
Few = Mapping[Condition, Found]  # what is known of a condition on a custom field before the records are asked


@dataclass(slots=True)
class Values:
    """Bound values by name."""

    actor: Actor
    at: datetime
    walks: bool = False
    few: Few = field(default_factory=dict)
    bound: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: object, type_: str) -> str:
        """A place for the value in the statement."""
        name = f"v{len(self.bound)}"
        self.bound[name] = value
        return f"%({name})s::{type_}"


def compile_where(
    actor: Actor, at: datetime, query: Query, *, walks: bool = False, few: Few | None = None
) -> tuple[str, dict[str, Any]]:
    """The test of a query over `r`, with whose records the reader sees, and its bound values.

    `walks`: the records are met one by one in an order, so each test is to be asked of each, and never turned into
    a join that gathers all that pass it. `few` says which records pass a condition on a custom field, where they are
    few; of some, a table in memory is made first; where they are many, each record is asked.
    """
    values = begin_values(actor, at, walks=walks, few=few)
    ground, wanted = compile_ground(actor, query), join_groups(query.kind, query.filter.match, query.filter.asked, values)
    return f"{ground} AND ({wanted})" if wanted else ground, values.bound


def begin_values(actor: Actor, at: datetime, *, walks: bool = False, few: Few | None = None) -> Values:
    """The values that every list binds."""
    values = Values(actor, at, walks, few or {})
    values.bound |= {"me": actor.id, "at": at, **seen_by(actor)}
    return values


def compile_ground(actor: Actor, query: Query) -> str:
    """The test of what the list holds before anything is filtered."""
    listed = LISTED[query.kind]
    owners, base = actor.owners(listed.right), listed.bases[query.base]
    seen = _owned(owners, listed) if owners is not None else ""
    return " AND ".join(filter(None, (*_unasked(query, base.speaks_of), seen, base.test))) or "true"


def seen_by(actor: Actor) -> dict[str, Any]:
    """Whose records the reader sees, by the names under which fields speak of them."""
    rights = {"owners": "people.see", "deal_owners": "deals.see", "work_owners": "work.see"}
    found = {name: actor.owners(right) for name, right in rights.items()}
    return {name: None if owners is None else list(owners) for name, owners in found.items()}


def _owned(owners: tuple[UUID, ...], listed: Listed) -> str:
    name = listed.owners
    own = f"r.owner_id = (%({name})s::uuid[])[1]" if len(owners) == 1 else f"r.owner_id = ANY(%({name})s)"
    return f"({own} OR {listed.also.format(owners=name)})" if listed.also else own


def _unasked(query: Query, base: frozenset[str]) -> list[str]:
    """Archived records, and such, are left out unless the filter or the view speaks of them."""
    spoken = base | {one.field for group in query.filter.asked for one in group}
    return [test for test, fields in LISTED[query.kind].unasked.items() if not fields & spoken]


def join_groups(kind: Kind, match: str, asked: Sequence[Group], values: Values) -> str:
    """The test of groups of conditions; "" for none."""
    inner, outer = (" OR ", " AND ") if match == "all" else (" AND ", " OR ")
    groups = [
        inner.join(compile_condition(known, one, values) for known, one in _known(kind, group))
        for group in asked
    ]
    return outer.join(f"({group})" for group in groups)


def _known(kind: Kind, group: Group) -> Iterator[tuple[Field, Condition]]:
    """Conditions with their fields; a field that has gone meanwhile is asked by no one any more."""
    for one in group:
        known = find_field(kind, one.field)
        if known is not None:
            yield known, one


def compile_condition(known: Field, one: Condition, values: Values) -> str:
    """One condition. What is denied is the whole of its positive: a person without *any* phone that holds …"""
    op = WHOLE.get(one.op, one.op)
    found = values.few.get(one)
    if isinstance(found, Lacking):
        return f"(r.id = ANY({values.bind(list(found), 'uuid[]')}))"
    if isinstance(found, list):
        test = f"(r.id = ANY({values.bind(found, 'uuid[]')}))"
    else:
        test = _tested(known, op, one.value, values, found)
    return deny(known, test) if op != one.op else f"({test})"


def _tested(known: Field, op: str, value: str, values: Values, found: Found | None) -> str:
    test = compile_test(known, op, value, values)
    if found == "some" and isinstance(known, OwnField):
        return f"(({IN_SOME} {known.rows} AND {test})) IS TRUE)"
    if known.within:
        test = known.within.replace("{test}", test)
    if (values.walks or found == "many") and test.startswith("EXISTS (") and test.endswith(")"):
        test = f"{test[:-1]} OFFSET 0)"  # asked of each row: neither joined nor hashed
    return test


def compile_test(known: Field, op: str, value: str, values: Values) -> str:
    """The bare test of a field, over whatever its expression reads."""
    return TESTS[known.type](known, op, value, values)


def _text(known: Field, op: str, value: str, values: Values) -> str:
    if op == "filled":
        return f"{known.sql} <> ''"
    if op == "is":
        return f"lower({known.sql}) = {values.bind(value.lower(), 'text')}"
    return f"strpos(lower({known.sql}), {values.bind(value.lower(), 'text')}) > 0"


def _name(known: Field, op: str, value: str, values: Values) -> str:
    if op == "filled":
        return f"{known.sql} <> ''"
    folded = fold_query(value)
    if op == "is":
        return f"{known.sql} = {values.bind(folded, 'text')}"
    return f"{known.sql} LIKE {values.bind(f'%{plain_like(folded)}%', 'text')}"


def _digits(known: Field, op: str, value: str, values: Values) -> str:
    if op == "filled":
        return f"{known.sql} <> ''"
    return f"{known.sql} LIKE {values.bind(f'%{fold_digits(value)}%', 'text')}"


def _words(known: Field, op: str, value: str, values: Values) -> str:
    """An address by the beginnings of its words, as its index has them."""
    if op == "filled":
        return f"{known.sql} <> ''"
    words = " & ".join(f"{word}:*" for word in WORD.findall(value.lower()))
    return f"to_tsvector('simple', coalesce({known.sql}, '')) @@ to_tsquery('simple', {values.bind(words, 'text')})"


def _number(known: Field, op: str, value: str, values: Values) -> str:
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    number = read_number(value)
    if number is None:
        return "false"
    number *= known.scale
    # A whole number is bound as one: else no index of whole numbers is asked.
    whole = number == number.to_integral_value() and abs(number) < LARGEST
    place = values.bind(int(number) if whole else number, "bigint" if whole else "numeric")
    if known.most and op == "at_least" and number > 0 and not values.walks:
        return known.most.replace("{least}", place)
    sign = {"at_least": ">=", "at_most": "<=", "is": "="}[op]
    return f"{known.sql} {sign} {place}"


def _moment(known: Field, op: str, value: str, values: Values) -> str:
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    if op in ("within", "ahead"):
        return _span(known, op, value, values)
    day = read_day(value)
    if day is None:
        return "false"
    start = datetime.combine(day, time(), values.actor.zone)
    if op == "before":
        return f"{known.sql} < {values.bind(start, 'timestamptz')}"
    return f"{known.sql} >= {values.bind(start + timedelta(days=1), 'timestamptz')}"


def _span(known: Field, op: str, value: str, values: Values) -> str:
    """Whether it lies in the days before, or after, the present."""
    span = timedelta(days=read_days(value) or 0)
    first, last = (values.at - span, values.at) if op == "within" else (values.at, values.at + span)
    span_of = f"BETWEEN {values.bind(first, 'timestamptz')} AND {values.bind(last, 'timestamptz')}"
    if known.ever:
        return known.ever.replace("{span}", span_of)
    if not known.sql.startswith("("):
        return f"{known.sql} {span_of}"
    return f"(SELECT q.x {span_of} FROM (SELECT {known.sql} AS x OFFSET 0) q)"  # noqa: S608 - asked once


def _date(known: Field, op: str, value: str, values: Values) -> str:
    """A day, by the expression that an index orders by where there is one."""
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    key, today = known.sort.key if known.sort else known.sql, values.actor.day_of(values.at)
    first: date | None = None
    last: date | None = None  # the first day that is no longer in it
    if op == "during":
        window = find_window(value, today)
        first, last = (window.starts_on, window.ends_on) if window else (today, today)
    elif op in ("within", "ahead"):
        span = timedelta(days=read_days(value) or 0)
        first, last = (today - span, today) if op == "within" else (today, today + span)
        last += timedelta(days=1)
    elif op == "before":
        last = read_day(value) or date.min
    else:
        first = (read_day(value) or date.max - timedelta(days=1)) + timedelta(days=1)
    return _between(known, key, first, last, values)


def _between(known: Field, key: str, first: date | None, last: date | None, values: Values) -> str:
    parts = [f"{known.sql} IS NOT NULL"]
    if first is not None:
        parts.append(f"{key} >= {values.bind(first, 'date')}")
    if last is not None:
        parts.append(f"{key} < {values.bind(last, 'date')}")
    return "({})".format(" AND ".join(parts))


def _named(known: Field, op: str, value: str, values: Values) -> str:
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    return f"{known.sql} = {values.bind(value, known.cast)}"


def _user(known: Field, op: str, value: str, values: Values) -> str:
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    return f"{known.sql} = {values.bind(values.actor.id if value == ME else value, 'uuid')}"


def _team(known: Field, _op: str, value: str, values: Values) -> str:
    return f"{known.sql} IN ({BELOW.format(team=values.bind(value, 'uuid'))})"


def _tags(known: Field, op: str, value: str, values: Values) -> str:
    if op == "filled":
        return f"{known.sql} <> '{{}}'"
    return f"({known.sql} <> '{{}}' AND {known.sql} @> ARRAY[{values.bind(value, 'varchar')}])"


def _flag(known: Field, _op: str, _value: str, _values: Values) -> str:
    return known.sql


TESTS = {
    "text": _text, "name": _name, "digits": _digits, "words": _words, "number": _number, "money": _number,
    "moment": _moment, "date": _date, "user": _user, "named": _named, "team": _team, "tags": _tags, "missing": _tags,
    "flag": _flag, "record": _name, **OWN_TESTS,
}  # fmt: skip
