"""What an amount is worth in the company's currency."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from requite.deals.models import Rate
from requite.kernel.money import digits_of


def worth(amount: int | None, currency: str, *, home: str, day: date) -> int | None:
    """Hundredths of a unit of `home` for minor units of `currency`, by the rate in force on that day; None without one."""
    if amount is None:
        return None
    if currency == home:
        return _hundredths(Decimal(amount).scaleb(-digits_of(currency)))
    rate = (
        Rate.objects.filter(currency=currency, starts_on__lte=day)
        .order_by("-starts_on")
        .values_list("rate", flat=True)
        .first()
    )
    if rate is None:
        return None
    return _hundredths(Decimal(amount).scaleb(-digits_of(currency)) * rate)


def list_rated() -> list[str]:
    """The currencies that have a rate, by their codes."""
    return list(Rate.objects.order_by("currency").values_list("currency", flat=True).distinct())


def _hundredths(units: Decimal) -> int:
    return int(units.scaleb(2).to_integral_value(ROUND_HALF_UP))
