"""What can happen to the minimum sets."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementsChanged(Event):
    """A minimum set asks for more, for less, or in another way."""

    kind = "requirement"
    label = _("minimum set changed")
