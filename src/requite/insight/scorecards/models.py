"""Versions of the card, what ended periods stood at, and what reps dispute."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requite.identity.models import Team, User
from requite.kernel.ids import new_id


class Card(models.Model):
    """A version of the card: its parts, and the figures of the attainment, each with its weight of 100.

    It holds for every period that begins on or after `starts_on`, until a later version's day; the first one holds for the
    period that `starts_on` lies in, too. `formula` is that of the bonus, "" for none. A version that isn't in force yet
    can be taken back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.IntegerField()
    parts = models.JSONField()
    figures = models.JSONField()
    formula = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scorecards_card"
        constraints = [
            models.UniqueConstraint(fields=["number"], name="a_card_has_a_number_of_its_own"),
            models.UniqueConstraint(
                fields=["starts_on"], condition=Q(retracted_at=None), name="a_day_begins_one_card"
            ),
        ]


class Close(models.Model):
    """What a rep's card stood at. Made when the period ends, of what can't be read later; closed some days after.

    `readings` are the parts as they were read (`shapes.plain`); until `closed_at` only those of a moment. The bonus and
    figures of money are in `currency`, which was the company's when it closed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    readings = models.JSONField()
    score = models.IntegerField(null=True)
    bonus = models.DecimalField(max_digits=20, decimal_places=4, null=True)  # no currency has smaller parts
    currency = models.CharField(max_length=3, blank=True, default="", db_default="")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scorecards_close"
        constraints = [
            models.UniqueConstraint("user", "starts_on", "ends_on", name="a_card_closes_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="a_closed_card_has_days"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="a_score_is_of_100"
            ),
        ]


class Dispute(models.Model):
    """That a rep doesn't agree with a line of their card, and what the leader says to it."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        KEPT = "kept", _("kept as it is")
        RETRACTED = "retracted", _("taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    part = models.CharField(max_length=20)
    text = models.CharField(max_length=1000)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default="open")
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)  # when the rep said that they know the answer
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "scorecards_dispute"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "starts_on", "ends_on", "part"], condition=Q(state="open"),
                name="a_line_is_disputed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "retracted"]) | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_dispute_has_who_and_when",
            ),
        ]
