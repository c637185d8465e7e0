"""Filters from lines, as an address or a kept view says them, and back.

A line is (group, field, operator, value). The group is a path, "0" or "0.1.2": a dot begins a group within the one before.
A part "deal-1" is a group of conditions on one related record, "no-deal-1" of those that none may pass.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from requite.insight.lists.conditions import (
    MOST_CONDITIONS,
    MOST_DEEP,
    MOST_GROUPS,
    Branch,
    Condition,
    Filter,
    Group,
    Part,
    check,
)
from requite.insight.lists.fields import Kind, fields_for
from requite.insight.lists.related import RELATED
from requite.kernel.actor import Actor

Line = tuple[str, str, str, str]
NEW = "new"  # the operator of a line that is still to be filled
STEP = re.compile(r"(?:(no-)?([a-z_]+)-)?([0-9a-z]*)")


@dataclass(slots=True)
class _Node:
    """A group in the making; `kind` is that of its conditions, None where there are no such records."""

    kind: Kind | None
    of: str = ""
    is_none: bool = False
    parts: "list[Condition | _Node]" = field(default_factory=list)
    within: "dict[str, _Node]" = field(default_factory=dict)

    def step(self, name: str) -> "_Node":
        """The group of that name within this one."""
        if name not in self.within:
            found = STEP.fullmatch(name)
            none, of, _number = found.groups() if found else (None, None, "")
            kind = self.kind
            if of and kind:
                kind = RELATED[kind][of].kind if of in RELATED[kind] else None
            self.within[name] = _Node(kind, of or "", bool(none))
            self.parts.append(self.within[name])
        return self.within[name]


def kind_at(kind: Kind, path: str) -> Kind | None:
    """The kind of the records that a condition in the group of that path asks of; None where there are none."""
    node = _Node(kind)
    for step in path.lower().split(".")[:MOST_DEEP]:
        node = node.step(step)
    return node.kind


def make_filter(actor: Actor, kind: Kind, given: Iterable[Line], *, match: str = "all") -> Filter:
    """A filter of lines; blank ones are left out unless they are new."""
    root = _Node(kind)
    count, is_deep = 0, False
    for label, slug, op, value in given:
        if not slug and op != NEW:
            continue
        count += bool(slug)
        path = label.split(".")
        if len(path) > MOST_DEEP or not all(STEP.fullmatch(step.lower()) for step in path):
            path, is_deep = path[:1], True
        if count > MOST_CONDITIONS:
            continue
        node = root
        for step in path:
            node = node.step(step.lower())
        known = fields_for(actor, node.kind) if node.kind else {}
        one = check(actor, known.get(slug), node.kind or kind, slug, op, value) if slug else Condition("", NEW, "", "value")
        node.parts.append(one)
    is_cut = count > MOST_CONDITIONS or len(root.parts) > MOST_GROUPS
    groups = (_grown(node) for node in root.parts if isinstance(node, _Node))
    return Filter("any" if match == "any" else "all", tuple(groups), is_cut, is_deep)


def _grown(node: _Node) -> Group:
    parts: list[Part] = []
    for one in node.parts:
        if isinstance(one, Condition):
            parts.append(one)
            continue
        grown = _grown(one)
        is_bare = not one.of and len(grown) == 1  # a group of one is that one
        alone = grown[0] if is_bare else None
        if isinstance(alone, Branch) and not alone.of:
            parts.extend(alone.parts)
        else:
            parts.append(alone or Branch(grown, one.of, one.is_none))
    return tuple(parts)


def lines_of(found: Filter) -> Iterator[tuple[str, Condition]]:
    """The conditions of a filter, each with the path of its group."""
    for place, group in enumerate(found.groups):
        yield from _lines(str(place), group)


def _lines(path: str, group: Group) -> Iterator[tuple[str, Condition]]:
    for place, one in enumerate(group):
        if isinstance(one, Branch):
            yield from _lines(path_of(path, place, one), one.parts)
        elif one.field:
            yield path, one


def path_of(path: str, place: int, branch: Branch) -> str:
    """The path of a group within the group of that path."""
    return f"{path}.{'no-' * branch.is_none}{branch.of}-{place}" if branch.of else f"{path}.{place}"


def without(found: Filter, place: int) -> Filter:
    """The filter without the condition that is met there, counting all however deep; groups left empty go too."""
    kept: list[Group] = []
    for group in found.groups:
        left, place = _without(group, place)
        kept.append(left)
    return replace(found, groups=tuple(group for group in kept if group))


def _without(group: Group, place: int) -> tuple[Group, int]:
    kept: list[Part] = []
    for one in group:
        if isinstance(one, Branch):
            parts, place = _without(one.parts, place)
            if parts:
                kept.append(Branch(parts, one.of, one.is_none))
            continue
        if place != 0:
            kept.append(one)
        place -= 1
    return tuple(kept), place


def write_groups(found: Filter) -> list[Any]:
    """The groups as they are kept: [field, operator, value], and a group within one as {"of", "none", "parts"}."""
    return [_written(group) for group in found.groups]


def _written(group: Group) -> list[Any]:
    return [
        {"of": one.of, "none": one.is_none, "parts": _written(one.parts)} if isinstance(one, Branch)
        else [one.field, one.op, one.value]
        for one in group
        if isinstance(one, Branch) or one.field
    ]  # fmt: skip


def read_groups(groups: Sequence[Any]) -> Iterator[Line]:
    """The lines of groups that were kept."""
    for place, group in enumerate(groups):
        yield from _read(str(place), group)


def _read(path: str, group: Sequence[Any]) -> Iterator[Line]:
    for place, one in enumerate(group):
        if isinstance(one, dict):
            branch = Branch((), str(one["of"]), bool(one["none"]))
            yield from _read(path_of(path, place, branch), one["parts"])
        else:
            name, op, value = one
            yield path, str(name), str(op), str(value)
