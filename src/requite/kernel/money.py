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
_POINTED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")  # 1.234,56: no reader means another number by it
_COMMA = re.compile(r"-?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")  # 1234,56: no group has two digits
_MARKS = re.compile(r"[\s\u00a0\u202f'’_]+")
_WORDS = re.compile(r"[₩￦원₽$€£¥]|(?:руб(?:лей|ля|ль)?|(?<!л)р|won|krw|rub|usd|eur)\.?", re.IGNORECASE)  # not that of млрд
_SIGNS = {
    "KRW": "₩|￦|원|won|krw", "RUB": "₽|руб|р|rub", "EUR": "€|eur", "GBP": "£", "JPY": "¥", "CNY": "¥", "USD": r"\$|usd",
}  # fmt: skip
_SCALES = {
    "조": 12, "억": 8, "천만": 7, "백만": 6, "만": 4, "천": 3, "млрд": 9, "млн": 6, "тыс": 3, "bn": 9, "m": 6, "k": 3,
}  # fmt: skip
_PIECE = re.compile(rf"([0-9][0-9.,]*)({'|'.join(_SCALES)})\.?", re.IGNORECASE)
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
    """The amount that somebody typed ("1,234,000원", "1 234,50 ₽", "1억 2천만"); `Refused` where it is none.

    With `locale` "ru" a comma is the decimal sign, otherwise a point; a comma that can't part groups is one for
    everybody. Parts smaller than the currency's are refused, and the sign of another currency.
    """
    if _is_foreign(text, currency):
        wrong = _("This is the sign of another currency. The amount is kept in %(currency)s.") % {"currency": currency}
        raise errors.Refused(wrong, field="amount")
    plain = _plain(text, locale)
    if not plain:
        raise errors.Refused(_("Write an amount, such as 1200000."), field="amount")
    return _exact(plain, currency)


def parse_number(text: str, *, locale: str = "en") -> Decimal | None:
    """A plain number as somebody typed it, by the same rules; None where it is none."""
    plain = _plain(text, locale)
    return Decimal(plain) if plain else None


def _is_foreign(text: str, currency: str) -> bool:
    """Whether it has a sign, and none of those that the currency may have."""
    found = {sign.lower().rstrip(".")[:3] for sign in _WORDS.findall(unicodedata.normalize("NFKC", text[:_LONGEST]))}
    own = re.compile(_SIGNS.get(currency, r"\$"), re.IGNORECASE)
    return currency in _SIGNS and bool(found) and not any(own.match(sign) for sign in found)


def _plain(text: str, locale: str) -> str:
    if len(text) > _LONGEST or any(unicodedata.category(sign) == "No" for sign in text):
        return ""  # a raised or circled digit is no digit of a number: 10² isn't 102
    bare = _MARKS.sub("", _WORDS.sub("", unicodedata.normalize("NFKC", text))).replace("\u2212", "-")
    return _summed(bare, locale) if _PIECE.search(bare) else _digits(bare, locale)


def _digits(plain: str, locale: str) -> str:
    if locale.startswith("ru") and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _POINTED.fullmatch(plain) or _COMMA.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    return plain if _NUMBER.fullmatch(plain) else ""


def _summed(bare: str, locale: str) -> str:
    """Of numbers with words of size, from the largest on: 1억2천만 → 120000000, 12,4млн → 12400000; "" where they aren't."""
    whole, at, before = Decimal(0), 0, 99
    sign, bare = ("-", bare[1:]) if bare.startswith("-") else ("", bare)
    while piece := _PIECE.match(bare, at):
        scale, digits = _SCALES[piece[2].lower()], _digits(piece[1], locale)
        if not digits or scale >= before:
            return ""
        whole, at, before = whole + Decimal(digits).scaleb(scale), piece.end(), scale
    rest = _digits(bare[at:], locale) if at < len(bare) else "0"
    if not rest or rest.startswith("-") or Decimal(rest) >= 10**before:
        return ""
    return f"{sign}{(whole + Decimal(rest)).normalize():f}"


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
