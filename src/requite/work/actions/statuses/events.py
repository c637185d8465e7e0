"""What can happen to the list of outcomes."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRegistered(Event):
    """A call can have one outcome more."""

    kind = "call_status"
    label = _("outcome added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCorrected(Event):
    """An outcome got another word, class or place."""

    kind = "call_status"
    label = _("outcome corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StatusArchived(Event):
    """An outcome is no longer offered; calls that have it keep it."""

    kind = "call_status"
    label = _("outcome ended")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRestored(Event):
    """An ended outcome is offered again."""

    kind = "call_status"
    label = _("outcome restored")
