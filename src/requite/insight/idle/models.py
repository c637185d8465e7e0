"""When fields that minimum sets ask for were used last, as far as Requite can know."""

from django.db import models

from requite.kernel.ids import new_id


class FieldUse(models.Model):
    """Of a field of a kind: when it was last seen in use, and when somebody said that it stays.

    `used_at` is None while no use is known, `kept_at` while nobody said so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    used_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "idle_field"
        constraints = [models.UniqueConstraint(fields=["kind", "field"], name="a_field_has_one_use")]


class Survey(models.Model):
    """How far the journal has been looked through: one row. `upto` is its last entry that was, `looked_at` when."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    upto = models.BigIntegerField()
    looked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "idle_survey"
