from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.intake.reading.sheet import Sheet
from requite.kernel.ids import new_id


def storage() -> FileSystemStorage:
    """Where files wait: beside nothing that a browser can reach."""
    return FileSystemStorage(file_permissions_mode=0o600, directory_permissions_mode=0o700)


class Import(models.Model):
    """One file and its import. `sheet` is what was understood of the file, `columns` the field of each column.

    `cursor` is the number of the last row that is settled; it moves in the transaction that settles the rows, so
    that an import cut anywhere goes on without doubles. `read` is how many bytes of `size` that is. `run` counts
    the claims: a job that lost its claim settles nothing more. `made` and `matched` count rows. `stayed` is how many records
    of those that it made its undo left, once that is through.
    """

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("stopped")
        RETURNED = "returned", _("undone")

    class Kind(models.TextChoices):
        PERSONS = "persons", _("persons")
        COMPANIES = "companies", _("companies")
        BOTH = "both", _("persons with their companies")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports", storage=storage, max_length=300)
    size = models.BigIntegerField()
    sheet = models.JSONField()
    kind = models.CharField(max_length=10, choices=Kind)
    columns = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADED)
    cursor = models.BigIntegerField(default=0)
    read = models.BigIntegerField(default=0)
    run = models.IntegerField(default=0)
    made = models.IntegerField(default=0)
    matched = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    companies = models.IntegerField(default=0)
    owing = models.IntegerField(default=0)
    trouble = models.TextField(blank=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)
    stayed = models.IntegerField(null=True, blank=True)

    class Meta:
        db_table = "intake_import"
        constraints = [
            models.CheckConstraint(
                condition=Q(read__lte=F("size")), name="an_import_reads_no_more_than_its_file"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-made_at", "id"], name="import_of_owner")]

    @cached_property
    def layout(self) -> Sheet:
        """What was understood of the file."""
        return Sheet.from_json(self.sheet)

    @property
    def is_open(self) -> bool:
        """Whether its mapping may still be changed and the import begun."""
        return self.status == self.Status.UPLOADED

    @property
    def is_under_way(self) -> bool:
        """Whether rows are still to come."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def share(self) -> float:
        """How much of the file is settled, 0 to 1."""
        if self.status in (self.Status.DONE, self.Status.RETURNED):
            return 1.0
        return min(1.0, self.read / self.size) if self.size else 0.0
