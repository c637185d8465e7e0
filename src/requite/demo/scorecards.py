"""The demo company's card, with a bonus, and the months that closed under it."""

from dataclasses import replace

from requite.demo.calendar import Now
from requite.demo.start import actor_of
from requite.demo.targets import months_back
from requite.identity.models import User
from requite.insight.scorecards.actions.close_cards import close_cards, keep_states
from requite.insight.scorecards.actions.publish_card import publish_card
from requite.insight.scorecards.drafts import CardDraft, ready_made
from requite.kernel.period import period_of

MONTHS = 3
BONUS = "score * 5000 + 30000 if score >= 60 else 0"


def fill(*, users: dict[str, User], now: Now) -> None:
    """Put the ready-made card in force from three months ago on, and close the months since.

    What their records stood at then nobody knows any more: they get that of now.
    """
    begins = months_back(now.today, MONTHS)
    boss = next(user for user in users.values() if user.role == "administrator")
    actor, rules = actor_of(boss), ready_made()
    parts, figures = ({slug: str(weight) for slug, weight in one.items()} for one in (rules.weights, rules.figures))
    at = now.moment(begins, "09:00")
    card = publish_card(actor=actor, at=at, draft=CardDraft(parts, figures, BONUS, begins.isoformat()))
    system = replace(actor, id=None, name="Requite")
    period = period_of("month", now.today).previous
    while period.start >= begins:
        keep_states(actor=system, at=now.at, period=period, card=card)
        period = period.previous
    close_cards(actor=system, at=now.at)
