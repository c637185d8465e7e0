"""Make a team."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity import access
from requite.identity.checks import Checks
from requite.identity.events import TeamRegistered
from requite.identity.models import Team
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor

LONGEST_NAME = 120


def register_team(
    *, actor: Actor, at: datetime, name: str, parent_id: UUID | None = None, once: UUID | None = None
) -> Team:
    """Make a team under that one, or at the top. Raises NotAllowed, Refused by field."""
    access.demand_right(actor=actor, right="settings.teams")
    checks = Checks()
    name = checks.text("name", name, limit=LONGEST_NAME)
    checks.settle()
    with recording(actor=actor, at=at) as record:
        team = Team(name=name, parent_id=parent_id)
        known = claim_once(key=once, actor=actor, subject_id=team.id, at=at)
        if known:
            return Team.objects.get(id=known)
        refuse_bad_place(checks, team, access.take_teams(actor=actor))
        team.save(force_insert=True)
        changes = {"name": ("", name), "parent": (None, parent_id)}
        record(TeamRegistered(subject_id=team.id, changes=changes, topics=frozenset({"company"})))
    return team


def refuse_bad_place(checks: Checks, team: Team, teams: dict[UUID, Team]) -> None:
    """Refuse a parent that is none or stands below the team, and a name that its place has already."""
    if team.parent_id and team.parent_id not in teams:
        checks.fault("parent_id", _("Choose one of the list."))
    seen: set[UUID] = set()
    above = team.parent_id
    while above in teams and above not in seen:
        seen.add(above)
        above = teams[above].parent_id
    if team.id in seen:
        checks.fault("parent_id", _("A team can't stand under itself."))
    twins = (one for one in teams.values() if one.id != team.id and one.parent_id == team.parent_id)
    if any(one.name == team.name for one in twins):
        checks.fault("name", _("There is a team of that name here already."))
    checks.settle()
