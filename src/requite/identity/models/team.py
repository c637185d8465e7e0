from django.db import models
from django.db.models import F, Q

from requite.kernel.ids import new_id


class Team(models.Model):
    """A team; teams form a tree."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "identity_team"
        constraints = [
            models.UniqueConstraint("parent", "name", name="names_differ_within_a_team", nulls_distinct=False),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="a_team_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name
