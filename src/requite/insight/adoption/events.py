"""What can happen to goals of the roll-out and to digests."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDeclared(Event):
    """The company got a goal."""

    kind = "goal"
    label = _("goal set")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRetracted(Event):
    """A goal was taken back."""

    kind = "goal"
    label = _("goal taken back")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRestored(Event):
    """A goal holds again."""

    kind = "goal"
    label = _("goal restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DigestReturned(Event):
    """A user's digest that couldn't be sent is tried again."""

    kind = "user"
    label = _("weekly digest to be sent again")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRetracted(Event):
    """A user wants no digest by mail."""

    kind = "user"
    label = _("weekly digest turned off")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRestored(Event):
    """A user wants the digest by mail."""

    kind = "user"
    label = _("weekly digest turned on")
