"""What can happen to kept views."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ViewKept(Event):
    """A list was kept under a name."""

    kind = "view"
    label = _("view saved")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ViewCorrected(Event):
    """A view was named, shared or filtered anew."""

    kind = "view"
    label = _("view changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ViewArchived(Event):
    """A view was taken away."""

    kind = "view"
    label = _("view removed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRestored(Event):
    """A view that was taken away is back."""

    kind = "view"
    label = _("view restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ListExported(Event):
    """A list left Requite as a file."""

    kind = "export"
    label = _("list exported")
