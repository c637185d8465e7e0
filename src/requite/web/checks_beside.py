"""What stands beside a record that is checked: what it says, who entered what, what else happened, points, files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.deals.models import Deal
from requite.deals.queries.pages import get_deal
from requite.files.models.file import Kind
from requite.files.queries.files import FileShape, list_files
from requite.insight.checks.queries.evidence import Entered, find_entered, list_around
from requite.insight.checks.queries.records import CheckRow
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.period import start_of_day
from requite.people.queries.pages import get_company, get_person
from requite.people.queries.shapes import PointShape
from requite.web import acting, formats
from requite.web.addresses import url
from requite.web.amounts import amount_of
from requite.web.screens.history import KINDS
from requite.web.screens.history_fields import FieldLine, list_lines
from requite.web.screens.names import pair, whom
from requite.work.queries.timeline import ActivityShape, get_activity

DAY = timedelta(days=1)
HOURS_OF_DAY = 24
ROUTES = {"meeting": "activity", "call": "activity", "person": "person", "company": "company", "deal": "deal"}
Fact = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Beside:
    """The evidence. `facts` are (label, value, address); `around` what else happened, with whether it is with that person;
    `lines` who set each field."""

    facts: tuple[Fact, ...] = ()
    entered: Entered | None = None
    late: str = ""
    around: tuple[tuple[ActivityShape, bool], ...] = ()
    points: tuple[PointShape, ...] = ()
    lines: tuple[FieldLine, ...] = ()
    files: tuple[FileShape, ...] = ()
    person: str = ""


def beside(actor: Actor, row: CheckRow, now: datetime) -> Beside:
    """What the actor may see of it; nothing of a record that is gone or out of sight."""
    if row.standing in ("gone", "unseen"):
        return Beside()
    facts, points, person_id, person = _told(actor, row, now)
    entered = find_entered(row=row)
    kind: Kind = ROUTES[row.stratum]  # type: ignore[assignment]
    return Beside(
        facts=tuple(fact for fact in facts if fact[1]),
        entered=entered,
        late=say_late(entered.after) if entered and entered.after else "",
        around=tuple((one, person_id is not None and one.person_id == person_id) for one in _around(actor, row, person_id)),
        points=points,
        lines=_lines(actor, row),
        files=() if row.standing == "off" else tuple(list_files(kind=kind, record_id=row.record_id)[:5]),
        person=person,
    )


def say_late(after: timedelta) -> str:
    """How long after the event something was entered, in hours of a day or in days."""
    hours = int(after.total_seconds() // 3600)
    if hours < HOURS_OF_DAY:
        return _("%(span)s after the event") % {"span": formats.duration(after)}
    days = hours // HOURS_OF_DAY
    return ngettext("%(n)s day after the event", "%(n)s days after the event", days) % {"n": days}


def address_of(row: CheckRow) -> str:
    """The page of the record, "" where there is none for this reader."""
    return url(ROUTES[row.stratum], id=row.record_id) if row.standing in ("here", "moved") else ""


def _around(actor: Actor, row: CheckRow, person_id: UUID | None) -> Iterable[ActivityShape]:
    if row.at is None or not actor.covers("work.see", row.user_id):
        return []
    day, zone = actor.day_of(row.at), actor.company_zone
    ends = start_of_day(day, zone=zone), start_of_day(day + DAY, zone=zone)
    return list_around(actor=actor, row=row, person_id=person_id, day=ends)


def _lines(actor: Actor, row: CheckRow) -> tuple[FieldLine, ...]:
    try:
        return tuple(list_lines(actor, KINDS[row.stratum](actor, row.record_id)))
    except (NotAllowed, NotVisible):
        return ()


Told = tuple[list[Fact], tuple[PointShape, ...], UUID | None, str]


def _told(actor: Actor, row: CheckRow, now: datetime) -> Told:
    tell: dict[str, Any] = {"person": _person, "company": _company, "deal": _deal}
    try:
        found: Told = tell.get(row.stratum, _activity)(actor, row, now)
    except NotVisible:
        return [], (), None, ""
    return found


def _activity(actor: Actor, row: CheckRow, now: datetime) -> Told:  # noqa: ARG001 (the same for all kinds)
    a = get_activity(actor=actor, activity_id=row.record_id, retracted=row.standing == "off")
    if a is None:
        raise NotVisible
    until = f"–{formats.clock(a.until)}" if a.until else ""
    facts: list[Fact] = [
        (_("When"), formats.moment(a.at, "weekday") + until, ""),
        (_("Person"), pair(a.person), url("person", id=a.person_id) if a.person_id and a.opens_person else ""),
        (_("Company"), a.company, url("company", id=a.company_id) if a.company_id and a.opens_company else ""),
        (_("Deal"), a.deal, url("deal", id=a.deal_id) if a.deal_id and a.deal else ""),
        (_("State"), acting.state_word(a), ""), (_("Length"), formats.duration(a.seconds) if a.seconds else "", ""),
        (_("Topic"), a.topic, ""), (_("Place"), a.place, ""), (_("Result"), a.result, ""), (_("Note"), a.body, ""),
    ]  # fmt: skip
    points: tuple[PointShape, ...] = ()
    if a.person_id and a.opens_person:
        points = get_person(actor=actor, person_id=a.person_id).points
    return facts, points, a.person_id if any(a.person) else None, whom(a)


def _person(actor: Actor, row: CheckRow, now: datetime) -> Told:  # noqa: ARG001
    p = get_person(actor=actor, person_id=row.record_id)
    facts: list[Fact] = [
        (_("Title"), p.title, ""), (_("Company"), p.company, url("company", id=p.company_id) if p.company_id else ""),
        (_("Source"), p.source, ""), (_("Tags"), ", ".join(p.tags), ""), (_("Note"), p.note, ""),
    ]  # fmt: skip
    return facts, p.points, p.id, pair(row.person)


def _company(actor: Actor, row: CheckRow, now: datetime) -> Told:  # noqa: ARG001
    c = get_company(actor=actor, company_id=row.record_id)
    facts: list[Fact] = [
        (_("Registration number"), c.registration_number, ""), (_("Industry"), c.industry, ""),
        (_("Website"), c.website, ""), (_("Source"), c.source, ""), (_("Note"), c.note, ""),
    ]  # fmt: skip
    return facts, c.points, None, c.name


def _deal(actor: Actor, row: CheckRow, now: datetime) -> Told:
    d = get_deal(actor=actor, deal_id=row.record_id, at=now)
    card, amount = d.card, amount_of(d.card)
    state = str(Deal.State(card.state).label)
    sees = bool(card.person_id and any(card.person))
    facts: list[Fact] = [
        (_("State"), f"{state}, {formats.day(d.closed_at, 'year')}" if d.closed_at else state, ""),
        (_("Stage"), d.stage, ""),
        (_("Amount"), formats.money(amount, card.currency) if amount is not None else "", ""),
        (_("Expected close"), formats.day(card.expected_on, "year") if card.expected_on else "", ""),
        (_("Person"), pair(card.person), url("person", id=card.person_id) if sees else ""),
        (_("Company"), card.company, ""), (_("Note"), d.note, ""),
    ]  # fmt: skip
    return facts, (), card.person_id if sees else None, pair(card.person)
