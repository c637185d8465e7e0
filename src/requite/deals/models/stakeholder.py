from django.db import models
from django.db.models import Q

from requite.deals.models.deal import Deal
from requite.deals.models.pipeline import Named
from requite.kernel.ids import new_id
from requite.people.models import Person


class Part(Named):
    """What somebody is in a deal: decision maker, user, influencer; a line of the list that the administrator edits."""

    class Meta:
        db_table = "deals_part"
        constraints = [models.CheckConstraint(condition=~Q(key="", name=""), name="a_part_has_a_name")]


class Stakeholder(models.Model):
    """A person with a part in a deal, beside the one whom the deal is with. One who was taken off stays until restored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="stakeholders", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+", db_index=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "deals_stakeholder"
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "person"],
                condition=Q(removed_at__isnull=True),
                name="a_person_has_one_part_in_a_deal",
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "deal"], condition=Q(removed_at__isnull=True), name="stakeholder_of_person"
            ),
            models.Index(
                fields=["person", "deal"], condition=Q(removed_at__isnull=False), name="stakeholder_gone_of_person"
            ),
        ]
