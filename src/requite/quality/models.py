"""Requirements as rows, and what every assessed record carries."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from requite.kernel.ids import new_id

NONE = RawSQL("'{}'::jsonb", [])
NO_TEAMS = RawSQL("'{}'::uuid[]", [])


def going_on(at: datetime) -> Q:
    """What of the requirements is in force then or will be: those that haven't ended."""
    return Q(ends_at__isnull=True) | Q(ends_at__gt=at)


def in_force_within(starts_at: datetime, ends_at: datetime | None) -> Q:
    """What of the requirements is in force at some moment from the first until before the second; None: without end."""
    found = going_on(starts_at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")))
    return found & Q(starts_at__lt=ends_at) if ends_at else found


class Requirement(models.Model):
    """A field that a kind of record must hold from a stage on, as the administrator says it.

    `stage` "" is the whole life of the record (see `quality.moments`); `check` names a validator of `measure`. A change
    makes a new row and ends the old one, so that old scores can be explained. `starts_at` and `ends_at` may lie ahead.
    `teams`: of records whose owner is in one of them, or below it; none: of everybody's. `is_gate`: without it
    nothing comes to that stage. `limits`: what the value must meet beyond its check (see `quality.limits`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=70, blank=True)
    field = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()
    check_name = models.CharField(max_length=20, db_column="check")
    grace_hours = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    teams = ArrayField(models.UUIDField(), default=list, db_default=NO_TEAMS, blank=True)
    is_gate = models.BooleanField(default=False, db_default=False)
    limits = models.JSONField(default=dict, db_default=NONE, blank=True)

    class Meta:
        db_table = "quality_requirement"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "stage", "field"],
                condition=Q(ends_at__isnull=True),
                name="a_field_is_required_once",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=10), name="a_weight_is_from_1_to_10"
            ),
        ]


class Trial(models.Model):
    """A field that may be asked for, tried over the records that there are before anybody owes it.

    `starts_at` is when it is to be in force, None: at once; `check_name` the validator that was chosen, "": the field's.

    `instead_of_id` is the line that is to change, None for a new one.

    `upto` is the last row looked at, `seen` how many were, of about `total`. `concerned` are records at that stage;
    `lacking` of them have nothing valid in the field and would owe it, as their owners may fill it; `fresh` of those lack
    nothing else and `anew` don't lack it today.
    `owners` counts the lacking by their owner's id, `examples` are the first of them with their owners.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=70, blank=True)
    field = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()
    grace_hours = models.PositiveIntegerField()
    starts_at = models.DateTimeField(null=True, blank=True)
    check_name = models.CharField(max_length=20, blank=True, db_column="check")
    teams = ArrayField(models.UUIDField(), default=list, db_default=NO_TEAMS, blank=True)
    is_gate = models.BooleanField(default=False, db_default=False)
    limits = models.JSONField(default=dict, db_default=NONE, blank=True)
    instead_of_id = models.UUIDField(null=True, blank=True)
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    has_failed = models.BooleanField(default=False)
    upto = models.UUIDField(null=True, blank=True)
    seen = models.BigIntegerField(default=0)
    total = models.BigIntegerField()
    concerned = models.BigIntegerField(default=0)
    lacking = models.BigIntegerField(default=0)
    fresh = models.BigIntegerField(default=0)
    anew = models.BigIntegerField(default=0, db_default=0)
    owners = models.JSONField(default=dict)
    examples = models.JSONField(default=list)

    class Meta:
        db_table = "quality_trial"
        indexes = [models.Index(fields=["made_at"], name="trial_by_age")]

    @property
    def is_heavy(self) -> bool:
        """Whether most of the records would owe the field, and some of them by this alone."""
        return self.lacking * 2 > self.concerned and (self.anew > 0 or self.instead_of_id is None)


class Judging(models.Model):
    """How far the records of a kind are judged anew: one row for each kind, of its last pass through them.

    The pass judges by the rules of `at` and is the kind's `turn`-th; jobs of one that was overtaken end by that number.
    `upto` is the last record judged, `done` how many were, of about `total`. `moved_at` is when a window was done last;
    since `paced_at`, when `paced_done` were, nothing went wrong. `faults` are those in a row, `failed_at` is when they were
    too many. `settled_at` is the `at` of the last pass that ended: by those rules, or later ones, every record is judged.
    """

    kind = models.CharField(max_length=20, primary_key=True)
    turn = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    launched_at = models.DateTimeField()
    upto = models.UUIDField(null=True, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True, blank=True)
    paced_at = models.DateTimeField(null=True, blank=True)
    paced_done = models.BigIntegerField(default=0)
    faults = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "quality_judging"

    @property
    def is_under_way(self) -> bool:
        """Whether a job judges, or is about to."""
        return self.ended_at is None and self.failed_at is None


class Assessed(models.Model):
    """What the engine found of a record, kept on the record itself.

    The four parts of `score` are shares in percent, None where the record has no minimum set or was judged before they
    were kept. `missing` names the fields that are blank, filler or invalid; a record with none is complete and counts.
    `owed_at` is when the first of them is due. `asked` maps a field to the day on which it was asked and not told,
    `rulings` one to what a leader said of it (see `quality.rulings`).
    """

    score = models.PositiveSmallIntegerField(default=0)
    completeness = models.SmallIntegerField(null=True, blank=True)
    validity = models.SmallIntegerField(null=True, blank=True)
    timeliness = models.SmallIntegerField(null=True, blank=True)
    uniqueness = models.SmallIntegerField(null=True, blank=True)
    missing = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    owed_at = models.DateTimeField(null=True, blank=True)
    asked = models.JSONField(default=dict, blank=True)
    rulings = models.JSONField(default=dict, db_default=NONE, blank=True)

    class Meta:
        abstract = True


class Lasting(Assessed):
    """An assessed record that says that something is so: the longer ago it was proved, the less it is worth.

    `full_score` is what it would be worth were it proved now, 0 to 100 and not rounded; `fades_at` the time from which on
    the kept score and timeliness are too high. The database keeps both true (`quality_prove`, `quality.fading`).
    """

    full_score = models.FloatField(null=True, blank=True)
    fades_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Duration(models.Model):
    """How often filling a field took so many seconds in a month (its first day); by whom or when isn't kept."""

    pk = models.CompositePrimaryKey("kind", "field", "month", "seconds")
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    month = models.DateField()
    seconds = models.PositiveSmallIntegerField()
    times = models.PositiveIntegerField()

    class Meta:
        db_table = "quality_duration"


class Proof(models.Model):
    """When a source (call, meeting, check) last proved a person, a company or a deal.

    Written by the database's `quality_prove` alone: what it is told moves the score in the same transaction.
    """

    pk = models.CompositePrimaryKey("record_id", "source")
    record_id = models.UUIDField()
    source = models.CharField(max_length=10)
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        db_table = "quality_proof"


class Overused(models.Model):
    """The same words of an owner's in a field, on so many of their records that they say nothing (`quality.overuse`).

    `key` finds them in the base, by `digest` the engine knows them. They are such since `found_at`, as long as `is_over`;
    not `is_settled`: the records that hold them are to be judged anew yet.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    key = models.CharField(max_length=32)
    digest = models.CharField(max_length=32)
    found_at = models.DateTimeField()
    is_over = models.BooleanField(default=True)
    is_settled = models.BooleanField(default=False)

    class Meta:
        db_table = "quality_overused"
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "kind", "field", "key"], name="words_are_overused_once"),
        ]
