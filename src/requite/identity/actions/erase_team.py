"""Delete a team that nothing belongs to."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from requite.identity import access
from requite.identity.events import TeamErased
from requite.identity.models import Invitation, Team, User
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused


def erase_team(*, actor: Actor, at: datetime, team_id: UUID) -> None:
    """Delete an empty team. Raises NotAllowed, NotVisible, Refused while anything belongs to it."""
    access.demand_right(actor=actor, right="settings.teams")
    with recording(actor=actor, at=at) as record:
        teams = access.take_teams(actor=actor)
        team = teams.get(team_id)
        if team is None:
            raise NotVisible
        _refuse_full(team, teams, at)
        record(
            TeamErased(subject_id=team.id, changes={"name": (team.name, "")}, topics=frozenset({"company"}))
        )
        try:
            with transaction.atomic():
                team.delete()
        except (ProtectedError, RestrictedError, IntegrityError) as error:
            raise Refused(_("Past work or plans belong to this team: rename it instead.")) from error


def _refuse_full(team: Team, teams: dict[UUID, Team], at: datetime) -> None:
    if any(one.parent_id == team.id for one in teams.values()):
        raise Refused(_("Other teams stand under this one: move them first."))
    if User.objects.filter(team=team).exists():
        raise Refused(_("Users belong to this team: move them first."))
    if Invitation.objects.filter(team=team, taken_at=None, withdrawn_at=None, ends_at__gt=at).exists():
        raise Refused(_("An open invitation leads into this team: take it back first."))
