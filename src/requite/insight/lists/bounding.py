"""What a filter says of the value that the list is ordered by: the index is read from there to there alone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from requite.insight.lists.compiling import Values
from requite.insight.lists.conditions import Branch, Query, read_days
from requite.insight.lists.field_tests import compile_test
from requite.insight.lists.fields import Sort, find_field
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
    bare, values = replace(known, sql=known.sort.key, within="", ever=""), Values(actor, at)
    tests, is_keyed = [], False
    for one in (group[0] for group in all_of(query) if len(group) == 1):
        if isinstance(one, Branch) or one.field != query.sort:
            continue
        if one.op in SPANS:
            tests.append(compile_test(bare, one.op, one.value, values))
            is_keyed = True
        elif one.op == "not_within" and not _has_later(known.sort, at, fetch):
            first = values.bind(at - timedelta(days=read_days(one.value) or 0), "timestamptz")
            tests.append(f"{known.sort.key} < {first}")
    bound = {name.replace("v", "b", 1): value for name, value in values.bound.items()}
    return Bounds(" AND ".join(tests).replace("%(v", "%(b"), bound, is_keyed)


def _has_later(sort: Sort, at: datetime, fetch: Fetch) -> bool:
    """Whether a key lies ahead: then not all that isn't within the last days lies before them."""
    table = sort.joined.split()[1]
    return bool(fetch(f"SELECT 1 FROM {table} s WHERE {sort.key} > %(at)s LIMIT 1", {"at": at}))  # noqa: S608
