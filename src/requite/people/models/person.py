from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from requite.identity.models import User
from requite.kernel.ids import new_id
from requite.people.models.company import Company
from requite.quality.models import Lasting

MERGED = Q(survivor__isnull=False)


class Person(Lasting):
    """Somebody at a customer's. Family and given name are kept apart; `name_fold` is both folded for search.

    `doubt` is how likely it is another's double, as far as that counts by now (`actions/candidates.py`). `survivor` is the
    record that this one was merged into, never itself merged: then it is archived, and leads there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family_name = models.CharField(max_length=120, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    middle_name = models.CharField(max_length=120, blank=True)
    name_fold = models.TextField(db_collation="C")
    title = models.CharField(max_length=200, blank=True)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
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
        db_table = "people_person"
        constraints = [
            models.CheckConstraint(
                condition=Q(survivor__isnull=True) | Q(archived_at__isnull=False), name="a_merged_person_is_archived"
            ),
            models.CheckConstraint(
                condition=~Q(family_name="", given_name=""), name="a_person_has_a_family_or_given_name"
            ),
        ]
        indexes = [
            models.Index(fields=["survivor"], condition=MERGED, name="person_merged"),
            models.Index(fields=["name_fold"], condition=MERGED, name="person_merged_by_name"),
            models.Index(
                fields=["name_fold", "id"], condition=Q(archived_at__isnull=True), name="person_by_name"
            ),
            models.Index(
                fields=["name_fold", "id"], condition=Q(archived_at__isnull=False), name="person_archived_by_name"
            ),
            models.Index(
                fields=["owner", "name_fold", "id"],
                condition=Q(archived_at__isnull=True),
                name="person_of_owner",
            ),
            models.Index(
                fields=["owner", "id"], condition=Q(archived_at__isnull=True), name="person_of_owner_by_age"
            ),
            models.Index(
                fields=["owner", "owed_at"],
                condition=Q(archived_at__isnull=True, owed_at__isnull=False),
                name="person_owed",
            ),
            models.Index(
                fields=["owner", "id"], condition=~Q(rulings={}) & Q(archived_at__isnull=True), name="person_ruled"
            ),
            models.Index(fields=["id"], condition=~Q(asked={}) & Q(archived_at__isnull=True), name="person_asked"),
            GinIndex(OpClass(F("name_fold"), name="gin_trgm_ops"), name="person_name_trgm"),
        ]
