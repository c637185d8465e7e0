"""Write down that a sale may come about."""

from datetime import datetime
from uuid import UUID

from requite.deals import access
from requite.deals.actions import keeping
from requite.deals.actions.keeping import Draft
from requite.deals.events import DealRegistered
from requite.deals.models import Deal
from requite.fields.values import read_given
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.ids import new_id


def register_deal(*, actor: Actor, at: datetime, draft: Draft, once: UUID | None = None) -> Deal:
    """Register a deal and return it. Refused without a title. `once` is the form's key."""
    if not actor.has("deals.edit"):
        raise NotAllowed
    values = keeping.read(draft, actor=actor, locale=actor.language)
    with recording(actor=actor, at=at) as record:
        deal = Deal(id=new_id(), entered_at=at, made_at=at, made_by_id=actor.id, **values)
        earlier = claim_once(key=once, actor=actor, subject_id=deal.id, at=at)
        if earlier:
            return access.see_deal(actor=actor, deal_id=earlier)
        deal.stage = keeping.find_stage(draft.stage_id)
        keeping.own(deal, draft.owner_id, actor=actor)
        keeping.link(deal, draft, actor=actor)
        keeping.settle_worth(deal, actor=actor, day=actor.day_of(at))
        own = read_given(actor, "deal", draft.own)
        changes = {**_said(deal), **own.keep(deal.id)}
        keeping.keep(record, deal, DealRegistered, changes, own=own.worths())
    return deal


def _said(deal: Deal) -> dict[str, tuple[object, object]]:
    """What is known of a new deal, for the journal."""
    day = deal.expected_on.isoformat() if deal.expected_on else ""
    texts = {
        "title": deal.title, "stage": str(deal.stage.label), "amount": keeping.say_amount(deal), **keeping.names_of(deal),
        "expected_on": day, "note": deal.note, "owner": deal.owner.name if deal.owner else "",
    }  # fmt: skip
    return {name: (None, text) for name, text in texts.items() if text}
