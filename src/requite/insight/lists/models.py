from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requite.identity.models import Team, User
from requite.kernel.ids import new_id


class View(models.Model):
    """A list that somebody kept: its filter, order and columns, under a name, for oneself, one's team or all.

    `conditions` is a list of groups, each a list of [field, operator, value]. A view is only ever a question: it is
    asked with the rights of its reader.
    """

    class Share(models.TextChoices):
        PRIVATE = "private", _("only me")
        TEAM = "team", _("my team")
        ALL = "all", _("everybody")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    share = models.CharField(max_length=10, choices=Share, default=Share.PRIVATE)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    base = models.CharField(max_length=20, default="all")
    match = models.CharField(max_length=3, default="all")
    conditions = models.JSONField(default=list)
    sort = models.CharField(max_length=40, default="name")
    columns = ArrayField(models.CharField(max_length=40), default=list)
    is_pinned = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "lists_view"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="a_view_has_a_name")]
        indexes = [models.Index(fields=["kind", "name"], condition=Q(archived_at__isnull=True), name="view_of_kind")]


class Export(models.Model):
    """A list that left Requite as a file: who took it, what it held, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    form = models.CharField(max_length=4)
    reason = models.CharField(max_length=300)
    filter = models.TextField(blank=True)
    columns = ArrayField(models.CharField(max_length=40), default=list)
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "lists_export"
        indexes = [models.Index(fields=["-at", "-id"], name="export_by_time")]
