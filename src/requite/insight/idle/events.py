"""What can happen to a field that nobody uses."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKept(Event):
    """Somebody said that a field stays, although nobody used it; or took that back."""

    kind = "requirement"
    label = _("unused field kept")
