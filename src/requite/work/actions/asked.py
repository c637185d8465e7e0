"""A field was asked of the customer and not told: half of its worth for a while, and no debt; and this taken back."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access as deals_access
from requite.deals.events import DealAsked
from requite.deals.models import Deal
from requite.deals.reassessing import reassess_these as reassess_deals
from requite.fields.catalogue import fillable, is_slug, told
from requite.identity.topics import topics_of
from requite.journal.events import Event
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.people import access as people_access
from requite.people.events import CompanyAsked, PersonAsked
from requite.people.reassessing import reassess_these as reassess_people
from requite.quality.engine import FINDINGS
from requite.quality.registry import KINDS
from requite.work import assessing
from requite.work.access import take_activity
from requite.work.actions.keeping import topics_of_activity
from requite.work.events import ActivityAsked
from requite.work.models import Activity
from requite.work.queries.debt_held import Held, find_held

CONTACT = ("phone", "email", "address")
WORD = "asked"  # in the journal it stands before the field's name


class Way(NamedTuple):
    """How the records of a kind are judged anew (None: as an activity is), and what their journal notes."""

    judge: Any
    event: type[Event]


WAYS = {
    "person": Way(reassess_people, PersonAsked),
    "company": Way(reassess_people, CompanyAsked),
    "deal": Way(reassess_deals, DealAsked),
    "meeting": Way(None, ActivityAsked),
    "call": Way(None, ActivityAsked),
}


def mark_asked(*, actor: Actor, at: datetime, kind: str, record_id: UUID, field: str) -> date | None:
    """Note that the field was asked today and not told. Gives the day on which it was before.

    Raises NotVisible, NotAllowed, and Refused where something stands in the field.
    """
    with recording(actor=actor, at=at) as record:
        found = _take(actor, kind, record_id, field)
        if find_held(actor=actor, kind=kind, record_id=record_id, field=field, value="").held is not Held.OPEN:
            raise Refused(_("This is filled by now: there is nothing left to ask."), field=field)
        before = _keep(found, kind, field, actor.day_of(at), at)
        if field in type(found).objects.values_list("missing", flat=True).get(id=record_id):
            raise Refused(_("What stands there can’t be used. Correct or empty it first."), field=field)
        if before != actor.day_of(at):  # a form sent twice says it once
            record(_event(kind, found, field, before, actor.day_of(at)))
    return before


def retract_asked(
    *, actor: Actor, at: datetime, kind: str, record_id: UUID, field: str, earlier: date | None = None
) -> date | None:
    """It wasn't asked, or on that `earlier` day. Gives the day that stood there. Raises NotVisible, NotAllowed."""
    with recording(actor=actor, at=at) as record:
        found = _take(actor, kind, record_id, field)
        before = _keep(found, kind, field, earlier, at)
        if before != earlier:
            record(_event(kind, found, field, before, earlier))
    return before


def _take(actor: Actor, kind: str, record_id: UUID, field: str) -> Any:
    """The record, locked for a change of that field."""
    known = KINDS.get(kind)
    if kind not in WAYS or known is None or known.find_field(field) is None or not told(actor, [field]):
        raise NotVisible
    found: Any
    if kind == "person":
        found = people_access.take_person(actor=actor, person_id=record_id)
    elif kind == "company":
        found = people_access.take_company(actor=actor, company_id=record_id)
    elif kind == "deal":
        found = deals_access.take_deal(actor=actor, deal_id=record_id)
    else:
        found = take_activity(actor=actor, activity_id=record_id)
        if found.kind != kind:
            raise NotVisible
    is_contact = kind in ("person", "company") and field in CONTACT
    if (is_slug(field) and not fillable(actor, [field])) or (is_contact and actor.fields.get("contact", "edit") != "edit"):
        raise NotAllowed
    return found


def _keep(found: Any, kind: str, field: str, day: date | None, at: datetime) -> date | None:
    """Put the day on the record and judge it anew; the day that stood there."""
    before = found.asked.get(field)
    others = {name: one for name, one in found.asked.items() if name != field}
    found.asked = {**others, field: day.isoformat()} if day else others
    found.save(update_fields=["asked"])
    if isinstance(found, Activity):
        assessing.judge(found, at=at)
        found.save(update_fields=FINDINGS)
    else:
        WAYS[kind].judge(kind=kind, ids=[found.id], at=at)
    return date.fromisoformat(before) if before else None


def _event(kind: str, found: Any, field: str, before: date | None, after: date | None) -> Event:
    days = tuple(day.isoformat() if day else None for day in (before, after))
    if isinstance(found, Activity):
        topics = topics_of_activity(found)
    else:
        topics = topics_of([found.owner_id]) | {f"{kind}:{found.id}"}
        topics |= {f"pipeline:{found.stage.pipeline_id}"} if isinstance(found, Deal) else set()
    return WAYS[kind].event(subject_id=found.id, changes={f"{WORD} {field}": (days[0], days[1])}, topics=topics)
