"""Correct what is known of a deal."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access
from requite.deals.actions import keeping
from requite.deals.actions.keeping import Draft
from requite.deals.events import DealCorrected
from requite.deals.models import Deal
from requite.fields.catalogue import is_slug
from requite.fields.values import read_given
from requite.identity.checks import Checks
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.people.actions.correct import merge_fields, now_of

FIELDS = ("title", "amount", "currency", "expected_on", "note", "person", "company")


def fields_of(deal: Deal) -> dict[str, str]:
    """The editable fields as a form shows them."""
    return {
        "title": deal.title,
        "amount": keeping.say_amount(deal).partition(" ")[0],
        "currency": deal.currency,
        "expected_on": deal.expected_on.isoformat() if deal.expected_on else "",
        "note": deal.note,
        "person": str(deal.person_id or ""),
        "company": str(deal.company_id or ""),
    }


def correct_deal(
    *,
    actor: Actor,
    at: datetime,
    deal_id: UUID,
    given: Mapping[str, str],
    base: Mapping[str, str] | None = None,
) -> Deal:
    """Write the fields of `given` that differ from `base`, what the reader saw.

    Raises Stale, NotAllowed, and Refused, also for an archived deal.
    """
    with recording(actor=actor, at=at) as record:
        deal = access.take_deal(actor=actor, deal_id=deal_id)
        keeping.refuse_archived(deal)
        now = fields_of(deal)
        given = {name: str(value) for name, value in given.items() if name in FIELDS or is_slug(name)}
        now |= now_of(actor, "deal", deal.id, given, base)
        fresh = merge_fields(subject_id=deal.id, base=base or {}, given=given, now=now)
        reading = read_given(actor, "deal", fresh, deal.id)
        fresh = {name: value for name, value in fresh.items() if name not in reading.unmoved}
        if fresh:
            _refuse_beside_lines(deal, fresh)
            after = {**now, **fresh}
            before = {**now, **keeping.names_of(deal)}
            draft = Draft(
                title=after["title"], amount=after["amount"], currency=after["currency"],
                expected_on=after["expected_on"], note=after["note"],
                person_id=parse_id(after["person"]), company_id=parse_id(after["company"]),
            )  # fmt: skip
            for name, value in keeping.read(draft, actor=actor, locale=actor.language).items():
                setattr(deal, name, value)
            left, former = keeping.topics_of_deal(deal), deal.company_id
            keeping.link(deal, draft, actor=actor, changed=set(fresh))
            if {"amount", "currency"} & set(fresh):
                keeping.settle_worth(deal, actor=actor, day=actor.day_of(deal.closed_at or at))
            said = {**fields_of(deal), **keeping.names_of(deal)}
            kept = reading.keep(deal.id)
            # A deal without a company has taken that of its new person.
            named = [*fresh, *(["company"] if deal.company_id != former and "company" not in fresh else [])]
            changes = {name: kept.get(name) or (before[name], said.get(name, after[name])) for name in named}
            keeping.keep(record, deal, DealCorrected, changes, also=left)
    return deal


def _refuse_beside_lines(deal: Deal, fresh: Mapping[str, str]) -> None:
    if not deal.has_lines:
        return
    checks = Checks()
    if "amount" in fresh:
        checks.fault("amount", _("The amount is the sum of the deal’s lines. Change these."))
    if "currency" in fresh:
        checks.fault("currency", _("The deal’s lines are in this currency. Remove them first."))
    checks.settle()
