from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language

from requite.identity.models.team import Team
from requite.kernel.ids import new_id
from requite.kernel.names import display_name


class UserManager(BaseUserManager["User"]):
    """Finds users; they are made by the room's actions."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of that log-in, letter case apart."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser):
    """Somebody who logs in. Deactivated, not deleted: their records keep their name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    family_name = models.CharField(max_length=80, blank=True)
    given_name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=20)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    language = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=5, default="auto")
    single_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    USERNAME_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        db_table = "identity_user"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="an_email_is_in_lower_case"),
            models.CheckConstraint(
                condition=Q(is_active=True) | Q(deactivated_at__isnull=False), name="a_deactivated_user_has_a_time"
            ),
        ]

    @property
    def name(self) -> str:
        """Both names in the order of the reader's language."""
        return display_name(self.family_name, self.given_name, locale=get_language() or "en") or self.email
