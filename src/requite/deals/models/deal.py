from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from requite.deals.models.pipeline import Stage
from requite.identity.models import Team, User
from requite.kernel.ids import new_id
from requite.people.models import Company, Person
from requite.quality.models import Lasting

NO_STAYS = RawSQL("'[]'::jsonb", [])
OPEN = Q(state="open", archived_at__isnull=True)


class Deal(Lasting):
    """A sale that may come about.

    `amount` is in minor units of `currency`, None while nobody knows it; where the deal `has_lines` it is their sum. `value`
    is the same in hundredths of a unit of the company's currency by the rate of the day on which it was written, None until
    there is a rate. `entered_at` is when it came into its stage; `left_stage_id` and `left_entered_at` are the stage before
    and when it had come into that; `stays` are the last of all that it left, each a stage's id and when it had come into
    it, the oldest first, kept by the database.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    title_fold = models.TextField(db_collation="C")
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="deals", db_index=False)
    entered_at = models.DateTimeField()
    left_stage_id = models.UUIDField(null=True)  # no key: two who move deals would wait for each other's stages
    left_entered_at = models.DateTimeField(null=True)
    stays = models.JSONField(default=list, db_default=NO_STAYS, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    has_lines = models.BooleanField(default=False, db_default=False)
    value = models.BigIntegerField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "deals_deal"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="an_amount_is_not_below_nothing"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | ~Q(state="open"),
                name="an_open_deal_is_not_closed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "state", "-closed_at", "-id"], condition=~Q(state="open"), name="deal_closed"
            ),
            models.Index(fields=["stage", "-entered_at", "-id"], condition=OPEN, name="deal_of_stage"),
            models.Index(
                fields=["currency", "id"],
                condition=OPEN & Q(value__isnull=True, amount__isnull=False),
                name="deal_unpriced",
            ),
            models.Index(
                fields=["owner", "stage", "-entered_at", "-id"], condition=OPEN, name="deal_of_owner"
            ),
            models.Index(
                fields=["person", "-made_at"], condition=Q(person__isnull=False), name="deal_of_person"
            ),
            models.Index(
                fields=["company", "-made_at"], condition=Q(company__isnull=False), name="deal_of_company"
            ),
            models.Index(
                fields=["owner", "owed_at"],
                condition=Q(owed_at__isnull=False, archived_at__isnull=True),
                name="deal_owed",
            ),
            models.Index(
                fields=["owner", "id"], condition=~Q(rulings={}) & Q(archived_at__isnull=True), name="deal_ruled"
            ),
            models.Index(fields=["id"], condition=~Q(asked={}) & Q(archived_at__isnull=True), name="deal_asked"),
        ]


class Closure(models.Model):
    """That a deal was won or lost, or that such a closure was taken back (`reverses`): one row each.

    `day` is the company's. `sign` is 1, or -1 for what a reopening takes from the current period (within 30 days of the
    win), or 0 for one that comes later. `value` is in hundredths of a unit of the company's currency.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="closures")
    state = models.CharField(max_length=8)  # won, lost, reopened
    sign = models.SmallIntegerField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    reason = models.ForeignKey("deals.Reason", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    value = models.BigIntegerField(default=0)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    is_complete = models.BooleanField(default=True)

    class Meta:
        db_table = "deals_closure"
        indexes = [models.Index(fields=["owner", "day"], name="closure_of_owner")]


class Rate(models.Model):
    """What one unit of a currency is worth in the company's, from a day on until the next one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    currency = models.CharField(max_length=3)
    starts_on = models.DateField()
    rate = models.DecimalField(max_digits=20, decimal_places=10)

    class Meta:
        db_table = "deals_rate"
        constraints = [
            models.UniqueConstraint(fields=["currency", "starts_on"], name="a_rate_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="a_rate_is_above_nothing"),
        ]
