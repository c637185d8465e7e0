from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from requite.intake.models.imports import Import


class LandedRow(models.Model):
    """A row that came in: the records it stands for, which of them it made, the blanks that it filled.

    `faults` are the keys of what is doubtful in it, None where nothing is.
    """

    pk = models.CompositePrimaryKey("batch_id", "number")
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="landed", db_index=False)
    number = models.BigIntegerField()
    person_id = models.UUIDField(null=True)
    company_id = models.UUIDField(null=True)
    made_person = models.BooleanField(default=False)
    made_company = models.BooleanField(default=False)
    filled = ArrayField(models.CharField(max_length=40), default=list)
    faults = ArrayField(models.CharField(max_length=30), null=True)

    class Meta:
        db_table = "intake_landed_row"
        indexes = [
            models.Index(
                fields=["batch", "number"], condition=Q(faults__isnull=False), name="landed_with_a_doubt"
            )
        ]


class RefusedRow(models.Model):
    """A row that stayed out, as it stood in the file, and the codes of its faults."""

    pk = models.CompositePrimaryKey("batch_id", "number")
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refusals", db_index=False)
    number = models.BigIntegerField()
    line = models.BigIntegerField()
    cells = ArrayField(models.TextField())
    faults = ArrayField(models.CharField(max_length=20))

    class Meta:
        db_table = "intake_refused_row"


class AwaitedReference(models.Model):
    """A person or a company that a row that came in names and that wasn't there by then: looked for once more at the end.

    `kind`, `slug`, `type`, `text` and `place` as of `people.bulk.entries.Reference`.
    """

    pk = models.CompositePrimaryKey("batch_id", "number", "place")
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="awaited", db_index=False)
    number = models.BigIntegerField()
    place = models.IntegerField()
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=40)
    type = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        db_table = "intake_awaited_reference"
