"""The lines of a deal, and the products to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from requite.deals.terms import Total, total_of
from requite.kernel.fold import fold
from requite.kernel.reading import fetch_all, fetch_one

LONGEST, PAGE = 100, 50
LINES = """
SELECT id, product_id, name, unit, quantity, price, currency, off_percent, off_amount, tax_rate, net, tax, version
FROM deals_line WHERE deal_id = %s AND removed_at IS NULL ORDER BY position, id
"""
PRODUCTS = """
SELECT id, name, code, unit, price, currency, tax_rate, ended_at, version, name_fold FROM deals_product
WHERE (ended_at IS NOT NULL) = %(ended)s AND (name_fold, id) > (%(name)s, %(id)s::uuid)
  AND (%(text)s = '' OR strpos(name_fold, %(text)s) > 0 OR strpos(lower(code), %(code)s) > 0)
ORDER BY name_fold, id LIMIT %(limit)s
"""
ONE = """
SELECT id, name, code, unit, price, currency, tax_rate, ended_at, version FROM deals_product WHERE id = %s
"""
NIL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class LineShape:
    """A line. Money is in minor units of `currency`, percents are of a hundred."""

    id: UUID
    product_id: UUID | None
    name: str
    unit: str
    quantity: Decimal
    price: int
    currency: str
    off_percent: Decimal | None
    off_amount: int | None
    tax_rate: Decimal
    net: int
    tax: int
    version: int


@dataclass(frozen=True, slots=True)
class ProductShape:
    """What may be sold. `price` is in minor units of `currency`."""

    id: UUID
    name: str
    code: str
    unit: str
    price: int | None
    currency: str
    tax_rate: Decimal
    ended_at: datetime | None
    version: int


def list_lines(deal_id: UUID) -> list[LineShape]:
    """The lines of a deal that the reader has been shown already, in their order."""
    return [LineShape(*row) for row in fetch_all(LINES, [deal_id])]


def sum_lines(lines: Iterable[LineShape]) -> Total:
    """What they come to."""
    return total_of((one.net, one.tax) for one in lines)


def list_products(
    *, text: str = "", ended: bool = False, after: tuple[str, UUID] | None = None, limit: int = PAGE
) -> tuple[list[ProductShape], tuple[str, UUID] | None]:
    """Products by name, those whose name or code holds the text; a page and the key of the next one."""
    wanted = text[:LONGEST]
    values = {
        "ended": ended, "name": after[0] if after else "", "id": after[1] if after else NIL,
        "text": fold(wanted), "code": wanted.strip().lower(), "limit": limit + 1,
    }  # fmt: skip
    rows = fetch_all(PRODUCTS, values, prepare=False)
    more = (rows[limit - 1][9], rows[limit - 1][0]) if len(rows) > limit else None
    return [ProductShape(*row[:9]) for row in rows[:limit]], more


def find_product(product_id: UUID) -> ProductShape | None:
    """One of them, an ended one too."""
    row = fetch_one(ONE, [product_id])
    return ProductShape(*row) if row else None
