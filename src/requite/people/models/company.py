from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from requite.identity.models import User
from requite.kernel.ids import new_id
from requite.quality.models import Lasting

MERGED = Q(survivor__isnull=False)


class Company(Lasting):
    """An organisation that is, or may become, a customer. `name_fold` is the name folded for search.

    `doubt` is how likely it is another's double, as far as that counts by now (`actions/candidates.py`). `survivor` is the
    record that this one was merged into, never itself merged: then it is archived, and leads there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=300)
    name_fold = models.TextField(db_collation="C")
    registration_number = models.CharField(max_length=20, blank=True)
    industry = models.CharField(max_length=120, blank=True)
    website = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    note = models.TextField(blank=True)
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    source = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    doubt = models.FloatField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    survivor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "people_company"
        constraints = [
            models.CheckConstraint(
                condition=Q(survivor__isnull=True) | Q(archived_at__isnull=False), name="a_merged_company_is_archived"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_company_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["survivor"], condition=MERGED, name="company_merged"),
            models.Index(fields=["name_fold"], condition=MERGED, name="company_merged_by_name"),
            models.Index(
                fields=["name_fold", "id"], condition=Q(archived_at__isnull=True), name="company_by_name"
            ),
            models.Index(
                fields=["name_fold"],
                condition=Q(archived_at__isnull=False),
                name="company_archived_by_name",
            ),
            models.Index(
                fields=["owner", "name_fold", "id"],
                condition=Q(archived_at__isnull=True),
                name="company_of_owner",
            ),
            models.Index(fields=["owner", "id"], name="company_of_owner_by_id"),
            models.Index(
                fields=["owner", "owed_at"],
                condition=Q(archived_at__isnull=True, owed_at__isnull=False),
                name="company_owed",
            ),
            models.Index(
                fields=["owner", "id"], condition=~Q(rulings={}) & Q(archived_at__isnull=True), name="company_ruled"
            ),
            models.Index(fields=["id"], condition=~Q(asked={}) & Q(archived_at__isnull=True), name="company_asked"),
            models.Index(
                fields=["registration_number"],
                condition=~Q(registration_number=""),
                name="company_by_registration",
            ),
            GinIndex(OpClass(F("name_fold"), name="gin_trgm_ops"), name="company_name_trgm"),
        ]
