"""The versions of the card: which one a period is under, and what one changes of the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from requite.insight.figures import list_figures
from requite.insight.scorecards.models import Card
from requite.insight.scorecards.parts import list_parts
from requite.kernel.period import Kind, Period, period_of

NOTICE = timedelta(days=14)
DAYS_UNTIL_CLOSE = timedelta(days=5)
KINDS = (Kind.MONTH, Kind.QUARTER)


@dataclass(frozen=True, slots=True)
class Version:
    """A version, with what it changes: `parts` and `figures` are (slug, weight before, weight now) of those that moved.

    The weight of what isn't in it is 0. Of the first version everything moved. `first` is the month that it holds for first.
    """

    id: UUID
    number: int
    weights: Mapping[str, int]
    figures: Mapping[str, int]
    formula: str
    starts_on: date
    made_at: datetime
    made_by: str
    parts_moved: tuple[tuple[str, int, int], ...]
    figures_moved: tuple[tuple[str, int, int], ...]
    formula_moved: bool
    is_first: bool
    is_in_force: bool

    @property
    def first(self) -> Period:
        """The first month that is under it."""
        month = period_of(Kind.MONTH, self.starts_on)
        return month if self.is_first or month.start == self.starts_on else month.next


def has_bonus() -> bool:
    """Whether a version that wasn't taken back pays a bonus, in the company's currency."""
    return Card.objects.filter(retracted_at=None).exclude(formula="").exists()


def list_cards() -> list[Card]:
    """The versions that weren't taken back, by the day from which they hold. One statement."""
    return list(Card.objects.filter(retracted_at=None).select_related("made_by").order_by("starts_on"))


def card_of(cards: Sequence[Card], period: Period) -> Card | None:
    """The version that the period is under: the last one that holds from its first day or before.

    The first one of all also holds for the period that its day lies in. None for periods before it.
    """
    held = [card for card in cards if card.starts_on <= period.start]
    if held:
        return held[-1]
    return cards[0] if cards and period.contains(cards[0].starts_on) else None


def list_versions(*, today: date) -> list[Version]:
    """All versions, newest first. One statement."""
    cards = list_cards()
    return [
        shape_version(card, cards[n - 1] if n else None, today=today) for n, card in enumerate(cards)
    ][::-1]


def find_announced(cards: Sequence[Card], *, today: date) -> Version | None:
    """What changes next, until the first month under it has begun; None when nothing does.

    Beside what holds till then: of two that begin in one month the later one holds. The very first is nothing new.
    """
    month = period_of(Kind.MONTH, today)
    later = [n for n, card in enumerate(cards) if n and card.starts_on > month.start]
    if not later:
        return None
    first = _first_month(cards[later[0]])
    last = max(n for n in later if _first_month(cards[n]) == first)
    return shape_version(cards[last], cards[later[0] - 1], today=today)


def _first_month(card: Card) -> Period:
    month = period_of(Kind.MONTH, card.starts_on)
    return month if month.start == card.starts_on else month.next


def shape_version(card: Card, before: Card | None, *, today: date) -> Version:
    """The version beside the one before it."""
    return Version(
        id=card.id, number=card.number, weights=card.parts, figures=card.figures, formula=card.formula,
        starts_on=card.starts_on, made_at=card.made_at, made_by=card.made_by.name if card.made_by else "",
        parts_moved=moved([one.slug for one in list_parts()], before.parts if before else {}, card.parts),
        figures_moved=moved([one.slug for one in list_figures()], before.figures if before else {}, card.figures),
        formula_moved=(before.formula if before else "") != card.formula, is_first=before is None,
        is_in_force=card.starts_on <= today,
    )  # fmt: skip


def moved(slugs: Sequence[str], before: Mapping[str, int], now: Mapping[str, int]) -> tuple[tuple[str, int, int], ...]:
    """What weighs something else than before, in the order of `slugs`."""
    pairs = ((slug, before.get(slug, 0), now.get(slug, 0)) for slug in slugs)
    return tuple(one for one in pairs if one[1] != one[2])
