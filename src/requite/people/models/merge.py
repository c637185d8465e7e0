from django.db import models
from django.db.models import Q

from requite.identity.models import User
from requite.kernel.ids import new_id

IN_FORCE = Q(retracted_at__isnull=True)


class Merge(models.Model):
    """That a person or a company was merged into another, the survivor, and what takes it back.

    `kept` is what the undo needs (`actions/merging/keeping.py`): values of the survivor before and after, and the keys of
    the rows that came over.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    survivor_id = models.UUIDField()
    merged_id = models.UUIDField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kept = models.JSONField(default=dict)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "people_merge"
        constraints = [
            models.UniqueConstraint(fields=["merged_id"], condition=IN_FORCE, name="a_record_is_merged_once"),
            models.CheckConstraint(condition=~Q(survivor_id=models.F("merged_id")), name="a_record_merges_with_another"),
        ]
        indexes = [models.Index(fields=["survivor_id", "-id"], condition=IN_FORCE, name="merge_of_survivor")]
