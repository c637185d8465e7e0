"""What can happen to the company, its teams and its users."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered(Event):
    """The company started with Requite."""

    kind = "organisation"
    label = _("started")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCorrected(Event):
    """The company's own settings changed."""

    kind = "organisation"
    label = _("corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserInvited(Event):
    """A link was given that makes one log-in."""

    kind = "invitation"
    label = _("invited")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRetracted(Event):
    """An invitation was taken back."""

    kind = "invitation"
    label = _("taken back")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserJoined(Event):
    """Somebody made their own log-in."""

    kind = "user"
    label = _("joined")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserCorrected(Event):
    """A user's name, role, team or language changed."""

    kind = "user"
    label = _("corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCorrected(Event):
    """Somebody changed their own settings."""

    kind = "user"
    label = _("own settings corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordCorrected(Event):
    """Somebody set a new password. The password itself is never part of an event."""

    kind = "user"
    label = _("password changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserDeactivated(Event):
    """A user can't log in any more."""

    kind = "user"
    label = _("deactivated")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class UserRestored(Event):
    """A deactivated user can log in again."""

    kind = "user"
    label = _("restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRegistered(Event):
    """A team was made."""

    kind = "team"
    label = _("made")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCorrected(Event):
    """A team got another name or moved to another place in the tree."""

    kind = "team"
    label = _("corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamErased(Event):
    """An empty team was deleted."""

    kind = "team"
    label = _("deleted")
