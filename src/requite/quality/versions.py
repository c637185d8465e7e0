"""The versions of a minimum set: what was asked for when, who said so, and by which of them a score was judged."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from requite.identity.access import demand_right
from requite.identity.models import Team
from requite.journal.queries import Written, list_written
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.quality.limits_given import say_limits
from requite.quality.models import Requirement
from requite.quality.moments import Moments, moments_of
from requite.quality.queries import RequirementLine, list_lines
from requite.quality.registry import KINDS, label_of
from requite.quality.seeding import START

RIGHT = "settings.requirements"


class Words(NamedTuple):
    """What lines name: teams by id, and the moments of the kind."""

    teams: Mapping[UUID, str]
    moments: Moments


class Step(NamedTuple):
    """A row that began, in the place of `before`, or that ended for good (`before` is the row itself)."""

    at: datetime
    row: Requirement
    before: Requirement | None

    @property
    def is_end(self) -> bool:
        """Whether the field is asked for no longer."""
        return self.before is self.row


@dataclass(frozen=True, slots=True)
class Version:
    """A minimum set as it was from `starts_at` on: `lines` say what changed then, `by` who made it so ("": unknown)."""

    number: int
    starts_at: datetime
    by: str
    lines: tuple[str, ...]
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class PastSet:
    """A version with what the set asked for then, stage by stage; `ends_at` is None for the version in force.

    `newest` is the number of the newest version that has begun.
    """

    version: Version
    label: str
    lines: tuple[RequirementLine, ...]
    ends_at: datetime | None
    newest: int


def list_days(kind: str) -> list[datetime]:
    """The days from which each version of the kind's set is in force, the first one's first."""
    return sorted({step.at for step in _steps(_rows(kind))})


def number_of(days: Sequence[datetime], at: datetime) -> int:
    """The number of the version that was in force at that time: what a score of then was judged by. 0: none."""
    return bisect_right(days, at)


def list_versions(*, actor: Actor, kind: str, at: datetime) -> list[Version]:
    """All versions of a kind's set, those ahead of `at` too, the newest first. Three statements. Raises NotAllowed."""
    demand_right(actor=actor, right=RIGHT)
    return _shape_all(_rows(kind), kind, at)[::-1]


def get_version(*, actor: Actor, kind: str, number: int, at: datetime) -> PastSet:
    """A version that has begun, as everybody may read it by whom it was judged; fields that the reader may not know of,
    and to others than who may change sets also who changed this one, are left out. Raises NotVisible.
    """
    known = KINDS.get(kind)
    rows = [row for row in _rows(kind) if known and not _is_hidden(actor, kind, row.field)]
    days = list_days(kind)
    begun = number_of(days, at)
    if known is None or not 1 <= number <= begun:
        raise NotVisible
    day, ends = days[number - 1], days[number] if number < begun else None
    found = next((one for one in _shape_all(rows, kind, at) if one.starts_at == day), None)
    by = found.by if found and actor.has(RIGHT) else ""
    version = Version(number, day, by, found.lines if found else (), is_shipped=day == START)
    asked = [row for row in rows if row.starts_at <= day and (row.ends_at is None or row.ends_at > day)]
    return PastSet(version, str(known.label), list_lines(known, asked, at=day), ends, begun)


def _is_hidden(actor: Actor, kind: str, field: str) -> bool:
    known = KINDS[kind].find_field(field)
    return known is not None and bool(known.audience) and actor.fields.get(known.audience, "edit") == "hidden"


def _shape_all(rows: Sequence[Requirement], kind: str, at: datetime) -> list[Version]:
    """The versions, the first one first."""
    steps = sorted(_steps(rows), key=lambda step: (step.at, step.row.field))
    written = list_written([row.id for row in rows])
    teams = {id_ for row in rows for id_ in row.teams}
    names = dict(Team.objects.filter(id__in=teams).values_list("id", "name")) if teams else {}
    words = Words(names, moments_of(KINDS[kind]))
    days = [(day, list(same)) for day, same in groupby(steps, key=lambda step: step.at)]
    return [
        Version(
            number=number,
            starts_at=day,
            by=", ".join(dict.fromkeys(name for step in same if (name := _writer(step, written)))),
            lines=tuple(line for step in same for line in _say(kind, step, words, is_ahead=day > at)),
            is_shipped=day == START,
        )
        for number, (day, same) in enumerate(days, 1)
    ]


def _rows(kind: str) -> list[Requirement]:
    """What is, was or will be in force; what was taken back before it began never was."""
    rows = Requirement.objects.filter(kind=kind).order_by("starts_at", "id")
    return [row for row in rows if row.ends_at is None or row.ends_at > row.starts_at]


