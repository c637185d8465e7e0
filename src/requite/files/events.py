"""What can happen to a file. The subject is the record that it belongs to, whose history tells it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FileAttached(Event):
    """A file came to a record."""

    kind = "file"
    label = _("file attached")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FileRetracted(Event):
    """A file was removed; its bytes wait for the end of its grace."""

    kind = "file"
    label = _("file removed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FileRestored(Event):
    """A removed file came back."""

    kind = "file"
    label = _("file restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FileOpened(Event):
    """Somebody other than who attached it took a file out: once a day is noted."""

    kind = "file"
    label = _("file opened")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class FileErased(Event):
    """The grace of a removed file was over: its bytes are deleted."""

    kind = "file"
    label = _("file deleted for good")
