"""What a condition tests of a field, by its type: a bare test over whatever the field's expression reads."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from requite.deals.queries.windows import find_window
from requite.insight.lists.conditions import ME, read_day, read_days, read_number
from requite.insight.lists.own_tests import OWN_TESTS, Binding, plain_like
from requite.insight.lists.shapes import Field
from requite.kernel.fold import close_up, fold_digits, fold_query, fold_trunk
from requite.kernel.words import ask_words

BELOW = """SELECT u.id FROM identity_user u WHERE u.team_id IN (
    WITH RECURSIVE below AS (SELECT id FROM identity_team WHERE id = {team}
    UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id) SELECT id FROM below)"""
LARGEST = 2**63
MOST_WORDS = 5  # of a name
TRIGRAM = re.compile(r"\w{3}")


def compile_test(known: Field, op: str, value: str, values: Binding) -> str:
    """The bare test of a field, over whatever its expression reads."""
    if not known.unread:
        return TESTS[known.type](known, op, value, values)
    if op == "filled":
        return f"({known.sql} <> '' OR {known.unread} <> '')"
    read, unread = replace(known, unread=""), replace(known, sql=known.unread, unread="")
    tests = [compile_test(one, op, value, values) for one in (read, unread)]
    return f"({tests[0]} OR ({known.sql} = '' AND {tests[1]}))"


def _text(known: Field, op: str, value: str, values: Binding) -> str:
    if op == "filled":
        return f"{known.sql} <> ''"
    if op == "is":
        return f"lower({known.sql}) = {values.bind(value.lower(), 'text')}"
    text = value.lower()
    test = f"{known.sql} <> '' AND strpos(lower({known.sql}), {values.bind(text, 'text')}) > 0"
    parts = unicodedata.normalize("NFD", text)
    if not known.trigrams or not TRIGRAM.search(parts) or any(map(unicodedata.combining, (parts[0], parts[-1]))):
        return f"({test})"
    return f"({test} AND {known.trigrams} LIKE {values.bind(f'%{plain_like(parts)}%', 'text')})"


def _name(known: Field, op: str, value: str, values: Binding) -> str:
    """A folded name; of a person's each part that was written is in it, whichever comes first."""
    if op == "filled":
        return f"{known.sql} <> ''"
    folded = fold_query(value) if known.is_person else close_up(fold_query(value))
    if op == "is":
        names = _orders(folded) if known.is_person else [folded]
        return f"{known.sql} = ANY({values.bind(names, 'text[]')})"
    parts = folded.split(maxsplit=MOST_WORDS) if known.is_person else [folded]
    return _all(f"{known.sql} LIKE {values.bind(f'%{plain_like(part)}%', 'text')}" for part in parts)


def _all(tests: Iterable[str]) -> str:
    found = list(tests)
    return found[0] if len(found) == 1 else f"({' AND '.join(found)})"


def _orders(folded: str) -> list[str]:
    """A person's name as it is kept, family name first and in Hangul without a blank, from one written otherwise."""
    words = folded.split()
    turned = [words[at:] + words[:at] for at in range(len(words[:MOST_WORDS]))]
    is_hangul = any("ㄱ" <= letter <= "ㅣ" for letter in folded)
    return list(dict.fromkeys([*map(" ".join, turned), *(map("".join, turned) if is_hangul else ())]))


def _digits(known: Field, op: str, value: str, values: Binding) -> str:
    """A number that holds these digits, or that begins so as one writes it at home: 010-2345 for +82102345…."""
    if op == "filled":
        return f"{known.sql} <> ''"
    digits = fold_digits(value)
    test = f"{known.sql} LIKE {values.bind(f'%{digits}%', 'text')}"
    bare = fold_trunk(digits, country=values.actor.country)
    if not bare or "+" in value:
        return test
    begins = values.bind(rf"^\+[0-9]{{0,3}}{bare}", "text")
    holds = f"{known.sql} LIKE {values.bind(f'%{bare}%', 'text')}"  # by its index: the other test is of too many trigrams
    return f"({test} OR ({holds} AND ({known.sql} || '') ~ {begins}))"


def _words(known: Field, op: str, value: str, values: Binding) -> str:
    """An address by the beginnings of its words, as its index has them."""
    if op == "filled":
        return f"{known.sql} <> ''"
    words = values.bind(ask_words(value), "text")
    return f"to_tsvector('simple', coalesce({known.sql}, '')) @@ to_tsquery('simple', {words})"


def _number(known: Field, op: str, value: str, values: Binding) -> str:
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


def _moment(known: Field, op: str, value: str, values: Binding) -> str:
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


def _span(known: Field, op: str, value: str, values: Binding) -> str:
    """Whether it lies in the days before, or after, the present."""
    span = timedelta(days=read_days(value) or 0)
    first, last = (values.at - span, values.at) if op == "within" else (values.at, values.at + span)
    span_of = f"BETWEEN {values.bind(first, 'timestamptz')} AND {values.bind(last, 'timestamptz')}"
    if known.ever:
        return known.ever.replace("{span}", span_of)
    if not known.sql.startswith("("):
        return f"{known.sql} {span_of}"
    return f"(SELECT q.x {span_of} FROM (SELECT {known.sql} AS x OFFSET 0) q)"  # noqa: S608 - asked once


def _date(known: Field, op: str, value: str, values: Binding) -> str:
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


def _between(known: Field, key: str, first: date | None, last: date | None, values: Binding) -> str:
    parts = [f"{known.sql} IS NOT NULL"]
    if first is not None:
        parts.append(f"{key} >= {values.bind(first, 'date')}")
    if last is not None:
        parts.append(f"{key} < {values.bind(last, 'date')}")
    return "({})".format(" AND ".join(parts))


def _named(known: Field, op: str, value: str, values: Binding) -> str:
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    return f"{known.sql} = {values.bind(value, known.cast)}"


def _user(known: Field, op: str, value: str, values: Binding) -> str:
    if op == "filled":
        return f"{known.sql} IS NOT NULL"
    return f"{known.sql} = {values.bind(values.actor.id if value == ME else value, 'uuid')}"


def _team(known: Field, _op: str, value: str, values: Binding) -> str:
    return f"{known.sql} IN ({BELOW.format(team=values.bind(value, 'uuid'))})"


def _tags(known: Field, op: str, value: str, values: Binding) -> str:
    if op == "filled":
        return f"{known.sql} <> '{{}}'"
    return f"({known.sql} <> '{{}}' AND {known.sql} @> ARRAY[{values.bind(value, 'varchar')}])"


def _flag(known: Field, _op: str, _value: str, _values: Binding) -> str:
    return known.sql


TESTS = {
    "text": _text, "name": _name, "digits": _digits, "words": _words, "number": _number, "money": _number,
    "moment": _moment, "date": _date, "user": _user, "named": _named, "team": _team, "tags": _tags, "missing": _tags,
    "flag": _flag, "record": _name, **OWN_TESTS,
}  # fmt: skip
