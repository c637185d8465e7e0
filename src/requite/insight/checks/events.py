"""What can happen to checks."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPlanDeclared(Event):
    """The company checks so many records a week, from a day on."""

    kind = "check_plan"
    label = _("plan of checking set")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksDrawn(Event):
    """Records of a stratum were drawn by lot."""

    kind = "draw"
    label = _("records drawn for checking")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckJudged(Event):
    """Somebody said what a check found."""

    kind = "check"
    label = _("record checked")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckJudgedAgain(Event):
    """A second reader said what they make of a record that is said to be made up."""

    kind = "check"
    label = _("record checked by a second reader")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRetracted(Event):
    """A verdict was taken back."""

    kind = "check"
    label = _("verdict taken back")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswered(Event):
    """The rep answered to a verdict."""

    kind = "check"
    label = _("verdict answered")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMarked(Event):
    """The rep said that they know of a verdict."""

    kind = "check"
    label = _("verdict seen")
