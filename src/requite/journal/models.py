"""The append-only record of every write. The table is partitioned by month (see the first migration)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from requite.kernel.ids import new_id


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


class Act(models.Model):
    """One change that somebody made to many records at once, with how far it came and whether it was taken back.

    `what` is the kind of change, `value` what was given, in words, `words` which records it was asked of. `asked` is how
    many it was asked of, 0 while nobody has counted; `changed`, `same`, `not_allowed` and `stopped` add up to those that it
    met. `stops` are some of those that a gate stopped, each with the fields that it lacks.
    `query` and `given` are what a job needs to go on behind `cursor`. `returned` and `left` say what the undo restored
    and what it left alone because it was changed since.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        DONE = "done"
        FAILED = "failed"
        RETURNING = "returning"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_name = models.TextField()
    kind = models.TextField()
    what = models.TextField()
    value = models.TextField(blank=True)
    given = models.TextField(blank=True)
    words = models.TextField(blank=True)
    query = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    asked = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    not_allowed = models.IntegerField(default=0)
    stopped = models.IntegerField(default=0, db_default=0)
    stops = models.JSONField(default=list, db_default=RawSQL("'[]'::jsonb", []), blank=True)
    cursor = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    class Meta:
        db_table = "journal_act"
        indexes = [models.Index(fields=["actor_id", "-id"], name="act_of_actor")]


class ActLine(models.Model):
    """What an act changed of one record: its values `before` and `after` by column, as JSON.

    `entry` is the journal's last entry when the change was made: what somebody else did to the record came after it.
    """

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="lines", db_index=False)
    record_id = models.UUIDField()
    entry = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        db_table = "journal_act_line"
        constraints = [
            models.UniqueConstraint(fields=["act", "record_id"], name="an_act_changes_a_record_once"),
        ]
