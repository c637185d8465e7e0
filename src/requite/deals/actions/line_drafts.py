"""What a form says of a line, as the model keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access
from requite.deals.actions.reading import MOST_UNITS, read_percent, read_price, read_quantity
from requite.deals.models import Deal, Line, Product
from requite.deals.terms import Terms, Total, total_of
from requite.deals.worth import convert
from requite.identity.checks import Checks
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.money import digits_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """What a form says of a line, as text. `price` is of one unit, in whole units of the deal's currency.

    `discount` is in percent, or (`discount_in` "amount") an amount off the whole line; `tax_rate` in percent.
    """

    product_id: UUID | None = None
    name: str = ""
    quantity: str = "1"
    price: str = ""
    discount: str = ""
    discount_in: str = "percent"
    tax_rate: str = ""


def offered(product_id: UUID | None) -> Product | None:
    """The product of that id. Raises Refused for one that is no longer offered."""
    if product_id is None:
        return None
    found = Product.objects.filter(id=product_id, ended_at__isnull=True).first()
    if found is None:
        raise Refused(_("This product is no longer offered. Choose another."), field="product")
    return found


def read_line(
    draft: LineDraft, deal: Deal, product: Product | None, *, actor: Actor, at: datetime, line: Line | None = None
) -> dict[str, Any]:
    """What a form gave, as the model keeps it. Raises Refused with everything that is wrong."""
    checks, locale, currency = Checks(), actor.language, deal.currency
    name = checks.text("name", draft.name or (product.name if product else ""), limit=200, needed=product is None)
    quantity = read_quantity(checks, "quantity", draft.quantity, locale=locale)
    if draft.price.strip() or product is None or line is not None:
        price = read_price(checks, "price", draft.price, currency=currency, locale=locale)
    else:
        price = _price_of(checks, product, currency, actor=actor, at=at)
    tax = read_percent(checks, "tax_rate", draft.tax_rate, locale=locale)
    if tax is None:
        tax = product.tax_rate if product and line is None else Product().tax_rate
    percent = amount = None
    if draft.discount_in == "amount" and draft.discount.strip():
        amount = read_price(checks, "discount", draft.discount, currency=currency, locale=locale)
    else:
        percent = read_percent(checks, "discount", draft.discount, locale=locale)
    terms = Terms(quantity, price, percent or None, amount or None, tax)
    _judge(checks, terms, currency)
    checks.settle()
    return {
        "name": name, "unit": product.unit if product else "", "quantity": quantity, "price": price,
        "off_percent": terms.off_percent, "off_amount": terms.off_amount, "tax_rate": tax, "currency": currency,
        "net": terms.net, "tax": terms.tax,
    }  # fmt: skip


def _judge(checks: Checks, terms: Terms, currency: str) -> None:
    if (terms.off_amount or 0) > abs(terms.gross_price):
        checks.fault("discount", _("The discount is more than the line comes to."))
    if abs(terms.net) + abs(terms.tax) > MOST_UNITS * 10 ** digits_of(currency):
        checks.fault("price", _("This amount is too large."))


def _price_of(checks: Checks, product: Product, currency: str, *, actor: Actor, at: datetime) -> int:
    """The product's price in the deal's currency, by the company's rates of the day."""
    if product.price is None:
        checks.fault("price", _("This product has no price of its own. Write one."))
        return 0
    day = actor.day_of(at)
    price = convert(product.price, source=product.currency, to=currency, home=actor.currency, day=day)
    if price is None:
        checks.fault(
            "price",
            _("There is no rate between %(one)s and %(other)s today. Write the price in %(other)s.")
            % {"one": product.currency, "other": currency},
        )
    return price or 0


def preview_line(
    *, actor: Actor, at: datetime, deal_id: UUID, draft: LineDraft, line_id: UUID | None
) -> tuple[int | None, Total]:
    """What a line would come to (None while it can't be read), and the deal with it; nothing is kept. Raises NotVisible."""
    deal = access.see_deal(actor=actor, deal_id=deal_id)
    kept = {one.id: one for one in deal.lines.select_related("product").filter(removed_at__isnull=True)}
    line = kept.pop(line_id, None) if line_id else None
    pairs = [(one.net, one.tax) for one in kept.values()]
    try:
        product = line.product if line else offered(draft.product_id)
        given = read_line(draft, deal, product, actor=actor, at=at, line=line)
    except Refused:
        return None, total_of(pairs if line is None else [*pairs, (line.net, line.tax)])
    return given["net"], total_of([*pairs, (given["net"], given["tax"])])
