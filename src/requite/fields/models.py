"""The company's own fields, their options, and their values: a small typed table beside the fixed domain."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requite.kernel.ids import new_id

PREFIX = "x_"


class Field(models.Model):
    """A field that the company added to a kind of record.

    `unit` is shown beside a number, and is the currency of an amount. `audience` is a field group of the roles ("" is
    everybody who sees the record). An ended field keeps its values. `origin` is the field that it keeps the former
    values of, where it was set aside by a change of type. One that `is_turning` gets
    another type: nobody fills it. `kinds` says which activities have a field of activities.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        COMPANY = "company", pgettext_lazy("record", "Company")
        DEAL = "deal", _("Deal")
        ACTIVITY = "activity", _("Activity")

    class Type(models.TextChoices):
        TEXT = "text", _("Text")
        LONG = "long", _("Long text")
        NUMBER = "number", _("Number")
        MONEY = "money", _("Money")
        DATE = "date", _("Date")
        TIME = "time", _("Date and time")
        CHOICE = "choice", _("Choice")
        CHOICES = "choices", _("Several choices")
        FLAG = "flag", _("Yes or no")
        PERSON = "person", _("Person")
        COMPANY = "company", pgettext_lazy("record", "Company")
        USER = "user", _("Colleague")
        LINK = "link", _("Link")

    ACTIVITIES = ("meeting", "call", "task", "note")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    kinds = ArrayField(models.CharField(max_length=10), default=list, db_default=[], blank=True)
    type = models.CharField(max_length=10, choices=Type)
    name = models.CharField(max_length=60)
    section = models.CharField(max_length=60, blank=True)
    help = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    audience = models.CharField(max_length=20, blank=True)
    position = models.IntegerField()
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.IntegerField(default=1)
    is_turning = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "fields_field"

    @property
    def slug(self) -> str:
        """The field's name in forms, journal, filters and minimum sets."""
        return f"{PREFIX}{self.id.hex}"


class Option(models.Model):
    """One of the answers of a choice. An ended one stays where it was chosen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="options")
    label = models.CharField(max_length=80)
    position = models.IntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "fields_option"


class Value(models.Model):
    """What a record holds in a field: one row, or one for each of several choices (`place` from 0).

    Text and links are in `text`, numbers, amounts and yes or no (1 or 0) in `number`, options and records in `ref`.
    """

    pk = models.CompositePrimaryKey("record_id", "field_id", "place")
    record_id = models.UUIDField()
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="values", db_index=False)
    place = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(null=True)  # noqa: DJ001 - the other types have none
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    day = models.DateField(null=True)
    moment = models.DateTimeField(null=True)
    ref = models.UUIDField(null=True)

    class Meta:
        db_table = "fields_value"
        indexes = [
            # For filters and orders of lists.
            models.Index(
                F("field"),
                F("number"),
                F("record_id"),
                condition=Q(number__isnull=False),
                name="value_number",
            ),
            models.Index(
                F("field"), F("day"), F("record_id"), condition=Q(day__isnull=False), name="value_day"
            ),
            models.Index(
                F("field"),
                F("moment"),
                F("record_id"),
                condition=Q(moment__isnull=False),
                name="value_moment",
            ),
            models.Index(
                F("field"), F("ref"), F("record_id"), condition=Q(ref__isnull=False), name="value_ref"
            ),
        ]


class Survey(models.Model):
    """How far the records that lack a field are known: all of those made before `upto` are blanks.

    No `upto`: not looked at yet, or so many lack it that they are met soon by themselves.
    """

    field = models.OneToOneField(Field, on_delete=models.CASCADE, primary_key=True, related_name="+")
    upto = models.UUIDField(null=True)

    class Meta:
        db_table = "fields_survey"


class Blank(models.Model):
    """A record that lacked a surveyed field; it may have a value by now."""

    pk = models.CompositePrimaryKey("field_id", "record_id")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="+", db_index=False)
    record_id = models.UUIDField()

    class Meta:
        db_table = "fields_blank"


class Conversion(models.Model):
    """A change of type that goes on by itself: values up to the record `upto` stand converted under the field `stage`.

    `options` are the choices of the new type as (id, word). One that has failed left all as it was.
    """

    field = models.OneToOneField(Field, on_delete=models.CASCADE, primary_key=True, related_name="+")
    stage = models.ForeignKey(Field, on_delete=models.SET_NULL, null=True, related_name="+")
    type = models.CharField(max_length=10, choices=Field.Type)
    unit = models.CharField(max_length=20, blank=True)
    options = models.JSONField(default=list)
    actor_id = models.UUIDField(null=True)
    upto = models.UUIDField()
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField()
    has_failed = models.BooleanField(default=False)

    class Meta:
        db_table = "fields_conversion"
