"""What can happen to the company's own fields."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRegistered(Event):
    """A field came to a kind of record."""

    kind = "field"
    label = _("registered")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCorrected(Event):
    """A field's words, type, group, order or options changed."""

    kind = "field"
    label = _("corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldArchived(Event):
    """A field went; its values are kept."""

    kind = "field"
    label = _("archived")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRestored(Event):
    """A field came back with its values."""

    kind = "field"
    label = _("restored")
