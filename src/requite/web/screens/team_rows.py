"""Reps as rows of the leader's page: why each needs attention, in words, and in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.insight.plans.measure import Standing
from requite.insight.plans.rep_cells import RepCell, RepCells
from requite.insight.supervision.queries.reps import NOTHING, RepFacts
from requite.web.formats import day
from requite.web.screens.names import full
from requite.work.queries.attention import FEW, MOST, RepLoad

AWAY = timedelta(days=7)
HERE = timedelta(minutes=5)
REASONS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rep needs the leader; `href` opens the records behind it. `tone` is near or behind."""

    text: str
    href: str
    tone: str


@dataclass(frozen=True, slots=True)
class RepRow:
    """One rep. `open` and `debts` are the addresses of what is to be done and of what is owed.

    `is_here` says that they used Requite within the last minutes.
    """

    user_id: UUID
    name: str
    team: str
    load: RepLoad
    facts: RepFacts
    cells: tuple[RepCell, ...]
    reasons: tuple[Reason, ...]
    last_seen_at: datetime | None
    is_here: bool
    open: str
    debts: str


def need_of(load: RepLoad, cells: Iterable[RepCell], facts: RepFacts = NOTHING) -> tuple[int, int, int, int, int]:
    """How much a rep needs the leader, the larger the more; compared from the left.

    1. promises that are overdue, with events that still lack an outcome or a result: somebody outside waits;
    2. figures behind their plan;
    3. records that owe something;
    4. customers with whom nobody was in touch for longer than the company lets be;
    5. customers for whom nothing is planned.
    """
    behind = sum(cell.standing == Standing.BEHIND for cell in cells)
    return load.overdue + load.unsettled, behind, load.owed, facts.quiet, load.neglected


def rows_of(
    loads: Iterable[RepLoad],
    cells: RepCells,
    facts: Mapping[UUID, RepFacts],
    *,
    now: datetime,
    first: int | None = None,
) -> list[RepRow]:
    """The reps' rows, who needs the leader most first, equals by name; the `first` so many of them, None for all."""
    bases = (reverse("open"), reverse("debts"))
    ordered = sorted(loads, key=lambda load: name_of(load).casefold())
    ordered.sort(key=lambda load: need_of(load, cells.of.get(load.user_id, ()), _facts(facts, load)), reverse=True)
    return [_row(load, cells.of.get(load.user_id, ()), _facts(facts, load), now, bases) for load in ordered[:first]]


def name_of(load: RepLoad) -> str:
    """The rep's name, or their address before they have one."""
    return full(*load.names) or load.email


def _facts(facts: Mapping[UUID, RepFacts], load: RepLoad) -> RepFacts:
    return facts.get(load.user_id, NOTHING)


def say_most(count: int, most: int = MOST) -> str:
    """A number that was counted up to `most`: "100+" when there are more."""
    return f"{most}+" if count > most else str(count)


def _row(
    load: RepLoad, cells: tuple[RepCell, ...], facts: RepFacts, now: datetime, bases: tuple[str, str]
) -> RepRow:
    seen = load.last_seen_at
    opened, debts = (f"{base}?user={load.user_id}" for base in bases)
    let_be = _let_be(load, facts)
    reasons = (*_let_slip(load, opened, debts), *_behind(cells), *_no_meeting(load, opened), *let_be, *_away(load, now))
    return RepRow(
        user_id=load.user_id,
        name=name_of(load),
        team=load.team,
        load=load,
        facts=facts,
        cells=cells,
        reasons=reasons[:REASONS],
        last_seen_at=seen,
        is_here=seen is not None and now - seen < HERE,
        open=opened,
        debts=debts,
    )


def _let_slip(load: RepLoad, opened: str, debts: str) -> Iterable[Reason]:
    if load.overdue:
        text = ngettext("%(n)s overdue", "%(n)s overdue", load.overdue)
        yield Reason(text % {"n": say_most(load.overdue)}, f"{opened}&only=overdue", "behind")
    if load.unsettled:
        text = ngettext("%(n)s without a result", "%(n)s without a result", load.unsettled)
        yield Reason(text % {"n": say_most(load.unsettled, FEW)}, f"{debts}&only=results", "behind")


def _behind(cells: tuple[RepCell, ...]) -> Iterable[Reason]:
    behind = [str(cell.figure.label) for cell in cells if cell.standing == Standing.BEHIND]
    if behind:
        text = ngettext("behind plan in %(figure)s", "behind plan in %(n)s figures", len(behind))
        yield Reason(text % {"figure": behind[0].lower(), "n": len(behind)}, "", "near")


def _no_meeting(load: RepLoad, opened: str) -> Iterable[Reason]:
    """Said of those who let something slip too: to someone who is on top of the work it is no reason."""
    if load.planned == 0 and (load.overdue or load.unsettled):
        yield Reason(_("no meeting planned for 7 days"), f"{opened}&only=meetings", "near")


def _let_be(load: RepLoad, facts: RepFacts) -> Iterable[Reason]:
    if facts.quiet:
        text = ngettext(
            "%(n)s customer without contact for %(days)s days",
            "%(n)s customers without contact for %(days)s days",
            facts.quiet,
        )
        href = reverse("rep_quiet", kwargs={"id": load.user_id})
        yield Reason(text % {"n": say_most(facts.quiet, FEW), "days": facts.quiet_days}, href, "near")
    if load.neglected:
        text = ngettext(
            "%(n)s customer without a next step", "%(n)s customers without a next step", load.neglected
        )
        href = reverse("rep_neglected", kwargs={"id": load.user_id})
        yield Reason(text % {"n": say_most(load.neglected, FEW)}, href, "near")


def _away(load: RepLoad, now: datetime) -> Iterable[Reason]:
    if load.last_seen_at is None:
        yield Reason(_("has never logged in"), "", "near")
    elif now - load.last_seen_at > AWAY:
        yield Reason(_("not here since %(day)s") % {"day": day(load.last_seen_at)}, "", "near")
