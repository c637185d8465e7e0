"""The cards of some reps in a period: read, scored, and beside it what an ended period was kept as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from requite.insight.scorecards import formula, measure
from requite.insight.scorecards.models import Card, Close
from requite.insight.scorecards.parts import Asked, Part, list_parts
from requite.insight.scorecards.shapes import Late, Line, Reading, ScoredCard, revive
from requite.kernel.actor import Actor
from requite.kernel.period import Period

Readings = Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a card consists of: weights of parts and of the attainment's figures, and the formula of its bonus."""

    weights: Mapping[str, int]
    figures: Mapping[str, int]
    formula: str = ""

    @property
    def parts(self) -> list[Part]:
        """The parts with a weight that are known, in the order of a card."""
        return [part for part in list_parts() if self.weights.get(part.slug)]


def rules_of(card: Card) -> Rules:
    """What the version says."""
    return Rules(card.parts, card.figures, card.formula)


def score_cards(
    *, actor: Actor, user_ids: Sequence[UUID], period: Period, at: datetime, rules: Rules
) -> Mapping[UUID, ScoredCard]:
    """Each rep's card. A fixed number of statements, however many reps; the caller has authorised them.

    Parts that are states of a moment are read at `at` while the period is under way; of one that is over they are what was
    kept at its end, and left out where nothing was.
    """
    found = Close.objects.filter(user__in=user_ids, starts_on=period.start, ends_on=period.end)
    closes = {one.user_id: one for one in found}
    is_over = period.end <= actor.day_of(at)
    asked = Asked(actor, user_ids, period, at, rules.figures)
    live = {part.slug: part.read(asked) for part in rules.parts if part.is_of_period or not is_over}
    cards = {}
    for user in user_ids:
        close = closes.get(user)
        kept = {slug: revive(one) for slug, one in close.readings.items()} if close else {}
        now = kept | {slug: read[user] for slug, read in live.items() if user in read}
        if close is None or close.closed_at is None:
            cards[user] = make_card(user, now, rules, actor.currency)
        else:
            cards[user] = _closed(close, kept, now, rules, close.currency or actor.currency)
    return cards


def make_card(user_id: UUID, readings: Readings, rules: Rules, currency: str) -> ScoredCard:
    """The card of what was read."""
    weights = {part.slug: rules.weights[part.slug] for part in rules.parts}  # in the card's order: ties are rounded by it
    score = measure.score(weights, {slug: one.share for slug, one in readings.items()})
    lines = tuple(
        Line(slug, weight, readings.get(slug), score.parts.get(slug) if score else None)
        for slug, weight in weights.items()
    )
    amount, fault = bonus_of(rules, score, currency)
    return ScoredCard(user_id, lines, score, amount, fault, currency=currency)


def _closed(close: Close, kept: Readings, now: Readings, rules: Rules, currency: str) -> ScoredCard:
    """As it stood at the close, with what changed of its figures since."""
    then = make_card(close.user_id, kept, rules, currency)
    late = tuple(
        Late(before.slug, before.done, after.done)
        for slug, reading in kept.items()
        for before in reading.terms
        for after in (now[slug].terms if slug in now else ())
        if after.slug == before.slug and after.done != before.done
    )
    again = make_card(close.user_id, _with_done(kept, late), rules, currency).score if late else None
    return ScoredCard(
        close.user_id, then.lines, then.score, close.bonus, then.bonus_fault, close.closed_at, late,
        again.shown if again else None, currency,
    )  # fmt: skip


def _with_done(kept: Readings, late: Sequence[Late]) -> Readings:
    """The kept readings with what was done by now: targets stay those of the close."""
    now = {one.slug: one.now for one in late}
    return {
        slug: replace(reading, terms=tuple(replace(term, done=now.get(term.slug, term.done)) for term in reading.terms))
        for slug, reading in kept.items()
    }


def bonus_of(rules: Rules, score: measure.Score | None, currency: str) -> tuple[Decimal | None, str]:
    """The bonus in units of the currency, or a sentence why there is none; neither without a formula."""
    if not rules.formula:
        return None, ""
    values = values_of(score) if score else {}
    try:
        tree = formula.read(rules.formula, names=names_of(rules.weights))
        return formula.work_out(tree, values, currency=currency), ""
    except formula.Faulty as fault:
        return None, str(fault)


def values_of(score: measure.Score) -> dict[str, int]:
    """What a formula's names stand for: the score as shown, and each part's share in whole hundredths."""
    return {formula.SCORE: score.shown, **{slug: one.percent for slug, one in score.parts.items()}}


def names_of(weights: Mapping[str, int]) -> tuple[str, ...]:
    """The names that a formula may use: the score, and each part on the card."""
    return (formula.SCORE, *(part.slug for part in list_parts() if weights.get(part.slug)))


def sample_score(weights: Mapping[str, int], percent: int) -> measure.Score | None:
    """A card on which each part stands at the same share."""
    return measure.score(weights, dict.fromkeys(weights, Fraction(percent, measure.WHOLE)))
