"""What the quality of a rep's records comes to, and how it moved. Written by triggers and the nightly sum alone."""

from django.db import models


class QualityMove(models.Model):
    """How much a statement moved what a rep's records of a kind come to; the sum of a rep's rows is what they come to now.

    `records` in use, of them `complete`, and the sum of their scores in `points`; `parted` of them have the parts of their
    score, whose sums in percent follow. Rows are only added, so that nobody waits
    for anybody; the hourly job makes one of many.
    """

    id = models.BigAutoField(primary_key=True)
    owner_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    day = models.DateField()
    records = models.IntegerField()
    complete = models.IntegerField()
    points = models.BigIntegerField()
    parted = models.BigIntegerField(db_default=0, default=0)
    completeness = models.BigIntegerField(db_default=0, default=0)
    validity = models.BigIntegerField(db_default=0, default=0)
    timeliness = models.BigIntegerField(db_default=0, default=0)
    uniqueness = models.BigIntegerField(db_default=0, default=0)

    class Meta:
        db_table = "supervision_move"
        indexes = [
            models.Index(
                fields=["owner_id", "kind"], include=["day", "records", "complete", "points"], name="quality_of_owner"
            ),
        ]


class QualityDay(models.Model):
    """What a rep's records came to at the end of a day of the company."""

    id = models.BigAutoField(primary_key=True)
    owner_id = models.UUIDField()
    day = models.DateField()
    records = models.IntegerField()
    complete = models.IntegerField()
    points = models.BigIntegerField()
    parted = models.BigIntegerField(db_default=0, default=0)
    completeness = models.BigIntegerField(db_default=0, default=0)
    validity = models.BigIntegerField(db_default=0, default=0)
    timeliness = models.BigIntegerField(db_default=0, default=0)
    uniqueness = models.BigIntegerField(db_default=0, default=0)

    class Meta:
        db_table = "supervision_day"
        constraints = [models.UniqueConstraint("owner_id", "day", name="a_rep_has_one_quality_a_day")]


class ScoreChange(models.Model):
    """That a record's score moved on a day: from what it was `before` the first move to what the last one left."""

    id = models.BigAutoField(primary_key=True)
    record_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    owner_id = models.UUIDField(null=True)
    day = models.DateField()
    before = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "supervision_score"
        constraints = [models.UniqueConstraint("record_id", "day", name="a_score_moves_once_a_day")]
        indexes = [
            models.Index(fields=["owner_id", "day", "record_id"], name="score_of_owner"),
            models.Index(fields=["day", "record_id"], include=["owner_id"], name="score_by_day"),
        ]
