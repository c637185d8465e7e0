from datetime import datetime

from django.db import models

from requite.identity.models.team import Team
from requite.identity.models.user import User
from requite.kernel.ids import new_id


class Invitation(models.Model):
    """A link that lets one person make their own log-in. Its secret is never kept, only a digest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    giver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_invitation"

    def is_open(self, at: datetime) -> bool:
        """Whether the link still works as far as its own row says."""
        return self.taken_at is None and self.withdrawn_at is None and at < self.ends_at
