"""Amounts in minor units of a currency."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from babel import numbers
from django.utils.translation import gettext_lazy as _

from requite.kernel import errors

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_MARKS = re.compile(r"[\s\u00a0\u202f'’_]+")
_WORDS = re.compile(r"[₩￦원₽$€£¥]|(?:руб(?:лей|ля|ль)?|р|won|krw|rub|usd|eur)\.?", re.IGNORECASE)
_LONGEST = 40
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Money:
    """A whole number of minor units (won, kopecks, cents) of an ISO 4217 currency."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    @property
    def amount(self) -> Decimal:
        """In whole units: 12.50."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency))

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} don't add up")
        return other


def digits_of(currency: str) -> int:
    """How many decimal digits the currency has: 0 for KRW, 2 for RUB."""
    return numbers.get_currency_precision(currency)


def parse_money(text: str, *, currency: str, locale: str = "en") -> Money:
    """The amount that somebody typed ("1,234,000원", "1 234,50 ₽"); `Refused` where it is none.

    With `locale` "ru" a comma is the decimal sign, otherwise a point. Parts smaller than the currency's are
    refused.
    """
    plain = _plain(text, locale)
    if not plain:
        raise errors.Refused(_("Write an amount, such as 1200000."), field="amount")
    return _exact(plain, currency)


def parse_number(text: str, *, locale: str = "en") -> Decimal | None:
    """A plain number as somebody typed it, by the same rules; None where it is none."""
    plain = _plain(text, locale)
    return Decimal(plain) if plain else None


def _plain(text: str, locale: str) -> str:
    plain = _MARKS.sub("", _WORDS.sub("", unicodedata.normalize("NFKC", text[: _LONGEST + 1])))
    plain = plain.replace("\u2212", "-")
    if locale.startswith("ru") and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return plain if len(text) <= _LONGEST and _NUMBER.fullmatch(plain) else ""


def format_money(money: Money, *, locale: str) -> str:
    """The amount as readers of the locale write it, with the sign of its currency: ₩1,200,000."""
    return str(numbers.format_currency(money.amount, money.currency, locale=locale.replace("-", "_")))


def _exact(plain: str, currency: str) -> Money:
    try:
        minor = Decimal(plain).scaleb(digits_of(currency))
    except InvalidOperation:
        raise errors.Refused(_("Write an amount, such as 1200000."), field="amount") from None
    if minor != minor.to_integral_value():
        raise errors.Refused(_("The currency has no such small parts."), field="amount")
    if abs(minor) > _LARGEST:
        raise errors.Refused(_("This amount is too large."), field="amount")
    return Money(int(minor), currency)
