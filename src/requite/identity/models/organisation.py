from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from requite.kernel.ids import new_id


class Organisation(models.Model):
    """The one company that this deployment serves.

    `address` is where its people open Requite, "https://crm.example.com": links in mails start with it,
    and with nothing that a request says. `fields_stamp` is new with every change of the company's own fields,
    `statuses_stamp` with every change of the outcomes of calls, `deals_stamp` of pipelines, stages, reasons of closing and
    parts of people in deals, `views_stamp` of kept views, `rules_stamp` of the minimum sets, `staff_stamp` with
    every change of who is in which team, in which role and zone, of the teams, and of the company's country and zone.
    A customer may be without contact for `quiet_days` before that is said.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=64)
    address = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    quiet_days = models.IntegerField(default=60, db_default=60)
    fields_stamp = models.UUIDField(null=True, editable=False)
    statuses_stamp = models.UUIDField(db_default=RandomUUID(), editable=False)
    staff_stamp = models.UUIDField(db_default=RandomUUID(), editable=False)
    deals_stamp = models.UUIDField(db_default=RandomUUID(), editable=False)
    views_stamp = models.UUIDField(db_default=RandomUUID(), editable=False)
    rules_stamp = models.UUIDField(db_default=RandomUUID(), editable=False)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "identity_organisation"
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="there_is_one_organisation"),
            models.CheckConstraint(
                condition=Q(quiet_days__gte=1, quiet_days__lte=1000), name="a_customer_may_be_quiet_for_some_days"
            ),
        ]
