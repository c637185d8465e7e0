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


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ManyChanged(Event):
    """Many records of a list were changed at once; each has an entry of its own."""

    kind = "act"
    label = _("many changed at once")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ManyReturned(Event):
    """Such an act was taken back."""

    kind = "act"
    label = _("act undone")
