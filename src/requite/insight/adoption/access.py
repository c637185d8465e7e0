"""Who may look at adoption, over which teams, and whose reading may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from requite.insight.figures import Holder
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.reading import fetch_all

SEE, SET, DIGEST = "adoption.see", "adoption.set", "digest.receive"
LEAST = 5
NOBODYS = UUID(int=0)
TEAMS = """
WITH RECURSIVE below AS (
    SELECT id FROM identity_team WHERE id = %(team)s
    UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id
)
SELECT t.id, t.name, t.parent_id, count(u.id) FROM (
    SELECT id, name, parent_id FROM identity_team UNION ALL SELECT %(nobodys)s::uuid, '', NULL
) t LEFT JOIN identity_user u ON u.is_active AND coalesce(u.team_id, %(nobodys)s::uuid) = t.id
WHERE (%(team)s::uuid IS NULL OR t.id IN (SELECT id FROM below))
GROUP BY 1, 2, 3 ORDER BY t.name, t.id
"""


@dataclass(frozen=True, slots=True)
class TeamSize:
    """A team, `id` NOBODYS for those who are in none, and how many active users are in it itself."""

    id: UUID
    name: str
    parent_id: UUID | None
    members: int

    @property
    def is_told(self) -> bool:
        """Whether the reading of its people may be told: of fewer than five it would be a person's."""
        return self.members >= LEAST


@dataclass(frozen=True, slots=True)
class Reach:
    """The teams of a holder."""

    holder: Holder
    teams: Sequence[TeamSize]

    @property
    def ids(self) -> list[UUID]:
        """Of every team."""
        return [team.id for team in self.teams]

    @property
    def told(self) -> list[UUID]:
        """Of the teams whose people's reading may be told; the others' is in no number at all."""
        return [team.id for team in self.teams if team.is_told]

    @property
    def untold(self) -> int:
        """How many people's reading is left out."""
        return sum(team.members for team in self.teams if not team.is_told)


def reach_of(*, actor: Actor, holder: Holder) -> Reach:
    """The teams of the company, or of a team and those below it. One statement. Raises NotAllowed, NotVisible."""
    if not actor.has(SEE):
        raise NotAllowed
    if holder.who == "user" or not holder.covered(actor, SEE):
        raise NotVisible
    rows = fetch_all(TEAMS, {"team": holder.id, "nobodys": NOBODYS})
    if not rows:
        raise NotVisible
    return Reach(holder, [TeamSize(*row) for row in rows])


def demand(*, actor: Actor, right: str) -> None:
    """Raise NotAllowed unless the actor holds the right."""
    if not actor.has(right):
        raise NotAllowed


