from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from requite.identity.models import User
from requite.kernel.ids import new_id

OPEN = Q(apart_at__isnull=True)
SHOWN = Q(apart_at__isnull=True, first_in_use=True, second_in_use=True)


class Candidate(models.Model):
    """Two persons or companies that may be the same, until somebody says that they aren't, or archives one.

    `first_id` is the smaller of the two ids. `signs` name what agrees (see `likeness.Signs`). From `counts_at` on, when
    three working days are gone, both are worth less; `counted_at` is when that was done. Whose the two are and whether they
    are in use follows the records (a trigger), so that the list of doubles is read for its reader by an index.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    first_id = models.UUIDField()
    second_id = models.UUIDField()
    first_owner_id = models.UUIDField(null=True)
    second_owner_id = models.UUIDField(null=True)
    first_in_use = models.BooleanField(default=True, db_default=True)
    second_in_use = models.BooleanField(default=True, db_default=True)
    probability = models.FloatField()
    signs = ArrayField(models.CharField(max_length=10))
    found_at = models.DateTimeField()
    counts_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)
    apart_at = models.DateTimeField(null=True, blank=True)
    apart_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "people_candidate"
        constraints = [
            models.UniqueConstraint("first_id", "second_id", name="two_records_are_one_candidate"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="a_candidate_is_of_two"),
        ]
        indexes = [
            models.Index(fields=["second_id"], name="candidate_of_second"),
            models.Index(fields=["kind", "-probability", "-id"], condition=SHOWN, name="candidate_shown"),
            models.Index(
                fields=["kind", "first_owner_id", "-probability", "-id"], include=["second_owner_id"], condition=SHOWN,
                name="candidate_of_owner",
            ),
            models.Index(
                fields=["kind", "second_owner_id", "-probability", "-id"], include=["first_owner_id"], condition=SHOWN,
                name="candidate_of_second_owner",
            ),
            models.Index(fields=["counts_at"], condition=OPEN & Q(counted_at__isnull=True), name="candidate_to_count"),
        ]


class Look(models.Model):
    """How far the records of a kind have been compared with all others, in order of id, which is that of their making."""

    kind = models.CharField(max_length=8, primary_key=True)
    upto = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "people_look"


class Relook(models.Model):
    """A record that is to be compared again, though nobody writes it by hand: once for each time that there is a reason to.

    So that nobody waits for who notes the same one, a record may be here more than once.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    record_id = models.UUIDField()

    class Meta:
        db_table = "people_relook"
        indexes = [models.Index(fields=["kind", "id"], name="relook_in_turn")]
