"""Keep what a period ended with, and close its cards some days later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from requite.insight.scorecards import access
from requite.insight.scorecards.events import CardsClosed, CardsKept
from requite.insight.scorecards.models import Card, Close
from requite.insight.scorecards.parts import Asked
from requite.insight.scorecards.scoring import rules_of, score_cards
from requite.insight.scorecards.shapes import ScoredCard, plain
from requite.insight.scorecards.versions import DAYS_UNTIL_CLOSE, KINDS, card_of, list_cards
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id
from requite.kernel.period import Period, period_of

PERIODS_BACK = 3


def close_cards(*, actor: Actor, at: datetime) -> int:
    """Do what is due by now for months and quarters that are over; how many cards were closed. Twice is once.

    `actor` is the system's, with the rights to read everything that cards are made of.
    """
    cards, closed = list_cards(), 0
    for kind in KINDS:
        period = period_of(kind, actor.day_of(at)).previous
        for _n in range(PERIODS_BACK):
            card = card_of(cards, period)
            if card is not None:
                is_late = actor.day_of(at) >= period.end + DAYS_UNTIL_CLOSE
                keep_states(actor=actor, at=at, period=period, card=card, is_late=is_late)
                closed += _close(actor, at, period, card)
            period = period.previous
    return closed


def keep_states(*, actor: Actor, at: datetime, period: Period, card: Card, is_late: bool = False) -> int:
    """Keep the parts that are states of a moment, as near to the period's end as the worker ran; for whom it is new.

    `is_late`: the period ended too long ago for what is now to stand for it, so nothing of a moment is kept.
    """
    known = set(Close.objects.filter(starts_on=period.start, ends_on=period.end).values_list("user_id", flat=True))
    users = [user for user in access.list_holders(*period.instants(actor.company_zone)) if user.id not in known]
    if not users:
        return 0
    rules = rules_of(card)
    asked = Asked(actor, [user.id for user in users], period, at, rules.figures)
    found = {part.slug: part.read(asked) for part in rules.parts if not (part.is_of_period or is_late)}
    rows = [
        Close(
            id=new_id(), user=user, team_id=user.team_id, card=card, starts_on=period.start, ends_on=period.end, made_at=at,
            readings={slug: plain(readings[user.id]) for slug, readings in found.items() if user.id in readings},
        )
        for user in users
    ]  # fmt: skip
    with recording(actor=actor, at=at) as record:
        Close.objects.bulk_create(rows, ignore_conflicts=True)
        changes = {"period": (None, period.key), "scorecards": (None, len(rows))}
        record(CardsKept(subject_id=card.id, changes=changes, topics=frozenset({"cards"})))
    return len(rows)


def _close(actor: Actor, at: datetime, period: Period, card: Card) -> int:
    if actor.day_of(at) < period.end + DAYS_UNTIL_CLOSE:
        return 0
    with recording(actor=actor, at=at) as record:
        open_ = Close.objects.select_for_update().filter(starts_on=period.start, ends_on=period.end, closed_at=None)
        rows = {row.user_id: row for row in open_.order_by("id")}
        if not rows:
            return 0
        found = score_cards(actor=actor, user_ids=list(rows), period=period, at=at, rules=rules_of(card))
        _write(list(rows.values()), found, at)
        changes = {"period": (None, period.key), "scorecards": (None, len(rows))}
        record(CardsClosed(subject_id=card.id, changes=changes, topics=frozenset({"cards"})))
    return len(rows)


def _write(rows: Sequence[Close], found: Mapping[UUID, ScoredCard], at: datetime) -> None:
    for row in rows:
        one = found[row.user_id]
        row.readings = {line.slug: plain(line.reading) for line in one.lines if line.reading is not None}
        row.score = one.score.shown if one.score else None
        row.bonus, row.currency = one.bonus, one.currency
        row.closed_at = at
    Close.objects.bulk_update(rows, ["readings", "score", "bonus", "currency", "closed_at"], batch_size=500)
