"""What can happen to the base."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered(Event):
    """A person came into the base."""

    kind = "person"
    label = _("registered")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCorrected(Event):
    """Fields of a person changed."""

    kind = "person"
    label = _("corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAssigned(Event):
    """A person got another owner."""

    kind = "person"
    label = _("assigned")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonArchived(Event):
    """A person left the lists."""

    kind = "person"
    label = _("archived")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRestored(Event):
    """A person came back into the lists."""

    kind = "person"
    label = _("restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRegistered(Event):
    """A company came into the base."""

    kind = "company"
    label = _("registered")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCorrected(Event):
    """Fields of a company changed."""

    kind = "company"
    label = _("corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAssigned(Event):
    """A company got another owner."""

    kind = "company"
    label = _("assigned")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyArchived(Event):
    """A company left the lists."""

    kind = "company"
    label = _("archived")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRestored(Event):
    """A company came back into the lists."""

    kind = "company"
    label = _("restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDebtRuled(Event):
    """A leader gave what is owed another time, waived it, or asks for it again."""

    kind = "person"
    label = _("what is owed was changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDebtRuled(Event):
    """A leader gave what is owed another time, waived it, or asks for it again."""

    kind = "company"
    label = _("what is owed was changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAsked(Event):
    """A field was asked of the customer and not told, or this was taken back."""

    kind = "person"
    label = _("asked, not told")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAsked(Event):
    """A field was asked of the customer and not told, or this was taken back."""

    kind = "company"
    label = _("asked, not told")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSetApart(Event):
    """Somebody said that a person isn't the same as another that looks like it."""

    kind = "person"
    label = _("said not to be the same as another")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTakenTogether(Event):
    """That was taken back."""

    kind = "person"
    label = _("may be the same as another, again")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySetApart(Event):
    """Somebody said that a company isn't the same as another that looks like it."""

    kind = "company"
    label = _("said not to be the same as another")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyTakenTogether(Event):
    """That was taken back."""

    kind = "company"
    label = _("may be the same as another, again")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged(Event):
    """Another person became part of this one."""

    kind = "person"
    label = _("merged with another")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonJoined(Event):
    """A person became part of another, to which it leads."""

    kind = "person"
    label = _("merged into another")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonParted(Event):
    """Two persons who had been merged are two again."""

    kind = "person"
    label = _("merge undone")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyMerged(Event):
    """Another company became part of this one."""

    kind = "company"
    label = _("merged with another")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyJoined(Event):
    """A company became part of another, to which it leads."""

    kind = "company"
    label = _("merged into another")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyParted(Event):
    """Two companies that had been merged are two again."""

    kind = "company"
    label = _("merge undone")
