"""What a line of a deal comes to: the arithmetic of quantity, price, discount and tax (ADR 0031).

Everything is in minor units of the deal's currency. Each line is rounded by itself, halves away from nothing, and a deal
is the sum of its rounded lines: what a reader adds up on the page is what stands below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Terms:
    """Of one line. `off_percent`, or `off_amount` of the whole line, is the discount; `tax_rate` is in percent."""

    quantity: Decimal
    price: int
    off_percent: Decimal | None = None
    off_amount: int | None = None
    tax_rate: Decimal = Decimal(0)

    @property
    def gross_price(self) -> int:
        """Quantity times price, before the discount; below nothing for a return."""
        return _whole(self.quantity * self.price)

    @property
    def net(self) -> int:
        """What is paid for it without tax: a discount brings a sale, and a return, nearer to nothing."""
        if self.off_amount is not None:
            whole = self.gross_price
            return whole - self.off_amount if whole > 0 else whole + self.off_amount
        return _whole(self.quantity * self.price * (HUNDRED - (self.off_percent or 0)) / HUNDRED)

    @property
    def tax(self) -> int:
        """The tax on it."""
        return _whole(self.net * self.tax_rate / HUNDRED)


@dataclass(frozen=True, slots=True)
class Total:
    """The lines of a deal together: without tax, and the tax on them."""

    net: int
    tax: int

    @property
    def gross(self) -> int:
        """With tax: what the customer pays."""
        return self.net + self.tax


def total_of(lines: Iterable[tuple[int, int]]) -> Total:
    """The sum of lines given as (net, tax)."""
    pairs = list(lines)
    return Total(sum(net for net, _ in pairs), sum(tax for _, tax in pairs))


def _whole(number: Decimal) -> int:
    with localcontext(prec=60):
        return int(number.quantize(Decimal(1), ROUND_HALF_UP))
