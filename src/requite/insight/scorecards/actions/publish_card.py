"""Set the card from a day on: the first one at once, a change 14 days ahead."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from requite.identity.access import demand_right
from requite.insight.scorecards.drafts import CardDraft, read_rules
from requite.insight.scorecards.events import CardPublished, CardRestored, CardRetracted
from requite.insight.scorecards.models import Card
from requite.insight.scorecards.scoring import Rules
from requite.insight.scorecards.versions import NOTICE, list_cards
from requite.journal.events import Change
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.dates import language, write_day
from requite.kernel.errors import NotVisible, Refused
from requite.kernel.ids import new_id
from requite.kernel.locks import Lock, hold

RIGHT = "settings.cards"
TOPICS = frozenset({"cards"})
LATEST = date(2100, 1, 1)


def publish_card(*, actor: Actor, at: datetime, draft: CardDraft, once: UUID | None = None) -> Card:
    """The new version. Raises NotAllowed, Refused by field."""
    demand_right(actor=actor, right=RIGHT)
    rules = read_rules(draft, currency=actor.currency)
    with recording(actor=actor, at=at) as record:
        hold(Lock.CARDS)
        card = Card(id=new_id(), made_at=at, made_by_id=actor.id, formula=rules.formula)
        card.parts, card.figures = dict(rules.weights), dict(rules.figures)
        earlier = claim_once(key=once, actor=actor, subject_id=card.id, at=at)
        if earlier:
            return Card.objects.get(id=earlier)
        cards = list_cards()
        card.starts_on = _read_start(draft.starts_on, cards, actor.day_of(at))
        before = [one for one in cards if one.starts_on < card.starts_on][-1:]
        if before and same_rules(before[0], rules):
            raise Refused(_("This is the card as it is: nothing would change."))
        card.number = (Card.objects.aggregate(most=Max("number"))["most"] or 0) + 1
        card.save(force_insert=True)
        record(CardPublished(subject_id=card.id, changes=_changes(card, before[0] if before else None), topics=TOPICS))
    return card


def retract_card(*, actor: Actor, at: datetime, card_id: UUID) -> Card:
    """Take back a version that isn't in force yet. Raises NotAllowed, NotVisible, Refused."""
    demand_right(actor=actor, right=RIGHT)
    with recording(actor=actor, at=at) as record:
        card = _take(card_id)
        if card.retracted_at is not None:
            return card
        if card.starts_on <= actor.day_of(at):
            raise Refused(_("This card is in force already. Announce another one to change it."))
        card.retracted_at = at
        card.save(update_fields=["retracted_at"])
        record(CardRetracted(subject_id=card.id, changes={"starts_on": (card.starts_on, None)}, topics=TOPICS))
    return card


def restore_card(*, actor: Actor, at: datetime, card_id: UUID) -> Card:
    """Announce again what was just taken back, for the same day. Raises NotAllowed, NotVisible, Refused."""
    demand_right(actor=actor, right=RIGHT)
    with recording(actor=actor, at=at) as record:
        card = _take(card_id)
        if card.retracted_at is None:
            return card
        card.starts_on = _read_start(card.starts_on.isoformat(), list_cards(), actor.day_of(at))
        card.retracted_at = None
        card.save(update_fields=["retracted_at"])
        record(CardRestored(subject_id=card.id, changes={"starts_on": (None, card.starts_on)}, topics=TOPICS))
    return card


def same_rules(card: Card, rules: Rules) -> bool:
    """Whether the version says the same."""
    return (card.parts, card.figures, card.formula) == (dict(rules.weights), dict(rules.figures), rules.formula)


def earliest_start(cards: list[Card], today: date) -> date:
    """The first day from which another version can hold."""
    return today + NOTICE if cards and cards[0].starts_on <= today else today


def _take(card_id: UUID) -> Card:
    hold(Lock.CARDS)
    card = Card.objects.select_for_update().filter(id=card_id).first()
    if card is None:
        raise NotVisible
    return card


def _read_start(text: str, cards: list[Card], today: date) -> date:
    earliest = earliest_start(cards, today)
    try:
        day = date.fromisoformat(text) if text.strip() else earliest
    except ValueError:
        raise Refused(_("Give the date as year-month-day, for example 2026-11-24."), field="starts_on") from None
    if day >= LATEST:
        raise Refused(_("The date lies outside the years 2000 to 2099."), field="starts_on")
    if day < earliest:
        raise Refused(_say_earliest(earliest, today), field="starts_on")
    if any(card.starts_on == day for card in cards):
        taken = _("Another card begins on this day already. Take it back first, or choose another day.")
        raise Refused(taken, field="starts_on")
    return day


def _say_earliest(earliest: date, today: date) -> str:
    if earliest == today:
        return _("The first card holds from today at the earliest.")
    said = {"day": write_day(earliest, "year", language())}
    return _("A change is announced 14 days ahead: %(day)s is the first day for it.") % said


def _changes(card: Card, before: Card | None) -> dict[str, Change]:
    pairs: dict[str, Change] = {
        "card_parts": (_plain(before.parts) if before else None, _plain(card.parts)),
        "card_figures": (_plain(before.figures) if before else None, _plain(card.figures)),
        "formula": (before.formula if before else None, card.formula),
    }
    return {**{name: pair for name, pair in pairs.items() if pair[0] != pair[1]}, "starts_on": (None, card.starts_on)}


def _plain(weights: Mapping[str, int]) -> str:
    """The heaviest first, as the journal keeps them and its page reads them."""
    return ", ".join(f"{slug} {weights[slug]}" for slug in sorted(weights, key=lambda slug: (-weights[slug], slug)))
