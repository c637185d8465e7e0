from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requite.deals.models.pipeline import Named


class Reason(Named):
    """Why a deal was won or lost: a line of the list that the administrator edits."""

    state = models.CharField(max_length=4, choices=[("won", _("won")), ("lost", _("lost"))])

    class Meta:
        db_table = "deals_reason"
        constraints = [models.CheckConstraint(condition=~Q(key="", name=""), name="a_reason_has_a_name")]
