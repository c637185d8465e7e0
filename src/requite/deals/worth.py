"""What an amount is worth in the company's currency."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from requite.deals.models import Deal, Rate
from requite.kernel.money import digits_of
from requite.kernel.reading import fetch_all

PRICING = "rates"  # the live topic of a rate and of the deals that get their worth by it
MOST_WORTH = 10**14  # in hundredths: a million such deals still add up
UNPRICED = """
SELECT d.currency, count(*) FROM unnest(%(currencies)s::text[], %(factors)s::numeric[]) r(currency, factor)
JOIN deals_deal d ON d.currency = r.currency AND d.value IS NULL AND d.amount IS NOT NULL
    AND d.state = 'open' AND d.archived_at IS NULL
    AND round(d.amount * r.factor) <= %(most)s GROUP BY 1
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


def count_unpriced(*, day: date) -> dict[str, int]:
    """How many open deals of each currency wait for the worth that its rate of the day gives them."""
    newest = Rate.objects.filter(starts_on__lte=day).order_by("currency", "-starts_on").distinct("currency")
    rates = dict(newest.values_list("currency", "rate"))
    factors = [rate.scaleb(2 - digits_of(code)) for code, rate in rates.items()]
    values = {"currencies": list(rates), "factors": factors, "most": MOST_WORTH}
    return {row[0]: row[1] for row in fetch_all(UNPRICED, values)} if rates else {}


def holds_amounts() -> bool:
    """Whether a deal has an amount, or a currency a rate: both mean the company's currency."""
    return Deal.objects.filter(amount__isnull=False).exists() or Rate.objects.exists()


def list_rated() -> list[str]:
    """The currencies that have a rate, by their codes."""
    return list(Rate.objects.order_by("currency").values_list("currency", flat=True).distinct())


def _hundredths(units: Decimal) -> int:
    return int(units.scaleb(2).to_integral_value(ROUND_HALF_UP))
