"""What a filter says of the value that the list is ordered by: the index is read from there to there alone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from requite.insight.lists.compiling import Values
from requite.insight.lists.conditions import Branch, Condition, Part, Query, read_days
from requite.insight.lists.field_tests import compile_test
from requite.insight.lists.fields import Field, Kind, Sort, find_field
from requite.insight.lists.gathering import Fetch, all_of
from requite.kernel.actor import Actor

SPANS = ("within", "ahead", "before", "after")


class Bounds(NamedTuple):
    """Tests of the key, with what they bind. `is_keyed`: whoever has no key doesn't pass the filter."""

    tests: str = ""
    bound: Mapping[str, Any] = {}
    is_keyed: bool = False


UNBOUND = Bounds()


def bound_key(actor: Actor, at: datetime, query: Query, fetch: Fetch) -> Bounds:
    """What must hold of the key of a joined order whatever else does."""
    known = find_field(query.kind, query.sort)
    if known is None or known.sort is None or not known.sort.joined or known.type != "moment":
        return UNBOUND
    values, tests, is_keyed = Values(actor, at), [], False
    for group in all_of(query):
        found = [_bound(query.kind, known, one, values, fetch) for one in group]
        if all(found):
            tests.append("({})".format(" OR ".join(found)))
            is_keyed = is_keyed or all(isinstance(one, Condition) and one.op != "not_within" for one in group)
    bound = {name.replace("v", "b", 1): value for name, value in values.bound.items()}
    return Bounds(" AND ".join(tests).replace("%(v", "%(b"), bound, is_keyed)


def _bound(kind: Kind, known: Field, one: Part, values: Values, fetch: Fetch) -> str:
    """What one condition says of the key, "" where it says nothing."""
    other = None if isinstance(one, Branch) else find_field(kind, one.field)
    if isinstance(one, Branch) or other is None or known.sort is None or known.slug not in (other.slug, other.since):
        return ""
    key, bare = known.sort.key, replace(other, sql=known.sort.key, within="", ever="")
    if other.slug == known.slug or one.op == "after":
        if one.op == "not_within" and not _has_later(known.sort, values.at, fetch):
            return f"{key} < {values.bind(_days_ago(one, values.at), 'timestamptz')}"
        return compile_test(bare, one.op, one.value, values) if one.op in SPANS else ""
    return f"{key} >= {values.bind(_days_ago(one, values.at), 'timestamptz')}" if one.op == "within" else ""


def _days_ago(one: Condition, at: datetime) -> datetime:
    return at - timedelta(days=read_days(one.value) or 0)


def _has_later(sort: Sort, at: datetime, fetch: Fetch) -> bool:
    """Whether a key lies ahead: then not all that isn't within the last days lies before them."""
    table = sort.joined.split()[1]
    return bool(fetch(f"SELECT 1 FROM {table} s WHERE {sort.key} > %(at)s LIMIT 1", {"at": at}))  # noqa: S608
