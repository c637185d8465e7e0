"""What can happen to deals."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealRegistered(Event):
    """A deal came up."""

    kind = "deal"
    label = _("registered")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealCorrected(Event):
    """Fields of a deal changed."""

    kind = "deal"
    label = _("corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealMoved(Event):
    """A deal came into another stage."""

    kind = "deal"
    label = _("moved")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealAssigned(Event):
    """A deal got another owner."""

    kind = "deal"
    label = _("assigned")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealWon(Event):
    """A deal was won."""

    kind = "deal"
    label = _("won")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealLost(Event):
    """A deal was lost."""

    kind = "deal"
    label = _("lost")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealReopened(Event):
    """A closed deal is open again."""

    kind = "deal"
    label = _("reopened")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealArchived(Event):
    """A deal left board and lists."""

    kind = "deal"
    label = _("archived")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealRestored(Event):
    """A deal came back."""

    kind = "deal"
    label = _("restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LineRegistered(Event):
    """A deal has one line more: a product, so many, at that price."""

    kind = "deal"
    label = _("line added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LineCorrected(Event):
    """What a line of a deal says changed."""

    kind = "deal"
    label = _("line corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LineArchived(Event):
    """A line left a deal."""

    kind = "deal"
    label = _("line removed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LineRestored(Event):
    """A removed line is back."""

    kind = "deal"
    label = _("line restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderRegistered(Event):
    """A person has a part in a deal."""

    kind = "deal"
    label = _("stakeholder added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderCorrected(Event):
    """A person has another part in a deal."""

    kind = "deal"
    label = _("stakeholder corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderArchived(Event):
    """A person was taken off a deal."""

    kind = "deal"
    label = _("stakeholder removed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderRestored(Event):
    """A person has their part in a deal again."""

    kind = "deal"
    label = _("stakeholder restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealDebtRuled(Event):
    """A leader gave what is owed another time, waived it, or asks for it again."""

    kind = "deal"
    label = _("what is owed was changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DealAsked(Event):
    """A field was asked of the customer and not told, or this was taken back."""

    kind = "deal"
    label = _("asked, not told")
