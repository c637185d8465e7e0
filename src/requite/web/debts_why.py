"""Why a field is owed, and what waits for it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requite.insight.plans.unlocking import Unlock, Unlocks, list_unlocks
from requite.kernel.actor import Actor
from requite.kernel.period import start_of_day
from requite.quality import registry
from requite.quality.asking import Asking, Askings, list_askings, say_asked_for
from requite.quality.limits_given import say_limits
from requite.quality.moments import Moments, is_company_s, moments_of
from requite.quality.overuse import list_wordy
from requite.web.acting import subtitle
from requite.web.formats import day, number
from requite.work.queries.debts import Debt

ALWAYS: Mapping[str, Promise] = {
    "person": gettext_lazy("People need: %(field)s"),
    "company": gettext_lazy("Companies need: %(field)s"),
    "meeting": gettext_lazy("Meetings need: %(field)s"),
    "call": gettext_lazy("Calls need: %(field)s"),
    "deal": gettext_lazy("Deals need: %(field)s"),
}
FROM_STAGE: Mapping[tuple[str, str], Promise] = {
    ("meeting", "planned"): gettext_lazy("Meetings that are planned need: %(field)s"),
    ("meeting", "held"): gettext_lazy("Meetings held need: %(field)s"),
    ("call", "done"): gettext_lazy("Calls made need: %(field)s"),
    ("deal", "offer"): gettext_lazy("Deals need from the offer on: %(field)s"),
    ("deal", "won"): gettext_lazy("Deals won need: %(field)s"),
    ("deal", "lost"): gettext_lazy("Deals lost need: %(field)s"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """What asks for fields, and what waits for which records."""

    askings: Askings
    unlocks: Unlocks = field(default_factory=dict)
    moments: Mapping[str, Moments] = field(default_factory=dict)
    wordy: frozenset[tuple[str, UUID]] = frozenset()

    def asks(self, kind: str, name: str) -> str:
        """ "at least 3 words"; "" where the field's being there is enough."""
        return say_asked_for(self.askings, kind, name)

    def say(self, kind: str, name: str, record_id: UUID) -> str:
        """ "Meetings held need: topic since 3 Nov · 1 meeting will count"."""
        rules = self.askings.get((kind, name), ())
        rule = say_asking(kind, name, rules[0], self.moments.get(kind)) if rules else ""
        wordy = _("the same words stand in many records") if (name, record_id) in self.wordy else ""
        return subtitle(rule, wordy, *(say_unlock(one) for one in self.unlocks.get(record_id, ())))


def why_of(actor: Actor, debts: Sequence[Debt], *, at: datetime) -> Why:
    """Why these debts are owed. Two statements, none for no debts; one more for a field of which words are overused."""
    if not debts:
        return Why({})
    month = start_of_day(actor.day_of(at).replace(day=1), zone=actor.company_zone)
    askings = list_askings(at=at)
    return Why(askings, list_unlocks(debts, since=month), _moments_named(debts, askings), _wordy(debts, at))


def _wordy(debts: Sequence[Debt], at: datetime) -> frozenset[tuple[str, UUID]]:
    """Fields of records that hold words which stand in many of their owner's."""
    asked: dict[tuple[str, str], list[UUID]] = {}
    for debt in debts:
        asked.setdefault((debt.kind, debt.field), []).append(debt.record_id)
    return frozenset(
        (name, id_) for (slug, name), ids in asked.items()
        for id_ in list_wordy(registry.KINDS[slug], name, ids, at=at)
    )  # fmt: skip


def _moments_named(debts: Sequence[Debt], askings: Askings) -> Mapping[str, Moments]:
    """The moments of the kinds of which lines name some that the company made. A statement for each, mostly none."""
    kinds = {debt.kind for debt in debts if _is_named(debt, askings)}
    return {kind: moments_of(registry.KINDS[kind]) for kind in sorted(kinds)}


def _is_named(debt: Debt, askings: Askings) -> bool:
    kind = registry.KINDS[debt.kind]
    return any(is_company_s(kind, one.stage) for one in askings.get((debt.kind, debt.field), ()))


def say_asking(kind: str, name: str, asking: Asking, moments: Moments | None = None) -> str:
    """ "Meetings held need: topic since 3 Nov"; what ships was always asked for. `moments` are those of the kind."""
    rule = FROM_STAGE.get((kind, asking.stage)) or ALWAYS.get(kind)
    if rule is None:
        return ""
    known, label = registry.KINDS[kind].find_field(name), registry.label_of(kind, name)
    limits = say_limits(known, asking.limits)
    when = moments.say(asking.stage) if moments else ""
    asked_for = f"{label} ({limits})" if limits else label
    if when and (kind, asking.stage) not in FROM_STAGE:
        said = _("Deals need %(when)s: %(field)s") % {"when": when, "field": asked_for}
    else:
        said = str(rule) % {"field": asked_for}
    return _("%(rule)s, since %(day)s") % {"rule": said, "day": day(asking.since)} if asking.since else said


def say_unlock(one: Unlock) -> str:
    """ "2 meetings will count"."""
    count = one.amount
    match one.figure:
        case "meetings_held":
            text = ngettext("%(num)s meeting will count", "%(num)s meetings will count", count)
        case "calls_made":
            text = ngettext("%(num)s call will count", "%(num)s calls will count", count)
        case "contacts":
            text = ngettext("%(num)s contact will count", "%(num)s contacts will count", count)
        case "new_people":
            text = ngettext("%(num)s new person will count", "%(num)s new people will count", count)
        case _:
            text = ngettext("%(num)s deal won will count", "%(num)s deals won will count", count)
    return text % {"num": number(count)}


def say_time(seconds: int) -> str:
    """ "about 40 seconds", "about 4 minutes"."""
    if seconds < 90:
        rounded = max(5, round(seconds, -1) or seconds)
        return ngettext("about %(s)s second", "about %(s)s seconds", rounded) % {"s": rounded}
    minutes = round(seconds / 60)
    return ngettext("about %(num)s minute", "about %(num)s minutes", minutes) % {"num": number(minutes)}
