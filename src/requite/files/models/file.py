from typing import Literal
from uuid import UUID

from django.db import models
from django.db.models import Q

from requite.deals.models import Deal
from requite.files.models.content import Content
from requite.identity.models import User
from requite.kernel.ids import new_id
from requite.people.models import Company, Person
from requite.work.models import Activity

Kind = Literal["person", "company", "deal", "activity"]
KINDS: tuple[Kind, ...] = ("person", "company", "deal", "activity")
NAME_BYTES = 255
ONE_RECORD = Q()
for _kind in KINDS:
    ONE_RECORD |= Q(**{f"{kind}__isnull": kind != _kind for kind in KINDS})


class File(models.Model):
    """A file attached to one record. Its content is gone (None) once it was removed and its grace is over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=NAME_BYTES)
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="files")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "files_file"
        constraints = [
            models.CheckConstraint(condition=ONE_RECORD, name="a_file_belongs_to_one_record"),
            models.CheckConstraint(
                condition=Q(content__isnull=False) | Q(removed_at__isnull=False),
                name="a_file_that_stands_has_its_content",
            ),
        ]
        indexes = [
            *(
                models.Index(
                    fields=[kind, "-made_at", "-id"],
                    condition=Q(removed_at__isnull=True, **{f"{kind}__isnull": False}),
                    name=f"file_of_{kind}",
                )
                for kind in KINDS
            ),
            *(
                models.Index(
                    fields=[kind],
                    condition=Q(removed_at__isnull=False, **{f"{kind}__isnull": False}),
                    name=f"file_gone_of_{kind}",
                )
                for kind in KINDS[:2]  # those that may be merged
            ),
            models.Index(
                fields=["removed_at"],
                condition=Q(removed_at__isnull=False, content__isnull=False),
                name="file_removed",
            ),
        ]

    @property
    def kind(self) -> Kind:
        """The kind of the record that it belongs to."""
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id"))

    @property
    def record_id(self) -> UUID:
        """The record that it belongs to."""
        found: UUID = getattr(self, f"{self.kind}_id")
        return found
