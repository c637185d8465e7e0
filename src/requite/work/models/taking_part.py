from django.db import models
from django.db.models import Q

from requite.identity.models import Team, User
from requite.people.models import Person
from requite.work.models.activity import Activity


class Attendance(models.Model):
    """A further person of the customer's side in a meeting, beside `Activity.person`."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "work_attendance"
        constraints = [models.UniqueConstraint("activity", "person", name="a_person_attends_a_meeting_once")]


class Participation(models.Model):
    """A colleague who takes part in a joint meeting, beside its owner, in the team of that time."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participations")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "work_participation"
        constraints = [models.UniqueConstraint("activity", "user", name="a_colleague_takes_part_once")]


class Standing(models.Model):
    """Where a person stands: last contact and next open step, kept by the database from the activities."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    last_contact_at = models.DateTimeField(null=True)
    next_step_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_standing"
        indexes = [
            models.Index(fields=["owner", "-last_contact_at", "person"], name="standing_by_contact"),
            models.Index(
                fields=["owner", "-last_contact_at"],
                condition=Q(next_step_at__isnull=True, last_contact_at__isnull=False),
                name="standing_neglected",
            ),
        ]
