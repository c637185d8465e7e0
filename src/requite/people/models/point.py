from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requite.kernel.ids import new_id
from requite.people.models.company import Company
from requite.people.models.person import Person


class Point(models.Model):
    """A way to reach a person or a company.

    `value` is what machines compare: E.164 for a phone, lower case for an e-mail, lower case with single spaces for an
    address; "" when `raw`, the text as it was given, can't be read as one.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        MESSENGER = "messenger", _("Messenger")
        ADDRESS = "address", _("Address")

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        CONFIRMED = "confirmed", _("confirmed")
        INVALID = "invalid", _("can't be read")
        AREA = "area", _("without area code")
        FILLER = "filler", _("filler")
        BOUNCED = "bounced", _("bounced")
        WRONG = "wrong", _("wrong number")

    USELESS = (State.INVALID, State.AREA, State.FILLER)  # by what the text says alone
    NOBODYS = (State.FILLER, State.INVALID, State.WRONG)  # says nothing of whose it is

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="points", db_index=False
    )
    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, null=True, blank=True, related_name="points", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.TextField(blank=True)
    raw = models.TextField()
    label = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State)
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "people_point"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, company__isnull=True)
                | Q(person__isnull=True, company__isnull=False),
                name="a_point_belongs_to_a_person_or_a_company",
            ),
            models.CheckConstraint(condition=~Q(raw=""), name="a_point_keeps_its_raw_text"),
        ]
        indexes = [
            models.Index(
                fields=["person", "kind", "position"],
                condition=Q(person__isnull=False),
                name="point_of_person",
            ),
            models.Index(
                fields=["company", "kind", "position"],
                condition=Q(company__isnull=False),
                name="point_of_company",
            ),
            models.Index(
                fields=["value", "kind"], condition=~Q(value="") & ~Q(kind="address"), name="point_by_value"
            ),
            GinIndex(
                OpClass(F("value"), name="gin_trgm_ops"),
                condition=Q(kind__in=["phone", "email"]),
                name="point_value_trgm",
            ),
            GinIndex(
                SearchVector("value", config="simple"),
                condition=Q(kind="address"),
                name="point_address_words",
            ),
            GinIndex(
                SearchVector("value", config="simple"),
                condition=Q(kind="address", company__isnull=False),
                name="point_company_words",
            ),
        ]

    @property
    def is_usable(self) -> bool:
        """Whether somebody can be reached by it, as far as is known."""
        return self.state in (self.State.VALID, self.State.CONFIRMED)
