"""The append-only record of every write. The table is partitioned by month (see the first migration)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One event: who changed what, from what to what, when and through what."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    type = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.TextField()
    via = models.TextField()
    changes = models.JSONField(default=dict)
    topics = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "journal_entry"


class Once(models.Model):
    """A form's key that has been used: the same form sent twice makes one record."""

    key = models.UUIDField(primary_key=True)
    actor_id = models.UUIDField(null=True)
    subject_id = models.UUIDField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "journal_once"
