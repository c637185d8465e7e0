"""Plans of checking, draws by lot, and the checks themselves."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requite.identity.models import Team, User
from requite.kernel.ids import new_id


class Stratum(models.TextChoices):
    """The kinds of records that are drawn from apart. What they hold is said in `frames.py`."""

    MEETING = "meeting", _("Meetings held")
    CALL = "call", _("Calls made")
    PERSON = "person", _("New people")
    COMPANY = "company", _("New companies")
    DEAL = "deal", _("Deals opened or won")


class Verdict(models.TextChoices):
    """What a check found. Changed since is no defect; made up counts once a second says so and the rep was heard."""

    CONFIRMED = "confirmed", _("Confirmed")
    CHANGED = "changed", _("Changed since")
    WRONG = "wrong", _("Wrong")
    MADE_UP = "made_up", _("Made up")
    CANT_TELL = "cant_tell", _("Can’t tell")


DEFECTS = frozenset({Verdict.WRONG, Verdict.MADE_UP})


class CheckPlan(models.Model):
    """How many records are drawn each week, from `starts_on` until the next plan's day: one version of the plan of checking.

    `per` says of whom: of each rep, or of each team. `a_week` maps strata to numbers; none of any: nothing is drawn.
    """

    class Per(models.TextChoices):
        REP = "rep", _("each rep")
        TEAM = "team", _("each team")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    starts_on = models.DateField()
    per = models.CharField(max_length=4, choices=Per, default=Per.REP)
    a_week = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "checks_plan"
        indexes = [models.Index(fields=["-starts_on", "-id"], name="check_plan_by_day")]

    @property
    def total(self) -> int:
        """How many a week over all strata."""
        return sum(self.a_week.values())


class Draw(models.Model):
    """One lot: of a stratum of a rep (or a team), over the days from `starts_on` up to `ends_on`.

    `frame` and `favoured` are the identifiers that it was drawn from, in order, 16 bytes each, and those of them that had
    three times the odds; with `seed` and `asked` they give the same records again. A day is drawn from once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(CheckPlan, on_delete=models.PROTECT, related_name="+", db_index=False)
    stratum = models.CharField(max_length=8, choices=Stratum)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    seed = models.CharField(max_length=64)
    frame = models.BinaryField()
    favoured = models.BinaryField()
    frame_hash = models.CharField(max_length=64)
    size = models.IntegerField()
    asked = models.IntegerField()
    drawn = models.IntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "checks_draw"
        constraints = [
            models.UniqueConstraint(
                "user", "team", "stratum", "starts_on", name="a_day_is_drawn_from_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="a_draw_has_at_least_a_day"),
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(team__isnull=True), name="a_draw_is_of_a_rep_or_a_team"
            ),
            models.CheckConstraint(condition=Q(drawn__lte=F("size")), name="a_draw_takes_what_there_is"),
        ]
        indexes = [
            models.Index(fields=["user", "drawn_at"], condition=Q(user__isnull=False), name="draw_of_user"),
            models.Index(fields=["team", "drawn_at"], condition=Q(team__isnull=False), name="draw_of_team"),
        ]


class Check(models.Model):
    """A record that was drawn, and what was found of it.

    `user` is whose it was then: it stays theirs when the record or they move. `probability` is π. `verdict` is the first
    reader's; one of "made up" waits for the `second_verdict` of somebody else, which then holds. `heard_at` is until when a
    rep of whom that is said may answer before it counts. `counts_at` is from when on the check counts, None while it
    doesn't (not looked at, can't tell, not yet read by a second, taken back); `is_defect` is what it counts as. `seen_at` is
    when the rep said that they know of the verdict.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="checks")
    stratum = models.CharField(max_length=8, choices=Stratum)
    record_id = models.UUIDField(db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_favoured = models.BooleanField()
    probability = models.FloatField()
    drawn_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True, choices=Verdict)
    why = models.CharField(max_length=500, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    second_verdict = models.CharField(max_length=10, blank=True, choices=Verdict)
    second_why = models.CharField(max_length=500, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    heard_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    counts_at = models.DateTimeField(null=True, blank=True)
    is_defect = models.BooleanField(null=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "checks_check"
        constraints = [
            models.UniqueConstraint("record_id", "stratum", name="a_record_is_drawn_once"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at__isnull=True) | (~Q(verdict="") & Q(judged_at__isnull=False)),
                name="a_verdict_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(second_verdict="") | Q(verdict="made_up"), name="only_made_up_is_read_twice"
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("judged_by")), name="a_second_reader_is_another"
            ),
            models.CheckConstraint(
                condition=Q(counts_at__isnull=True, is_defect__isnull=True)
                | Q(counts_at__isnull=False, is_defect__isnull=False),
                name="what_counts_is_right_or_a_defect",
            ),
            models.CheckConstraint(
                condition=Q(probability__gt=0, probability__lte=1), name="a_probability_is_up_to_one"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-drawn_at", "-id"], name="check_of_user"),
            models.Index(fields=["-drawn_at", "-id"], name="check_by_time"),
            models.Index(
                fields=["user", "counts_at"],
                condition=Q(counts_at__isnull=False),
                include=["is_defect"],
                name="check_that_counts",
            ),
            models.Index(
                fields=["user", "drawn_at", "id"],
                condition=Q(verdict="") | Q(verdict="made_up", second_verdict=""),
                name="check_waiting",
            ),
            models.Index(
                fields=["drawn_at", "id"],
                condition=Q(verdict="") | Q(verdict="made_up", second_verdict=""),
                name="check_waiting_by_time",
            ),
            models.Index(
                fields=["user"], condition=Q(answered_at__isnull=False) | Q(verdict="made_up"), name="check_told_of"
            ),
        ]

    @property
    def result(self) -> str:
        """The verdict that holds; "" before the first."""
        return self.second_verdict or self.verdict

    @property
    def said_at(self) -> datetime | None:
        """When the verdict that holds was given."""
        return self.second_at or self.judged_at
