from django.db import models

from requite.deals.models import Deal, Pipeline
from requite.identity.models import User


class DealStanding(models.Model):
    """When an open deal's next step is, kept by the database from the deal and from the activities about it.

    A deal that is closed or archived has none. `next_step_at` is None while nothing is planned. Pipeline, owner and value
    (hundredths of the company's unit) are the deal's: the board by time is counted and paged here alone.
    """

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    pipeline = models.ForeignKey(
        Pipeline, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    owner = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    next_step_at = models.DateTimeField(null=True)
    value = models.BigIntegerField(null=True)

    class Meta:
        db_table = "work_deal_standing"
        indexes = [
            models.Index(fields=["pipeline", "next_step_at", "deal"], include=["value"], name="deal_by_step"),
            models.Index(
                fields=["owner", "pipeline", "next_step_at", "deal"],
                include=["value"],
                name="deal_by_step_of_owner",
            ),
        ]
