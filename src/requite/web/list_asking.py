"""What the address of a list asks for: view, filter, order, columns; and the addresses that ask for something else."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from requite.insight.lists.conditions import BARE, ME, MOST_CONDITIONS, MOST_DEEP, Query, ops_of
from requite.insight.lists.fields import DEFAULT_COLUMNS, Kind, fields_for
from requite.insight.lists.keys import Key
from requite.insight.lists.trees import NEW, Line, kind_at, lines_of, make_filter
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.colleagues import name_colleague
from requite.web.list_kinds import ROUTES

NO_KEY = "~"
LONGEST_PATH = 80
MOST_NAMED = 2 * MOST_CONDITIONS  # lines, blank ones too, in which a colleague may be named: more than a filter holds
ONE, NONE = "one:", "none:"  # a field that is chosen to ask for a related record, or for none


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as its address asks for it. `view` is the tab that is on; `is_edited`: another list than the view's."""

    view: str
    query: Query
    is_edited: bool = False
    is_open: bool = False

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
    for path, one in lines_of(query.filter):
        found += [("g", path), ("f", one.field), ("o", one.op), ("v", one.value)]
    if "f" not in dict(found):
        found.append(("f", ""))
    found.append(("sort", f"{'-' * query.down}{query.sort}"))
    return [*found, *(("col", slug) for slug in query.columns)]


def read_asked(given: QueryDict, actor: Actor, kept: Query, view: str, *, lenient: bool = False) -> Asked:
    """What the address asks for, over the view `kept`. `lenient`: a wrong operator becomes the field's first."""
    lines, is_growing = _grown(given)
    is_edited = any(name in given for name in ("f", "sort", "col", "match"))
    query = kept
    if "f" in given:
        lines = [_mended(actor, kept.kind, line) if lenient or not line[2] else line for line in lines]
        lines = [_called(actor, kept.kind, line) for line in lines[:MOST_NAMED]] + lines[MOST_NAMED:]
        found = make_filter(actor, kept.kind, lines, match=given.get("match", ""))
        query = replace(query, filter=found)
    query = _sorted(query, actor, given.get("sort", ""))
    columns = read_columns(given.getlist("col"), actor, kept.kind)
    if columns:
        query = replace(query, columns=columns)
    return Asked(view, query, is_edited and query != kept, is_growing or given.get("open") == "1")


def _grown(given: QueryDict) -> tuple[list[Line], bool]:
    """The lines of the address, with those that its buttons add, and whether any was added.

    `add` is a group that gets one more, `nest` the place of a line that begins a group of its own.
    """
    groups, values = given.getlist("g"), given.getlist("v")
    rows = zip_longest(groups, given.getlist("f"), given.getlist("o"), values, fillvalue="")
    add, nest = given.get("add", "")[:LONGEST_PATH], given.get("nest", "")
    lines: list[Line] = []
    for place, (group, field, op, value) in enumerate(rows):
        path = group[:LONGEST_PATH]
        if field.startswith((ONE, NONE)):
            none, of = "no-" * field.startswith(NONE), field.partition(":")[2]
            lines.append((f"{path}.{none}{of}-n{place}", "", NEW, ""))
        elif nest == str(place) and path.count(".") + 1 < MOST_DEEP:
            path = f"{path}.n{place}"
            lines += [(path, field, op, value), (path, "", NEW, "")]
        else:
            lines.append((path, field, op, value))
    if add:
        lines.append((add, "", NEW, ""))
    return lines, any(op in ("", NEW) and (field or op) for _path, field, op, _value in lines)  # how is asked next


def _mended(actor: Actor, kind: Kind, line: Line) -> Line:
    group, slug, op, _value = line
    of = kind_at(kind, group)
    field = fields_for(actor, of).get(slug) if of else None
    if field is None or op in ops_of(field):
        return line
    return group, slug, ops_of(field)[0], ""


def _called(actor: Actor, kind: Kind, line: Line) -> Line:
    """A colleague whose name or address was typed, by id."""
    group, slug, op, value = line
    if not value or value == ME or parse_id(value):
        return line
    of = kind_at(kind, group)
    field = fields_for(actor, of).get(slug) if of else None
    if field is None or field.type != "user" or op in BARE:
        return line
    found = ME if value.strip().lower() == _("me") else name_colleague(actor, value)
    return group, slug, op, str(found or value)


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

