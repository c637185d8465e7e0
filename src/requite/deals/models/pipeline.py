from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requite.kernel.ids import new_id

SHIPPED = {
    "sales": _("Sales"),
    "interest": _("Interest"),
    "needs": _("Needs known"),
    "offer": _("Offer made"),
    "negotiation": _("Negotiation"),
    "decision": _("Decision"),
    "price": _("Price"),
    "product": _("Product"),
    "trust": _("Trust in us"),
    "competitor": _("A competitor"),
    "no_budget": _("No budget"),
    "no_answer": _("No answer any more"),
    "not_now": _("Not now"),
    "decides": _("Decision maker"),
    "influences": _("Influencer"),
    "uses": _("User of it"),
    "buys": _("Buyer"),
    "blocks": _("Opponent"),
}
COLOURS = ("grey", "blue", "teal", "green", "amber", "red", "violet")


def label_of(key: str, name: str) -> str:
    """The word for what is kept as (shipped key, own name), in the reader's language."""
    return name or (str(SHIPPED[key]) if key in SHIPPED else key)


class Named(models.Model):
    """What the administrator may name: `key` is a shipped word, which speaks the reader's language until it is renamed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """The administrator's own word, else the shipped one in the reader's language."""
        return label_of(self.key, self.name)


class Pipeline(Named):
    """A way of selling: the stages that its deals go through."""

    class Meta:
        db_table = "deals_pipeline"
        constraints = [models.CheckConstraint(condition=~Q(key="", name=""), name="a_pipeline_has_a_name")]


class Stage(Named):
    """A stage of a pipeline.

    `probability` is in percent. A deal that stands in it for more than `rot_days` is rotting; None is never. From a stage
    with `is_offer` on, what an offer needs (an amount) is asked for.
    """

    pipeline = models.ForeignKey(Pipeline, on_delete=models.PROTECT, related_name="stages")
    probability = models.PositiveSmallIntegerField(default=50)
    colour = models.CharField(max_length=10, default="grey")
    rot_days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_offer = models.BooleanField(default=False)

    class Meta:
        db_table = "deals_stage"
        constraints = [
            models.CheckConstraint(condition=~Q(key="", name=""), name="a_stage_has_a_name"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="a_probability_is_a_percentage"),
        ]
