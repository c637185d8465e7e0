"""Rename a team, or move it to another place in the tree."""

from datetime import datetime
from uuid import UUID

from requite.identity import access
from requite.identity.actions.register_team import LONGEST_NAME, refuse_bad_place
from requite.identity.checks import Checks
from requite.identity.events import TeamCorrected
from requite.identity.models import Team
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible


def correct_team(
    *,
    actor: Actor,
    at: datetime,
    team_id: UUID,
    name: str,
    parent_id: UUID | None,
    version: int | None = None,
) -> Team:
    """Write name and place. The tree stays a tree. Raises NotAllowed, NotVisible, Refused by field, Stale."""
    access.demand_right(actor=actor, right="settings.teams")
    checks = Checks()
    given = {"name": checks.text("name", name, limit=LONGEST_NAME), "parent_id": parent_id}
    checks.settle()
    with recording(actor=actor, at=at) as record:
        teams = access.take_teams(actor=actor)
        team = teams.get(team_id)
        if team is None:
            raise NotVisible
        demand_version(team, version=version, given=given)
        changes = changes_of(team, given)
        if changes:
            write(team, given)
            refuse_bad_place(checks, team, teams)
            team.save()
            record(
                TeamCorrected(
                    subject_id=team.id, changes=changes, topics=frozenset({"company", f"team:{team.id}"})
                )
            )
    return team
