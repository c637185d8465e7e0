"""What can happen to cards."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CardPublished(Event):
    """Another version of the card holds from a day on."""

    kind = "scorecard"
    label = _("scorecard set")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CardRetracted(Event):
    """An announced version was taken back."""

    kind = "scorecard"
    label = _("change of the scorecard taken back")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CardRestored(Event):
    """A version that was taken back is announced again."""

    kind = "scorecard"
    label = _("change of the scorecard announced again")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CardsKept(Event):
    """What can't be read later of the cards of a period was kept as it ended."""

    kind = "scorecard"
    label = _("scorecards kept as the period ended")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CardsClosed(Event):
    """The cards of a period were closed."""

    kind = "scorecard"
    label = _("scorecards closed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeOpened(Event):
    """A rep disputes a line of their card."""

    kind = "dispute"
    label = _("line disputed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeAnswered(Event):
    """A leader said what they think of it."""

    kind = "dispute"
    label = _("dispute answered")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeMarked(Event):
    """The rep said that they know the answer."""

    kind = "dispute"
    label = _("answer to a dispute seen")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeReopened(Event):
    """An answer was taken back, or a dispute that was."""

    kind = "dispute"
    label = _("dispute opened again")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRetracted(Event):
    """The rep took the dispute back."""

    kind = "dispute"
    label = _("dispute taken back")
