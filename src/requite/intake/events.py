"""What can happen to a file on its way in."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEnqueued(Event):
    """A file was handed in."""

    kind = "import"
    label = _("file handed in")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCorrected(Event):
    """Its mapping or its options were changed."""

    kind = "import"
    label = _("mapping changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLaunched(Event):
    """Its rows were asked to come in."""

    kind = "import"
    label = _("import begun")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResolved(Event):
    """Its last row was settled."""

    kind = "import"
    label = _("import ended")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFailed(Event):
    """It can't go on."""

    kind = "import"
    label = _("import stopped")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReturned(Event):
    """What it made and nobody had touched was taken out again."""

    kind = "import"
    label = _("import undone")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportErased(Event):
    """It was deleted with its file before anything of it came in."""

    kind = "import"
    label = _("import deleted")
