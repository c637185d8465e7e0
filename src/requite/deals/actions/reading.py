"""Numbers of lines and products as somebody typed them: quantities, prices, percents."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from requite.identity.checks import Checks
from requite.kernel.errors import Refused
from requite.kernel.money import digits_of, parse_money, parse_number

MOST_UNITS = 10**12  # of a currency
MOST_QUANTITY = Decimal(10) ** 8
HUNDRED = Decimal(100)


def read_price(checks: Checks, field: str, text: str, *, currency: str, locale: str) -> int:
    """Minor units of the currency, not below nothing; a fault beside the field else."""
    try:
        minor = parse_money(text, currency=currency, locale=locale).minor
    except Refused as refusal:
        checks.fault(field, next(iter(refusal.errors.values())))
        return 0
    if minor < 0:
        checks.fault(field, _("This is not below nothing. For a return write the quantity with a minus."))
    elif minor > MOST_UNITS * 10 ** digits_of(currency):
        checks.fault(field, _("This amount is too large."))
    return minor


def read_quantity(checks: Checks, field: str, text: str, *, locale: str) -> Decimal:
    """Up to three decimals; below nothing is a return, nothing itself is a fault."""
    number = parse_number(text, locale=locale)
    if number is None:
        checks.fault(field, _("Write a number, such as 2 or 1.5."))
        return Decimal(1)
    if number == 0:
        checks.fault(field, _("Nothing of it can’t be sold. Remove the line instead."))
    elif abs(number) >= MOST_QUANTITY:
        checks.fault(field, _("This number is too large."))
    elif number != round(number, 3):
        checks.fault(field, _("At most three digits stand behind the point."))
    return number


def read_percent(checks: Checks, field: str, text: str, *, locale: str) -> Decimal | None:
    """From 0 to 100 with up to two decimals; None when it is blank."""
    bare = text.strip().removesuffix("%").strip()
    if not bare:
        return None
    number = parse_number(bare, locale=locale)
    if number is None or not 0 <= number <= HUNDRED:
        checks.fault(field, _("Write a percentage from 0 to 100, such as 10 or 7.5."))
        return None
    if number != round(number, 2):
        checks.fault(field, _("At most two digits stand behind the point."))
        return None
    return number
