"""What can happen to plans."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet(Event):
    """A holder got a target, in place of the former one."""

    kind = "plan"
    label = _("target set")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRetracted(Event):
    """A target was taken back: no later period has it."""

    kind = "plan"
    label = _("target taken back")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveDeclared(Event):
    """A rep is away for some days."""

    kind = "leave"
    label = _("leave entered")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRetracted(Event):
    """A leave was taken back."""

    kind = "leave"
    label = _("leave taken back")
