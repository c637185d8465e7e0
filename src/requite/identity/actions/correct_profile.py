"""Correct one's own settings."""

from dataclasses import asdict, dataclass
from datetime import datetime

from requite.identity import access
from requite.identity.checks import Checks
from requite.identity.events import ProfileCorrected
from requite.identity.models import User
from requite.identity.places import LANGUAGES, zone_names
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.recording import recording
from requite.kernel.actor import Actor

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDraft:
    """One's own settings as typed. Language and zone of "" follow the company."""

    family_name: str
    given_name: str
    language: str = ""
    time_zone: str = ""
    theme: str = "auto"
    single_keys: bool = True


def correct_profile(*, actor: Actor, at: datetime, draft: ProfileDraft, version: int | None = None) -> User:
    """Write the actor's own settings: never role, team or address. Raises Refused by field, Stale."""
    checks = Checks()
    family, given_name = checks.names(draft.family_name, draft.given_name)
    checks.choice("language", draft.language, LANGUAGES, needed=False)
    checks.choice("time_zone", draft.time_zone, zone_names(), needed=False)
    checks.choice("theme", draft.theme, THEMES)
    checks.settle()
    given = {**asdict(draft), "family_name": family, "given_name": given_name}
    return _write(actor=actor, at=at, given=given, version=version)


def correct_preferences(*, actor: Actor, at: datetime, theme: str = "", language: str = "") -> User:
    """Write the actor's colours or language alone, from the menu of every page. Raises Refused by field."""
    checks = Checks()
    checks.choice("theme", theme, THEMES, needed=False)
    checks.choice("language", language, LANGUAGES, needed=False)
    checks.settle()
    given = {name: value for name, value in (("theme", theme), ("language", language)) if value}
    return _write(actor=actor, at=at, given=given, version=None)


def _write(
    *, actor: Actor, at: datetime, given: dict[str, object] | dict[str, str], version: int | None
) -> User:
    with recording(actor=actor, at=at) as record:
        user = access.take_self(actor=actor)
        demand_version(user, version=version, given=given)
        changes = changes_of(user, given)
        if changes:
            write(user, given)
            user.save(update_fields=[*given, "version"])
            record(ProfileCorrected(subject_id=user.id, changes=changes))
    return user
