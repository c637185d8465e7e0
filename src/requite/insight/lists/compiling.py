"""Filters as SQL: every value is bound, every name comes from the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from requite.insight.lists.conditions import Branch, Condition, Filter, Group, Query
from requite.insight.lists.field_tests import compile_test
from requite.insight.lists.fields import Field, Kind, find_field
from requite.insight.lists.listed import LISTED, Listed
from requite.insight.lists.own import OwnField, deny
from requite.insight.lists.related import RELATED
from requite.kernel.actor import Actor

AND, OR = " AND ", " OR "
WHOLE = {
    "empty": "filled",
    "without": "contains",
    "is_not": "is",
    "has_not": "has",
    "not_within": "within",
    "no": "yes",
}


IN_SOME = "r.id IN (SELECT o.record_id FROM"
ALL, AT_ONCE = "r.id IN (SELECT DISTINCT o.record_id FROM", "r.id = ANY(ARRAY(SELECT o.record_id FROM"
ALL_OF_THEM = ("all", "at once")


class Lacking(list[UUID]):
    """The ids of those that lack a field: they pass the condition itself, and not the test that it denies."""


class Texts(list[str]):
    """All texts of a field that pass the positive of a condition, "" not among them."""


Found = list[UUID] | Texts | Literal["some", "many", "all", "at once"]
Few = Mapping[Condition, Found]  # what is known of a condition before the records are asked


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
    few; of some, a table in memory is made first; where they are many, each record is asked; "all" are met in the order of
    their ids, in which most of them lie; "at once" these are gathered before, and the index is gone through once.
    """
    values = begin_values(actor, at, walks=walks, few=few)
    ground, wanted = compile_ground(actor, query), join_groups(query.kind, query.filter.match, query.filter.asked, values)
    return f"{ground} AND ({wanted})" if wanted else ground, values.bound


def begin_values(actor: Actor, at: datetime, *, walks: bool = False, few: Few | None = None) -> Values:
    """The values that every list binds."""
    values = Values(actor, at, walks, few or {})
    values.bound |= {"at": at, **seen_by(actor)}
    return values


def compile_ground(actor: Actor, query: Query) -> str:
    """The test of what the list holds before anything is filtered."""
    listed = LISTED[query.kind]
    owners, base = actor.owners(listed.right), listed.bases[query.base]
    seen = _owned(owners, listed) if owners is not None else ""
    return " AND ".join(filter(None, (*_unasked(query, base.speaks_of), seen, base.test))) or "true"


def seen_by(actor: Actor) -> dict[str, Any]:
    """Whose records the reader sees, and who they are, by the names under which fields speak of them."""
    rights = {"owners": "people.see", "deal_owners": "deals.see", "work_owners": "work.see"}
    found = {name: actor.owners(right) for name, right in rights.items()}
    return {"me": actor.id, **{name: None if owners is None else list(owners) for name, owners in found.items()}}


def _owned(owners: tuple[UUID, ...], listed: Listed) -> str:
    name = listed.owners
    own = f"r.owner_id = (%({name})s::uuid[])[1]" if len(owners) == 1 else f"r.owner_id = ANY(%({name})s)"
    return f"({own} OR {listed.also.format(owners=name)})" if listed.also else own


def _unasked(query: Query, base: frozenset[str]) -> list[str]:
    """Archived records, and such, are left out unless the filter or the view speaks of them."""
    spoken = base | {one.field for one in query.filter.own}
    listed = LISTED[query.kind]
    tests = [test for test, fields in listed.unasked.items() if not fields & spoken]
    return tests if len(tests) == len(listed.unasked) or not listed.never else [*tests, listed.never]


def join_groups(kind: Kind, match: str, asked: Sequence[Group], values: Values) -> str:
    """The test of groups of conditions; "" for none."""
    inner, outer = (OR, AND) if match == "all" else (AND, OR)
    return _join((_joined(kind, group, inner, values) for group in asked), outer)


def _join(tests: Iterable[str], sign: str) -> str:
    return sign.join(f"({test})" for test in tests if test)


def _joined(kind: Kind, group: Group, sign: str, values: Values) -> str:
    """The test of what stands in one group. A field that has gone meanwhile is asked by no one any more."""
    tests: list[str] = []
    for one in group:
        if isinstance(one, Condition):
            known = find_field(kind, one.field)
            tests.append(compile_condition(known, one, values) if known else "")
        elif one.of:
            tests.append(_related(kind, one, values))
        else:
            tests.append(_joined(kind, one.parts, OR if sign == AND else AND, values))
    return _join(tests, sign)


def _related(kind: Kind, branch: Branch, values: Values) -> str:
    """Whether there is one record, or none, of which all that holds: `r` is that record within, and the list's outside."""
    known = RELATED[kind][branch.of]
    wanted = _joined(known.kind, branch.parts, AND, replace(values, few={}))
    if not wanted:
        return ""
    query = Query(known.kind, filter=Filter(groups=tuple((one,) for one in branch.parts)))
    rows = f"FROM {LISTED[known.kind].table} r WHERE {compile_ground(values.actor, query)} AND ({wanted})"
    if values.walks:
        test = f"""EXISTS (SELECT FROM (SELECT {known.of} AS x) o
            CROSS JOIN LATERAL (SELECT {rows} AND r.{known.link} = o.x OFFSET 0) q)"""
    else:
        test = f"{known.of} IN (SELECT r.{known.link} {rows} AND r.{known.link} IS NOT NULL)"
    test = _join((test, known.also), AND)
    return f"NOT coalesce({test}, false)" if branch.is_none else test


def compile_condition(known: Field, one: Condition, values: Values) -> str:
    """One condition. What is denied is the whole of its positive: a person without *any* phone that holds …"""
    op = WHOLE.get(one.op, one.op)
    found = values.few.get(one)
    if isinstance(found, Lacking):
        return f"(r.id = ANY({values.bind(list(found), 'uuid[]')}))"
    if isinstance(found, Texts):
        test = f"({known.sql} <> '' AND {known.sql} = ANY({values.bind(list(found), 'text[]')}))" if found else "false"
    elif isinstance(found, list):
        test = f"(r.id = ANY({values.bind(found, 'uuid[]')}))"
    else:
        test = _tested(known, op, one.value, values, found if found not in ALL_OF_THEM or op == one.op else None)
    return deny(known, test) if op != one.op else f"({test})"


def _tested(known: Field, op: str, value: str, values: Values, found: Found | None) -> str:
    test = compile_test(known, op, value, values)
    if found == "some" and isinstance(known, OwnField):
        return f"(({IN_SOME} {known.rows} AND {test})) IS TRUE)"
    if found == "all" and isinstance(known, OwnField):
        return f"{ALL} {known.rows} AND {test} ORDER BY 1)"
    if found == "at once" and isinstance(known, OwnField):
        return f"{AT_ONCE} {known.rows} AND {test}))"
    if known.within:
        test = known.within.replace("{test}", test)
    if (values.walks or found == "many") and test.startswith("EXISTS (") and test.endswith(")"):
        test = f"{test[:-1]} OFFSET 0)"  # asked of each row: neither joined nor hashed
    return test
