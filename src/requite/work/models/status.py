from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requite.kernel.ids import new_id

SHIPPED = {
    "agreed": _("Agreed"),
    "talked": _("Talked"),
    "call_back": _("Call back…"),
    "refused": _("No interest"),
    "no_answer": _("No answer"),
    "busy": _("Busy"),
    "wrong_number": _("Wrong number"),
}


class CallStatus(models.Model):
    """An outcome that a call can have: a line of the list that the administrator edits."""

    class Class(models.TextChoices):
        REACHED = "reached", _("Reached")
        NOT_REACHED = "not_reached", _("Not reached")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        TO_DO = "to_do", _("To do")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=60, blank=True)
    class_name = models.CharField(max_length=12, choices=Class, db_column="class")
    position = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "work_call_status"
        constraints = [
            models.CheckConstraint(condition=~Q(key="", name=""), name="a_status_has_a_name"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at__isnull=True) & ~Q(name=""), name="status_names_differ"
            ),
        ]

    @property
    def label(self) -> str:
        """The administrator's own word, else the shipped one in the reader's language."""
        return self.name or (str(SHIPPED[self.key]) if self.key in SHIPPED else self.key)
