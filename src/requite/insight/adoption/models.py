"""Who works in Requite, by day: never which record was read; goals of the roll-out; digests and who wants none."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from requite.identity.models import User
from requite.kernel.ids import new_id


class Written(models.Model):
    """So many records `made`, entries that `changed` one, or debts `opened` or `closed`, by a user on a day of the company.

    What a changed rule, a passing day or a file opens and closes is no work of the user's: it is `imposed` and `lifted`.
    `team_id` is the user's of that time. Written by triggers, which only add rows, so that nobody waits for anybody; the
    hourly job makes one of many.
    """

    class What(models.TextChoices):
        MADE = "made"
        CHANGED = "changed"
        OPENED = "opened"
        CLOSED = "closed"
        IMPOSED = "imposed"
        LIFTED = "lifted"

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    team_id = models.UUIDField(null=True)
    day = models.DateField()
    what = models.CharField(max_length=8, choices=What)
    n = models.IntegerField()

    class Meta:
        db_table = "adoption_written"
        indexes = [
            models.Index(fields=["day"], include=["user_id", "team_id", "what", "n"], name="written_by_day"),
            models.Index(fields=["user_id", "day"], include=["what", "n"], name="written_of_user"),
        ]


class DebtMove(models.Model):
    """Which `fields` a user's record came to lack (`opened`, `imposed`) or ceased to (`closed`, `lifted`), on which day.

    Written by the triggers that count `Written`, of the same rows: the fields here are as many as are counted there.
    """

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    team_id = models.UUIDField(null=True)
    day = models.DateField()
    what = models.CharField(max_length=8)
    kind = models.CharField(max_length=8)
    record_id = models.UUIDField()
    fields = ArrayField(models.CharField(max_length=40))
    at = models.DateTimeField()

    class Meta:
        db_table = "adoption_debt"
        indexes = [
            models.Index(fields=["what", "day", "id"], name="debts_by_day"),
            models.Index(fields=["user_id", "day", "id"], name="debts_of_user"),
        ]


class Helped(models.Model):
    """That a colleague (`actor_id`) wrote of a record that moved a user (`owner_id`), on a day of the company.

    Whether the record is still that user's is asked when it is told. Written by a trigger, a row for each entry.
    """

    id = models.BigAutoField(primary_key=True)
    owner_id = models.UUIDField()
    actor_id = models.UUIDField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    day = models.DateField()

    class Meta:
        db_table = "adoption_helped"
        indexes = [
            models.Index(
                fields=["owner_id", "day"], include=["actor_id", "subject_kind", "subject_id"], name="helped_of_owner"
            ),
        ]


class PageTally(models.Model):
    """How many pages of a kind a user opened on a day of the company: never of which record, or for how long."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    team_id = models.UUIDField(null=True)
    day = models.DateField()
    kind = models.CharField(max_length=8)
    n = models.IntegerField()

    class Meta:
        db_table = "adoption_opened"
        constraints = [models.UniqueConstraint("user_id", "day", "kind", name="one_tally_of_pages_a_day")]
        indexes = [
            models.Index(fields=["day"], include=["user_id", "team_id", "kind", "n"], name="opened_by_day"),
        ]


class Goal(models.Model):
    """So many of a hundred reps are to be active on `days` days of a week, by the week of `due_on`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    share = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    retracted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "adoption_goal"
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="a_goal_is_a_share_of_a_hundred"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=7), name="a_week_has_seven_days"),
        ]


class Digest(models.Model):
    """That a user's digest of a week (by its Monday) was begun: at most one for each, however often the job runs.

    `tries` counts attempts; `fault` says in a word what the mail server said last.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        NOT_DUE = "not_due"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "adoption_digest"
        constraints = [
            models.UniqueConstraint("user", "week", name="a_user_has_one_digest_a_week"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="a_sent_digest_has_a_time"
            ),
        ]
        indexes = [models.Index(fields=["week", "state"], name="digest_of_week")]


class OptOut(models.Model):
    """That a user wants no digest by mail, since when."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "adoption_opt_out"
