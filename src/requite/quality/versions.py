"""The versions of a minimum set: what was asked for when, who said so, and by which of them a score was judged."""

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
from requite.quality.models import Requirement
from requite.quality.registry import KINDS, label_of
from requite.quality.seeding import START


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


def find_number(*, kind: str, at: datetime) -> int:
    """The number of the version that was in force at that time: what a score of then was judged by. 0: none."""
    return sum(day <= at for day in {step.at for step in _steps(_rows(kind))})


def list_versions(*, actor: Actor, kind: str, at: datetime) -> list[Version]:
    """All versions of a kind's set, those ahead of `at` too, the newest first. Three statements. Raises NotAllowed."""
    demand_right(actor=actor, right="settings.requirements")
    rows = _rows(kind)
    steps = sorted(_steps(rows), key=lambda step: (step.at, step.row.field))
    written = list_written([row.id for row in rows])
    teams = {id_ for row in rows for id_ in row.teams}
    names = dict(Team.objects.filter(id__in=teams).values_list("id", "name")) if teams else {}
    days = [(day, list(same)) for day, same in groupby(steps, key=lambda step: step.at)]
    found = [
        Version(
            number=number,
            starts_at=day,
            by=", ".join(dict.fromkeys(name for step in same if (name := _writer(step, written)))),
            lines=tuple(line for step in same for line in _say(kind, step, names, is_ahead=day > at)),
            is_shipped=day == START,
        )
        for number, (day, same) in enumerate(days, 1)
    ]
    return found[::-1]


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


def _say(kind: str, step: Step, names: Mapping[UUID, str], *, is_ahead: bool) -> list[str]:
    """What the step changed, a line for each thing: weight and hours, whether it is a gate, for whom."""
    teams = ", ".join(sorted(names.get(id_, _("a team that is no longer there")) for id_ in step.row.teams))
    more = [str(KINDS[kind].stages.get(step.row.stage, "")), _("only %(teams)s") % {"teams": teams} if teams else ""]
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
        return gate or [whom % {"field": field}]
    old = {"old_weight": step.before.weight, "old_hours": step.before.grace_hours}
    text = _("%(field)s: weight %(old_weight)s → %(weight)s, hours %(old_hours)s → %(hours)s")
    ahead = _("%(field)s: weight will go from %(old_weight)s to %(weight)s, hours from %(old_hours)s to %(hours)s")
    return [(ahead if is_ahead else text) % {**values, **old}, *gate]


def _say_gate(field: str, old: Requirement | None, new: Requirement, *, is_ahead: bool) -> list[str]:
    """That the field became a gate, or is none any more; nothing where that stayed as it was."""
    if new.is_gate == (old is not None and old.is_gate):
        return []
    if new.is_gate:
        text = _("%(field)s will be a gate") if is_ahead else _("%(field)s is a gate")
    else:
        text = _("%(field)s will be a debt and no gate") if is_ahead else _("%(field)s is a debt and no gate any more")
    return [text % {"field": field}]
