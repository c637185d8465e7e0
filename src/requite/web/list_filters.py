"""A filter as its reader sees it: a line of words, chips with brackets, and the lines and boxes of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from requite.insight.lists.conditions import (
    BARE,
    DAYS,
    ME,
    MOST_DEEP,
    PLACED,
    Branch,
    Condition,
    Filter,
    Group,
    each_of,
    ops_of,
)
from requite.insight.lists.fields import Field, Kind, fields_for
from requite.insight.lists.related import RELATED
from requite.insight.lists.trees import path_of, without
from requite.kernel.actor import Actor
from requite.web.list_asking import NONE, ONE, Asked
from requite.web.list_choices import choices_of
from requite.web.list_words import (
    NOBODY,
    SIGNS,
    Choices,
    Options,
    gone,
    options_of,
    say_condition,
    say_problem,
)

Spoken = str | tuple[Kind, Condition]  # a word, or a condition on a record of the kind


@dataclass(slots=True)
class Told:
    """What conditions may name, for this reader on this day: the fields of each kind and what they choose from."""

    actor: Actor
    today: date
    _fields: dict[Kind, Mapping[str, Field]] = field(default_factory=dict)
    _choices: dict[Kind, Choices] = field(default_factory=dict)

    def fields(self, kind: Kind) -> Mapping[str, Field]:
        """The fields of a kind, by slug."""
        if kind not in self._fields:
            self._fields[kind] = fields_for(self.actor, kind)
        return self._fields[kind]

    def choices(self, kind: Kind) -> Choices:
        """What the conditions on a kind choose from."""
        if kind not in self._choices:
            self._choices[kind] = choices_of(self.actor, kind, self.today)
        return self._choices[kind]

    def say(self, kind: Kind, one: Condition) -> str:
        """A condition in words."""
        return say_condition(self.fields(kind).get(one.field), one, self.choices(kind))

    def related(self, kind: Kind) -> Options:
        """What may be asked of related records that the reader may know of."""
        found = [(of, one) for of, one in RELATED[kind].items() if self.fields(one.kind)]
        return [(f"{start}{of}", f"{word} …") for of, one in found for start, word in ((ONE, one.one), (NONE, one.none))]


@dataclass(frozen=True, slots=True)
class Sign:
    """A part of a filter in words: a condition, with the address without it, or, without `href`, a word between these."""

    text: str
    href: str = ""
    is_left_out: bool = False
    problem: str = ""


def _word(sign: str) -> str:
    return _("or") if sign == "or" else _("and")


def _other(sign: str) -> str:
    return "and" if sign == "or" else "or"


def _head(kind: Kind, one: Branch) -> tuple[Kind, str]:
    """Of which kind the conditions of a group are, and what stands before it."""
    known = RELATED[kind].get(one.of)
    if known is None:
        return kind, ""
    return known.kind, str(known.none if one.is_none else known.one)


def _spoken(kind: Kind, group: Group, sign: str, *, is_held: bool) -> Iterator[Spoken]:
    """Conditions with their kind, and the words between them."""
    if is_held:
        yield "("
    for place, one in enumerate(group):
        if place:
            yield _word(sign)
        if isinstance(one, Condition):
            yield kind, one
            continue
        inner, head = _head(kind, one)
        if head:
            yield head
        yield from _spoken(inner, one.parts, "and" if one.of else _other(sign), is_held=True)
    if is_held:
        yield ")"


def _all(kind: Kind, match: str, groups: Sequence[Group]) -> Iterator[Spoken]:
    inner, outer = ("or", "and") if match == "all" else ("and", "or")
    for place, group in enumerate(groups):
        if place:
            yield _word(outer)
        yield from _spoken(kind, group, inner, is_held=len(group) > 1 and len(groups) > 1)


def say_filter(told: Told, kind: Kind, found: Filter) -> str:
    """The whole filter in one line, as the journal keeps it with an export."""
    words = (one if isinstance(one, str) else told.say(*one) for one in _all(kind, found.match, found.asked))
    return " ".join(words).replace("( ", "(").replace(" )", ")")


def signs_of(told: Told, asked: Asked) -> list[Sign]:
    """The filter as chips, each with the address of the list without it, and the words between them."""
    found, place = asked.query.filter, -1
    signs: list[Sign] = []
    shown = Filter(found.match, tuple(filter(None, map(_filled, found.groups))), found.is_cut, found.is_deep)
    for one in _all(asked.query.kind, shown.match, shown.groups):
        if isinstance(one, str):
            signs.append(Sign(one))
            continue
        place += 1
        kind, condition = one
        is_left_out = bool(condition.problem) or found.is_cut or found.is_deep
        href = asked.address(filter=without(shown, place))
        signs.append(Sign(told.say(kind, condition), href, is_left_out, say_problem(condition)))
    return signs


def _filled(group: Group) -> Group:
    """A group without lines that are still to be filled."""
    parts = (replace(one, parts=_filled(one.parts)) if isinstance(one, Branch) else one for one in group)
    return tuple(one for one in parts if (one.parts if isinstance(one, Branch) else one.field))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the filter's form. `place` is its number in the form, `related` what its field may turn into."""

    path: str
    place: int
    field: str
    op: str
    value: str
    label: str
    problem: str
    ops: Options
    input: str
    options: Options
    fields: Options
    related: Options
    can_nest: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A group of the form: its lines and boxes, joined by `word`; `nested` is the word within a group of its own."""

    path: str
    head: str
    word: str
    nested: str
    items: Sequence[Row | Box]


class Form:
    """The form of a filter. `still_filled`: it is being filled right now, and a value that isn't there is no fault."""

    def __init__(self, told: Told, kind: Kind, *, still_filled: bool) -> None:
        self.told, self.kind, self.still_filled = told, kind, still_filled
        self.count = 0

    def boxes(self, found: Filter) -> list[Box]:
        """A box for each group, one with a blank line where there is none."""
        sign = "or" if found.match == "all" else "and"
        groups = found.groups or ((Condition("", ""),),)
        return [self._box(self.kind, str(place), group, sign, "") for place, group in enumerate(groups)]

    def _box(self, kind: Kind, path: str, group: Group, sign: str, head: str) -> Box:
        items: list[Row | Box] = []
        for place, one in enumerate(group):
            if isinstance(one, Condition):
                items.append(self._row(kind, path, one))
                continue
            inner, words = _head(kind, one)
            items.append(self._box(inner, path_of(path, place, one), one.parts, "and" if one.of else _other(sign), words))
        return Box(path, head, _word(sign), _word(_other(sign)), items)

    def _row(self, kind: Kind, path: str, one: Condition) -> Row:
        known = self.told.fields(kind)
        is_early = self.still_filled and not one.value and one.problem not in ("field", "op", "masked")
        shown = replace(one, problem="") if is_early else one
        place, self.count = self.count, self.count + 1
        may_go_deeper = path.count(".") + 1 < MOST_DEEP
        fields = [(slug, str(each.label)) for slug, each in known.items()]
        label = self.told.say(kind, one) if one.field else ""
        if one.field and one.field not in known:
            fields.append((one.field, label))
        ops, input_, options = _asking(known.get(one.field), one, self.told.choices(kind))
        value, problem = one.value, say_problem(shown)
        if input_ == "colleague":
            value, problem = self._typed(kind, one), str(NOBODY) if shown.problem == "choice" else problem
        return Row(
            path, place, one.field, one.op, value, label, problem, ops, input_, options, fields,
            self.told.related(kind) if may_go_deeper else (), may_go_deeper and bool(one.field),
        )  # fmt: skip

    def _typed(self, kind: Kind, one: Condition) -> str:
        """What stands for a colleague in a field: the address, which nobody shares; what was typed, if it is nobody's."""
        return one.value if one.value == ME else self.told.choices(kind).call(one.value)[1] or one.value


def _asking(known: Field | None, one: Condition, choices: Choices) -> tuple[Options, str, Options]:
    """How a field can be asked, by which kind of input ("" for none), and what is chosen from."""
    if known is None:
        return [], "", ()
    ops = [(op, str(SIGNS[op])) for op in ops_of(known)]
    if one.op in BARE:
        return ops, "", ()
    if choices.is_typed(known):
        return ops, "colleague", ()
    options = options_of(known, one.op, choices)
    if options and one.value and one.value not in dict(options):
        options = [*options, (one.value, gone(known, one))]
    if options:
        return ops, "choice", options
    if known.type in ("number", "money", "amount") or one.op in DAYS:
        return ops, "number", ()
    return ops, "date" if one.op in PLACED else "text", ()


def count_of(found: Filter) -> int:
    """How many conditions a filter has."""
    return sum(bool(one.field) for group in found.groups for one in each_of(group))
