"""From when on a line asks: always, from a moment that its kind knows, or from a stage that the company made until another.

A line's `stage` is "" for always, the name of a moment, or of two with a dash between: from the first until the second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from requite.identity.checks import Checks
from requite.kernel.errors import Text
from requite.quality.models import Requirement, going_on
from requite.quality.registry import Kind, Moment

DASH = "-"
Options = Sequence[tuple[str, str]]


def start_of(stage: str) -> str:
    """The moment from which on it is asked for; "" for always."""
    return stage.partition(DASH)[0]


def is_company_s(kind: Kind, stage: str) -> bool:
    """Whether it is asked for from a stage on that the company made."""
    return bool(stage) and start_of(stage) not in kind.stages


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of a kind, read once: those it knows, and those that the company made, by name and in order."""

    kind: Kind
    made: Mapping[str, Moment]

    def say(self, stage: str) -> str:
        """ "held", "from “Needs known” on", "from “Needs known” until “Offer made”"; "" for always or what is gone."""
        if stage in self.kind.stages:
            return str(self.kind.stages[stage])
        first, _dash, last = stage.partition(DASH)
        if first not in self.made or (last and last not in self.made):
            return ""
        said = self.made[first].label
        if last:
            return _("from “%(first)s” until “%(last)s”") % {"first": said, "last": self.made[last].label}
        return _("from “%(first)s” on") % {"first": said}

    def name(self, stage: str) -> str:
        """As the journal keeps it: a moment's own name, a company's stages by the words that they have now."""
        names = [self.made[one].label if one in self.made else one for one in stage.split(DASH)]
        return " → ".join(names)

    def fault(self, stage: str) -> str:
        """Why nothing is asked for at that moment; "" where something may be."""
        if not stage or stage in self.kind.stages:
            return ""
        first, _dash, last = stage.partition(DASH)
        ends = [self.made.get(name) for name in (first, *([last] if last else []))]
        if any(one is None for one in ends):
            return _("This moment is no longer there: nothing is asked for. End the line.")
        for one in ends:
            if one is not None and one.is_ended:
                return _("The stage “%(stage)s” has ended. Offer it again, or end the line.") % {"stage": one.label}
        if last:
            return str(self._order_fault(first, last) or "")
        return ""

    def _order_fault(self, first: str, last: str) -> Text | None:
        start, end = self.made[first], self.made[last]
        if start.group != end.group:
            return _("Both stages must be of one pipeline.")
        if start.order >= end.order:
            return _("“%(last)s” doesn’t come after “%(first)s”: nothing would be asked for.") % {
                "first": start.label, "last": end.label,
            }  # fmt: skip
        return None

    def check(self, checks: Checks, stage: str) -> None:
        """Faults beside "stage" and "until" for what can't be asked for."""
        first, _dash, last = stage.partition(DASH)
        offered = [*self.kind.stages, *(name for name, one in self.made.items() if not one.is_ended)]
        checks.choice("stage", first, offered, needed=False)
        if not last:
            return
        checks.choice("until", last, [name for name in offered if name in self.made], needed=False)
        if first not in self.made:
            checks.fault("until", _("Only from a stage of a pipeline on does something end at another stage."))
        elif last in self.made:
            fault = self._order_fault(first, last)
            if fault:
                checks.fault("until", fault)

    def may_gate(self, stage: str) -> bool:
        """Whether an act brings a record there, so that it can be stopped."""
        return stage in self.kind.gates or start_of(stage) in self.made

    def condition(self, stage: str) -> str:
        """Which records over `r` are asked then, as SQL."""
        first, _dash, last = stage.partition(DASH)
        if first not in self.made:
            return "false" if is_company_s(self.kind, stage) else self.kind.reached.get(first, "true")
        before = f" AND NOT ({self.made[last].sql})" if last in self.made else ""
        return f"({self.made[first].sql}{before})"

    def place(self, stage: str) -> tuple[int, int]:
        """Where lines of that moment stand among the others: always at first, what is gone last."""
        known = ("", *self.kind.stages)
        if stage in known:
            return 0, known.index(stage)
        found = self.made.get(start_of(stage))
        return (1, list(self.made).index(found.slug)) if found else (2, 0)

    def overlap(self, one: str, other: str) -> bool:
        """Whether a record may be at both of two moments, as far as their order tells."""
        if not one or not other or one == other:
            return True
        if {one, other} <= self.kind.exclusive:
            return False
        ends = [self.made.get(start_of(stage)) for stage in (one, other)]
        if ends[0] is None or ends[1] is None:
            return True
        if ends[0].group != ends[1].group:
            return False
        spans = [(start_of(stage), stage.partition(DASH)[2]) for stage in (one, other)]
        return all(not spans[a][1] or self._order(spans[b][0]) < self._order(spans[a][1]) for a, b in ((0, 1), (1, 0)))

    def _order(self, name: str) -> int:
        found = self.made.get(name)
        return found.order if found else 0

    @property
    def options(self) -> Options:
        """What a line may be asked for from, beside always."""
        known = [(slug, str(label)) for slug, label in self.kind.stages.items()]
        offered = [one for one in self.made.values() if not one.is_ended]
        return [*known, *((one.slug, f"{one.group}: {self.say(one.slug)}") for one in offered)]

    @property
    def ends(self) -> Options:
        """Until when, beside for good."""
        return [
            (one.slug, f"{one.group}: " + _("until “%(last)s”") % {"last": one.label})
            for one in self.made.values()
            if not one.is_ended
        ]


def moments_of(kind: Kind) -> Moments:
    """The moments of a kind. One statement where the company makes some."""
    return Moments(kind, {one.slug: one for one in kind.moments()} if kind.moments else {})


def named_moments(kind: str, *, at: datetime) -> frozenset[str]:
    """The moments that lines in force then, or ahead, name: where they begin, and where they end."""
    stages = Requirement.objects.filter(going_on(at), kind=kind).exclude(stage="").values_list("stage", flat=True)
    return frozenset(name for stage in stages for name in stage.split(DASH))
