"""What the address of a list asks for: view, filter, order, columns; and the addresses that ask for something else."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from requite.insight.lists.conditions import Filter, Query, make_filter, ops_of
from requite.insight.lists.fields import DEFAULT_COLUMNS, Kind, fields_for
from requite.insight.lists.keys import Key
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.list_kinds import ROUTES

NEW_GROUP = "new"
NO_KEY = "~"
Line = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as its address asks for it. `view` is the tab that is on; `is_edited`: the address changes the view."""

    view: str
    query: Query
    is_edited: bool = False
    is_open: bool = False
    blanks: tuple[str, ...] = ()  # groups with a line that isn't filled yet

    @property
    def is_plain(self) -> bool:
        """Whether it is a view that ships, as it ships."""
        return not self.is_edited and self.view == self.query.base

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The address's parameters, with another `filter`, `sort`, `columns` or `view`."""
        query = replace(self.query, **changes)  # type: ignore[arg-type]
        return [("view", self.view), *pairs_of(query)]

    def address(self, after: str = "", count: str = "", **changes: object) -> str:
        """The address of the same list with something changed; `count` asks only how many it holds."""
        pairs = [
            *self.pairs(**changes),
            *((name, word) for name, word in (("after", after), ("count", count)) if word),
        ]
        return f"{url(ROUTES[self.query.kind])}?{urlencode(pairs)}"


def pairs_of(query: Query) -> list[tuple[str, str]]:
    """The parameters that say a filter, an order and columns."""
    found: list[tuple[str, str]] = [("match", "any")] if query.filter.match == "any" else []
    for place, group in enumerate(query.filter.groups):
        for one in group:
            found += [("g", str(place)), ("f", one.field), ("o", one.op), ("v", one.value)]
    if not query.filter.groups:
        found.append(("f", ""))
    found.append(("sort", f"{'-' * query.down}{query.sort}"))
    return [*found, *(("col", slug) for slug in query.columns)]


def read_asked(given: QueryDict, actor: Actor, kept: Query, view: str, *, lenient: bool = False) -> Asked:
    """What the address asks for, over the view `kept`. `lenient`: a wrong operator becomes the field's first."""
    lines = _lines(given)
    is_edited = any(name in given for name in ("f", "sort", "col", "match"))
    query = kept
    if "f" in given:
        lines = [_mended(actor, kept.kind, line) if lenient or not line[2] else line for line in lines]
        found = make_filter(actor, kept.kind, lines, match=given.get("match", ""))
        query = replace(query, filter=found)
    query = _sorted(query, actor, given.get("sort", ""))
    columns = read_columns(given.getlist("col"), actor, kept.kind)
    if columns:
        query = replace(query, columns=columns)
    add = given.get("add", "")[:10]
    is_begun = any(field and not op for _group, field, op, _value in _lines(given))  # without script: how is asked next
    is_open = bool(add) or is_begun or given.get("open") == "1"
    return Asked(view, query, is_edited, is_open, (add,) if add else ())


def _lines(given: QueryDict) -> list[Line]:
    groups, values = given.getlist("g"), given.getlist("v")
    rows = zip_longest(groups, given.getlist("f"), given.getlist("o"), values, fillvalue="")
    return [(group[:10], field, op, value) for group, field, op, value in rows]


def _mended(actor: Actor, kind: Kind, line: Line) -> Line:
    group, slug, op, _value = line
    field = fields_for(actor, kind).get(slug)
    if field is None or op in ops_of(field):
        return line
    return group, slug, ops_of(field)[0], ""


def _sorted(query: Query, actor: Actor, sort: str) -> Query:
    name = sort.removeprefix("-")
    field = fields_for(actor, query.kind).get(name)
    if field is None or field.sort is None:
        return query
    return replace(query, sort=name, down=sort.startswith("-"))


def read_columns(slugs: Iterable[str], actor: Actor, kind: Kind) -> tuple[str, ...]:
    """The columns of these names that there are for the actor, in this order; () when they are the list's own."""
    known = fields_for(actor, kind)
    found = tuple(dict.fromkeys(slug for slug in slugs if slug in known and slug != "name"))
    return () if found == DEFAULT_COLUMNS[kind] else found


def columns_of(query: Query, actor: Actor) -> tuple[str, ...]:
    """The columns to show beside the name."""
    known = fields_for(actor, query.kind)
    return tuple(slug for slug in query.columns or DEFAULT_COLUMNS[query.kind] if slug in known)


def write_after(key: Key | None) -> str:
    """A list's key for an address."""
    if key is None:
        return ""
    plain = f"{key.id}{NO_KEY if key.value is None else '=' + key.value}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_after(text: str) -> Key | None:
    """The key of an address; None when it is none."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().replace("\x00", "")
    except (ValueError, UnicodeDecodeError):
        return None
    found = parse_id(plain[:36])
    if found is None:
        return None
    return Key(None if plain[36:] == NO_KEY else plain[37:], UUID(str(found)))


def without(found: Filter, group: int, place: int) -> Filter:
    """The filter without one of its conditions."""
    groups: list[Sequence[object]] = list(found.groups)
    kept = [one for n, one in enumerate(found.groups[group]) if n != place]
    groups[group] = kept
    return replace(found, groups=tuple(tuple(one) for one in groups if one))  # type: ignore[arg-type]