def _steps(rows: Sequence[Requirement]) -> list[Step]:
    before = {(row.stage, row.field, row.ends_at): row for row in rows if row.ends_at}
    begun = {(row.stage, row.field, row.starts_at) for row in rows}
    starts = [Step(row.starts_at, row, before.get((row.stage, row.field, row.starts_at))) for row in rows]
    ends = [Step(row.ends_at, row, row) for row in rows if row.ends_at and (row.stage, row.field, row.ends_at) not in begun]
    return starts + ends


def _writer(step: Step, written: Sequence[Written]) -> str:
    """Who said so: a row's first entry began it, that which left no field ended it."""
    own = [one for one in written if one.subject_id == step.row.id]
    if step.is_end:
        own = [one for one in own if one.changes.get("field", ["", ""])[1] == ""]
    return own[0].actor_name if own else ""


def _say(kind: str, step: Step, words: Words, *, is_ahead: bool) -> list[str]:
    """What the step changed, a line for each thing: weight and hours, whether it is a gate, for whom."""
    limits = say_limits(KINDS[kind].find_field(step.row.field), step.row.limits)
    teams = ", ".join(sorted(words.teams.get(id_, _("a team that is no longer there")) for id_ in step.row.teams))
    more = [words.moments.say(step.row.stage), limits, _("only %(teams)s") % {"teams": teams} if teams else ""]
    told = ", ".join(one for one in more if one)
    field = label_of(kind, step.row.field) + (f" ({told})" if told else "")
    if step.is_end:
        text = _("%(field)s will no longer be asked for") if is_ahead else _("%(field)s is no longer asked for")
        return [text % {"field": field}]
    values = {"field": field, "weight": step.row.weight, "hours": step.row.grace_hours}
    gate = _say_gate(field, step.before, step.row, is_ahead=is_ahead)
    if step.before is None:
        text = _("%(field)s is asked for: weight %(weight)s, %(hours)s hours")
        ahead = _("%(field)s will be asked for: weight %(weight)s, %(hours)s hours")
        return [(ahead if is_ahead else text) % values, *gate]
    if (step.before.weight, step.before.grace_hours) == (step.row.weight, step.row.grace_hours):
        whom = _("%(field)s: for these from then on") if is_ahead else _("%(field)s: for these now")
        return gate or [_say_value(field, step, limits, is_ahead=is_ahead) or whom % {"field": field}]
    old = {"old_weight": step.before.weight, "old_hours": step.before.grace_hours}
    return [_say_moved(step.before, step.row, is_ahead=is_ahead) % {**values, **old}, *gate]


def _say_moved(old: Requirement, new: Requirement, *, is_ahead: bool) -> str:
    """The sentence of what moved: the weight, the hours or both, with places for the numbers."""
    if old.grace_hours == new.grace_hours:
        text = _("%(field)s: weight %(old_weight)s → %(weight)s")
        ahead = _("%(field)s: weight will go from %(old_weight)s to %(weight)s")
    elif old.weight == new.weight:
        text = _("%(field)s: hours %(old_hours)s → %(hours)s")
        ahead = _("%(field)s: hours will go from %(old_hours)s to %(hours)s")
    else:
        text = _("%(field)s: weight %(old_weight)s → %(weight)s, hours %(old_hours)s → %(hours)s")
        ahead = _("%(field)s: weight will go from %(old_weight)s to %(weight)s, hours from %(old_hours)s to %(hours)s")
    return ahead if is_ahead else text


def _say_value(field: str, step: Step, limits: str, *, is_ahead: bool) -> str:
    """That the value must meet something else; "" where that stayed as it was."""
    if step.before is None or step.before.limits == step.row.limits:
        return ""
    text = _("%(field)s: its value will be asked for so") if is_ahead else _("%(field)s: its value is asked for so")
    loose = _("%(field)s: any value will do")
    return (text if limits else loose) % {"field": field}


def _say_gate(field: str, old: Requirement | None, new: Requirement, *, is_ahead: bool) -> list[str]:
    """That the field became a gate, or is none any more; nothing where that stayed as it was."""
    if new.is_gate == (old is not None and old.is_gate):
        return []
    if new.is_gate:
        text = _("%(field)s will be a gate") if is_ahead else _("%(field)s is a gate")
    else:
        text = _("%(field)s will be a debt and no gate") if is_ahead else _("%(field)s is a debt and no gate any more")
    return [text % {"field": field}]
