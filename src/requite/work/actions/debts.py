"""What a leader says of a debt: another time for it, that it isn't owed, or that it is after all."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access as deals_access
from requite.deals.events import DealDebtRuled
from requite.deals.reassessing import reassess_these as reassess_deals
from requite.fields.catalogue import told
from requite.identity.topics import topics_of
from requite.journal.events import Event
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused
from requite.people import access as people_access
from requite.people.bulk.rejudging import rejudge
from requite.people.events import CompanyDebtRuled, PersonDebtRuled
from requite.quality.engine import FINDINGS
from requite.quality.rulings import Ruling, plain, read
from requite.work import assessing
from requite.work.access import demand_ruling, see_activity
from requite.work.actions.keeping import topics_of_activity
from requite.work.events import ActivityDebtRuled
from requite.work.models import Activity

RIGHT: Final = "debts.rule"
LONGEST = 300


class Way(NamedTuple):
    """How a kind of record is taken and judged, and what its journal notes."""

    take: Callable[[Actor, UUID], Any]
    judge: Callable[[Any, datetime], None]
    event: type[Event]


def waive_debt(*, actor: Actor, at: datetime, kind: str, record_id: UUID, field: str, reason: str) -> Ruling | None:
    """Let the owner off the field: it stays missing, and isn't owed. Gives what was ruled before.

    Raises NotVisible, NotAllowed, Refused.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why: the rep reads it."), field="reason")
    if len(reason) > LONGEST:
        raise Refused(_("At most %(limit)s letters.") % {"limit": LONGEST}, field="reason")
    return _rule(actor=actor, at=at, kind=kind, record_id=record_id, field=field, ruling=Ruling(None, reason, actor.me, at))


def postpone_debt(
    *, actor: Actor, at: datetime, kind: str, record_id: UUID, field: str, due_at: datetime | None
) -> Ruling | None:
    """Give the field another time, earlier or later. Gives what was ruled before. Raises NotVisible, NotAllowed, Refused."""
    if due_at is None:
        raise Refused(_("Say until when."), field="due")
    if due_at <= at:
        raise Refused(_("This time is past."), field="due")
    return _rule(actor=actor, at=at, kind=kind, record_id=record_id, field=field, ruling=Ruling(due_at, "", actor.me, at))


def restore_debt(
    *, actor: Actor, at: datetime, kind: str, record_id: UUID, field: str, earlier: Ruling | None = None
) -> Ruling | None:
    """Ask for the field as its rule does, or as it was ruled `earlier`. Gives what was ruled before.

    Raises NotVisible, NotAllowed, and Refused for an earlier ruling where nothing is missing any more.
    """
    return _rule(actor=actor, at=at, kind=kind, record_id=record_id, field=field, ruling=earlier)


def _rule(
    *, actor: Actor, at: datetime, kind: str, record_id: UUID, field: str, ruling: Ruling | None
) -> Ruling | None:
    way = WAYS.get(kind)
    if way is None or not told(actor, [field]):
        raise NotVisible
    with recording(actor=actor, at=at) as record:
        found = way.take(actor, record_id)
        if isinstance(found, Activity) and found.kind != kind:
            raise NotVisible
        before = read(found.rulings).get(field)
        if ruling is not None and field not in found.missing:
            raise Refused(_("Nothing of this is missing any more."), field=field)
        if before == ruling:
            return before
        others = {name: one for name, one in found.rulings.items() if name != field}
        found.rulings = {**others, field: plain(ruling)} if ruling else others
        found.save(update_fields=["rulings"])
        way.judge(found, at)
        changes = {f"owed {field}": (_say(before), _say(ruling))}
        record(way.event(subject_id=record_id, changes=changes, topics=_topics(found, kind)))
    return before


def _say(ruling: Ruling | None) -> str | None:
    if ruling is None:
        return None
    return ruling.due_at.isoformat() if ruling.due_at else ruling.reason


def _topics(found: Any, kind: str) -> frozenset[str]:
    if isinstance(found, Activity):
        return topics_of_activity(found)
    return topics_of([found.owner_id]) | {f"{kind}:{found.id}"}


def _take_activity(actor: Actor, record_id: UUID) -> Activity:
    see_activity(actor=actor, activity_id=record_id)
    found = Activity.objects.select_for_update().get(id=record_id)
    demand_ruling(actor=actor, owner_id=found.owner_id)
    return found


def _judge_activity(found: Activity, at: datetime) -> None:
    assessing.judge(found, at=at)
    found.save(update_fields=FINDINGS)


ACTIVITY = Way(_take_activity, _judge_activity, ActivityDebtRuled)
WAYS = {
    "call": ACTIVITY,
    "meeting": ACTIVITY,
    "person": Way(
        lambda actor, id_: people_access.take_person(actor=actor, person_id=id_, right=RIGHT),
        lambda found, at: rejudge(kind="person", ids=[found.id], at=at), PersonDebtRuled,
    ),
    "company": Way(
        lambda actor, id_: people_access.take_company(actor=actor, company_id=id_, right=RIGHT),
        lambda found, at: rejudge(kind="company", ids=[found.id], at=at), CompanyDebtRuled,
    ),
    "deal": Way(
        lambda actor, id_: deals_access.take_deal(actor=actor, deal_id=id_, right=RIGHT),
        lambda found, at: reassess_deals(kind="deal", ids=[found.id], at=at), DealDebtRuled,  # its closure follows
    ),
}  # fmt: skip
