"""Users, teams, the company itself, invitations."""

from requite.identity.models.invitation import Invitation
from requite.identity.models.organisation import Organisation
from requite.identity.models.team import Team
from requite.identity.models.user import User, UserManager

__all__ = ["Invitation", "Organisation", "Team", "User", "UserManager"]
