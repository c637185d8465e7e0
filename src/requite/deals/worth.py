"""What an amount is worth in the company's currency."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from requite.deals.models import Rate
from requite.kernel.money import digits_of
from requite.kernel.reading import fetch_all

PRICE = """
WITH found AS (
    SELECT id FROM deals_deal WHERE currency = %(currency)s AND value IS NULL AND state = 'open' AND archived_at IS NULL
      AND round(amount * %(factor)s::numeric) <= %(most)s
    ORDER BY id FOR NO KEY UPDATE
), priced AS (
    UPDATE deals_deal d SET value = round(d.amount * %(factor)s::numeric) FROM found WHERE d.id = found.id
    RETURNING d.stage_id
)
SELECT DISTINCT s.pipeline_id FROM deals_stage s JOIN priced ON priced.stage_id = s.id
"""


def worth(amount: int | None, currency: str, *, home: str, day: date) -> int | None:
    """Hundredths of a unit of `home` for minor units of `currency`, by the rate in force on that day; None without one."""
    return Pricing(home=home, day=day)(amount, currency)


class Pricing:
    """`worth` of many amounts on one day: the rate of each currency is read once."""

    def __init__(self, *, home: str, day: date) -> None:
        self.home, self.day = home, day
        self._rates: dict[str, Decimal | None] = {home: Decimal(1)}

    def __call__(self, amount: int | None, currency: str) -> int | None:
        """Hundredths of a unit of `home` for minor units of `currency`; None without a rate."""
        if amount is None:
            return None
        if currency not in self._rates:
            self._rates[currency] = find_rate(currency, day=self.day)
        rate = self._rates[currency]
        return None if rate is None else _hundredths(Decimal(amount).scaleb(-digits_of(currency)) * rate)


def find_rate(currency: str, *, day: date) -> Decimal | None:
    """The rate of the currency that is in force on that day."""
    rates = Rate.objects.filter(currency=currency, starts_on__lte=day).order_by("-starts_on")
    return rates.values_list("rate", flat=True).first()


def convert(minor: int, *, source: str, to: str, home: str, day: date) -> int | None:
    """Minor units of `source` as such of `to`, by the company's rates of that day; None where one of them is missing."""
    if source == to:
        return minor
    one, other = (Decimal(1) if code == home else find_rate(code, day=day) for code in (source, to))
    if one is None or other is None:
        return None
    units = Decimal(minor).scaleb(-digits_of(source)) * one / other
    return int(units.scaleb(digits_of(to)).to_integral_value(ROUND_HALF_UP))


def price_unpriced(currency: str, *, rate: Decimal, most: int) -> list[UUID]:
    """Say what open deals are worth whose currency had no rate; the pipelines in which such deals stand.

    Worths above `most` stay unknown.
    """
    factor = rate.scaleb(2 - digits_of(currency))
    return [row[0] for row in fetch_all(PRICE, {"currency": currency, "factor": factor, "most": most})]


def list_rated() -> list[str]:
    """The currencies that have a rate, by their codes."""
    return list(Rate.objects.order_by("currency").values_list("currency", flat=True).distinct())


def _hundredths(units: Decimal) -> int:
    return int(units.scaleb(2).to_integral_value(ROUND_HALF_UP))
