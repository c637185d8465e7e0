"""What a line of a minimum set says beside its field, its moment, its weight and its time: of whom it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.checks import Checks
from requite.identity.models import Team
from requite.kernel.ids import parse_id
from requite.kernel.reading import fetch_all
from requite.quality.limits_given import Given
from requite.quality.moments import is_company_s
from requite.quality.registry import Kind

# A team with all that are below it.
OWNERS = """
(WITH RECURSIVE below AS (
    SELECT t.id FROM identity_team t WHERE t.id = ANY({teams})
    UNION SELECT c.id FROM identity_team c JOIN below b ON c.parent_id = b.id)
 SELECT coalesce(array_agg(u.id), '{{}}') FROM identity_user u WHERE u.team_id IN (SELECT id FROM below))
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """As a form has them. `teams`: ids of those whose records alone are meant, none: everybody's. `is_gate`: nothing
    comes to the moment without the field. `limits`: what the value must meet, as `limits_given` reads it.
    """

    teams: Sequence[str] = ()
    is_gate: bool = False
    limits: Given = field(default_factory=dict)

    def read_teams(self, checks: Checks) -> list[UUID]:
        """The teams in order of id; a fault beside "teams" for one that isn't there."""
        ids = {id_ for text in self.teams if (id_ := parse_id(text))}
        known = set(Team.objects.filter(id__in=ids).values_list("id", flat=True))
        if len(known) != len(set(self.teams)):
            checks.fault("teams", _("A team of these is no longer there. Choose anew."))
        return sorted(known)


    def read_gate(self, checks: Checks, kind: Kind, stage: str) -> bool:
        """Whether it is a gate; a fault beside "is_gate" at a moment to which no act brings a record."""
        if self.is_gate and not (stage in kind.gates or is_company_s(kind, stage)):
            checks.fault("is_gate", _("No act brings a record to this moment, so nothing can be stopped. Make it a debt."))
        return self.is_gate


EVERYBODY = Terms()


def owners_of(teams: Sequence[UUID]) -> frozenset[UUID] | None:
    """The members of the teams and of all below them; None where no team is named: everybody."""
    if not teams:
        return None
    return frozenset(fetch_all(f"SELECT {OWNERS.format(teams='%s::uuid[]')}", [list(teams)])[0][0])
