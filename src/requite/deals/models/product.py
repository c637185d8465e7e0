from decimal import Decimal

from django.db import models
from django.db.models import Q

from requite.deals.models.deal import Deal
from requite.kernel.ids import new_id


class Product(models.Model):
    """What the company sells.

    `price` is of one `unit`, in minor units of `currency` and without tax; None is asked for each time. `tax_rate` is in
    percent. From `ended_at` on it is no longer offered; lines that have it keep it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    name_fold = models.TextField(db_collation="C")
    code = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    price = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "deals_product"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_product_has_a_name"),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="a_price_is_not_below_nothing"
            ),
            models.UniqueConstraint(
                fields=["name_fold"], condition=Q(ended_at__isnull=True), name="a_product_name_is_offered_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(ended_at__isnull=True) & ~Q(code=""),
                name="a_product_code_is_offered_once",
            ),
        ]


class Line(models.Model):
    """A product, or something named, in a deal: so many, at that price, less a discount, and the tax on it.

    Money is in minor units of `currency`, the deal's. `off_percent`, or `off_amount` of the whole line, is the discount;
    never both. A quantity below nothing is a return. `net` and `tax` follow from the others (see `deals.terms`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="lines", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    position = models.IntegerField()
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=20, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    off_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    off_amount = models.BigIntegerField(null=True, blank=True)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "deals_line"
        indexes = [models.Index(fields=["deal", "position", "id"], name="line_of_deal")]
        constraints = [
            models.CheckConstraint(condition=~Q(quantity=0), name="a_line_is_of_something"),
            models.CheckConstraint(condition=Q(price__gte=0), name="a_line_price_is_not_below_nothing"),
            models.CheckConstraint(
                condition=Q(off_percent__isnull=True) | Q(off_amount__isnull=True), name="a_line_has_one_discount",
            ),
        ]
