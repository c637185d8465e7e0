"""Targets, leave, the tallies that keep counters fast, and periods that were closed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requite.identity.models import Team, User
from requite.kernel.ids import new_id
from requite.people.models import Person
from requite.work.models import Activity


class Plan(models.Model):
    """A target of a metric for a rep, a team or (neither) the company.

    A plan of a recurring span ("10 a month") holds from `starts_on` until `ends_on`, open when that is null; a plan
    "from–to" is the one period of its two days. `ends_on` is the first day that is no longer in it.
    """

    class Span(models.TextChoices):
        DAY = "day", _("Day")
        WEEK = "week", _("Week")
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")
        YEAR = "year", _("Year")
        CUSTOM = "custom", _("From–to")

    class Counts(models.TextChoices):
        COMPLETE = "complete", _("only complete records")
        ALWAYS = "always", _("every record")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    metric = models.CharField(max_length=40)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    span = models.CharField(max_length=8, choices=Span)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=2)
    counts = models.CharField(max_length=8, choices=Counts, default="complete")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "plans_plan"
        constraints = [
            models.CheckConstraint(condition=Q(target__gt=0), name="a_target_is_above_nothing"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_plan_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(team__isnull=True), name="a_plan_has_one_holder"
            ),
            models.CheckConstraint(
                condition=~Q(span="custom") | Q(ends_on__isnull=False), name="a_plan_from_to_has_both_days"
            ),
        ]
        indexes = [models.Index(fields=["metric", "span", "starts_on"], name="plan_by_metric")]


class Leave(models.Model):
    """Days on which a rep doesn't work. `ends_on` is the first day back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "plans_leave"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_leave_has_at_least_a_day"
            ),
        ]


class Close(models.Model):
    """What a plan stood at when its period closed: later changes show as late adjustments."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="closes")
    starts_on = models.DateField()
    ends_on = models.DateField()
    target = models.DecimalField(max_digits=18, decimal_places=2)
    done = models.DecimalField(max_digits=18, decimal_places=2)
    pending = models.DecimalField(max_digits=18, decimal_places=2)
    closed_at = models.DateTimeField()

    class Meta:
        db_table = "plans_close"
        constraints = [models.UniqueConstraint("plan", "starts_on", name="a_period_closes_once")]


class Tally(models.Model):
    """How many records of a figure a rep has on a day: only a faster way to the same number.

    Written by triggers of the database alone (see the second migration).
    """

    id = models.BigAutoField(primary_key=True)
    figure = models.CharField(max_length=40)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    day = models.DateField()
    counted = models.BigIntegerField()
    pending = models.BigIntegerField()

    class Meta:
        db_table = "plans_tally"
        constraints = [
            models.UniqueConstraint(
                "owner", "figure", "day", "team", name="one_tally_for_each_day", nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(fields=["team", "figure", "day"], name="tally_of_team"),
            models.Index(
                fields=["figure", "day"], include=["counted", "pending", "owner", "team"], name="tally_by_day"
            ),
        ]


class Share(models.Model):
    """A rep's share in something done, as a view of the database gives it. Never written.

    `turn` is 0 for the owner and 1 for a colleague in a joint meeting; `team` is the rep's of that time.
    """

    activity = models.OneToOneField(Activity, on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.DO_NOTHING, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.DO_NOTHING, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, null=True, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=8)
    is_joint = models.BooleanField()
    turn = models.IntegerField()
    is_complete = models.BooleanField()

    class Meta:
        abstract = True


class Part(Share):
    """A call that was made or a meeting that was held."""

    direction = models.CharField(max_length=3)

    class Meta:
        db_table = "plans_part"
        managed = False


class Contact(Share):
    """A two-way event with one person."""

    class Meta:
        db_table = "plans_contact"
        managed = False
