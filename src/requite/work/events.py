"""What can happen in the work with customers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CallLogged(Event):
    """A call was made or taken, or is to be made."""

    kind = "call"
    label = _("call logged")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CallSettled(Event):
    """A call got its outcome."""

    kind = "call"
    label = _("call settled")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlanned(Event):
    """A meeting was planned."""

    kind = "meeting"
    label = _("meeting planned")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSettled(Event):
    """A meeting was held, or it wasn't: moved, called off, no show."""

    kind = "meeting"
    label = _("meeting settled")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlanned(Event):
    """A task was planned."""

    kind = "task"
    label = _("task planned")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted(Event):
    """A task was done or dropped."""

    kind = "task"
    label = _("task settled")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLogged(Event):
    """A note was written."""

    kind = "note"
    label = _("note written")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCorrected(Event):
    """Fields of a call, meeting, task or note changed."""

    kind = "activity"
    label = _("corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityAssigned(Event):
    """A meeting, task or call that is still to be done was given to a colleague."""

    kind = "activity"
    label = _("handed over")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRetracted(Event):
    """It was taken back: it no longer counts and no longer shows."""

    kind = "activity"
    label = _("taken back")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRestored(Event):
    """What was taken back stands again."""

    kind = "activity"
    label = _("restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDebtRuled(Event):
    """A leader gave what is owed another time, waived it, or asks for it again."""

    kind = "activity"
    label = _("what is owed was changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityAsked(Event):
    """A field was asked of the customer and not told, or this was taken back."""

    kind = "activity"
    label = _("asked, not told")
