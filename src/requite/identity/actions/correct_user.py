"""Correct a user: names, role, team, language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity import access
from requite.identity.checks import Checks
from requite.identity.events import UserCorrected
from requite.identity.models import Team, User
from requite.identity.places import LANGUAGES
from requite.identity.roles import ROLES
from requite.identity.topics import topics_of
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.events import Change
from requite.journal.recording import end_streams, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDraft:
    """A user as typed."""

    family_name: str
    given_name: str
    role: str
    team_id: UUID | None = None
    language: str = ""


def correct_user(
    *, actor: Actor, at: datetime, user_id: UUID, draft: UserDraft, version: int | None = None
) -> User:
    """Write the user. Neither the role they have nor the one they get may stand above the actor's own.

    Raises NotVisible, NotAllowed, Refused by field (the last administrator stays one), Stale.
    """
    access.demand_right(actor=actor, right="settings.users")
    given = _check(draft)
    with recording(actor=actor, at=at) as record:
        administrators = access.lock_administrators()
        user = access.take_user(actor=actor, user_id=user_id)
        if draft.role != user.role:
            access.demand_rank(actor=actor, role=draft.role)
        if administrators == {user.id} and draft.role != "administrator":
            raise Refused(_("This is the last administrator: make another one first."), field="role")
        demand_version(user, version=version, given=given)
        changes = changes_of(user, given)
        if changes:
            before = topics_of([user.id])
            write(user, given)
            user.save(update_fields=[*given, "version"])
            topics = before | topics_of([user.id])
            record(UserCorrected(subject_id=user.id, changes=_by_name(changes), topics=topics))
        if changes.keys() & {"role", "team_id"}:
            end_streams(user_id=user.id)
    return user


def _by_name(changes: Mapping[str, Change]) -> dict[str, Change]:
    # A history is read long after: it keeps the team's name, not its id.
    names: dict[object, str] = dict(Team.objects.values_list("id", "name"))
    kept = {name: pair for name, pair in changes.items() if name != "team_id"}
    if "team_id" in changes:
        before, after = changes["team_id"]
        kept["team"] = (names.get(before, ""), names.get(after, ""))
    return kept


def _check(draft: UserDraft) -> dict[str, object]:
    checks = Checks()
    family, given = checks.names(draft.family_name, draft.given_name)
    checks.choice("role", draft.role, ROLES)
    checks.choice("language", draft.language, LANGUAGES, needed=False)
    if draft.team_id and not Team.objects.filter(id=draft.team_id).exists():
        checks.fault("team_id", _("Choose one of the list."))
    checks.settle()
    return {**asdict(draft), "family_name": family, "given_name": given}
