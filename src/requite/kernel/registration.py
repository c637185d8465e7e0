"""Registration numbers of companies and their check digits: Korean 사업자등록번호, Russian ИНН."""

import re
import unicodedata

_KR_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_LOWEST_KR_OFFICE = 101
_SPACING = re.compile(r"[\s\-‐-―−.]+")
_PREFIX = re.compile(r"^(?:사업자(?:등록)?번호|инн(?:/кпп)?|inn)\s*:?\s*", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[0-9A-Z/]{4,24}")
_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_LONGEST = 64


def normalise_registration(raw: str, *, country: str) -> str | None:
    """The bare number where it is one of the country: its check digits hold (KR, RU); None otherwise.

    For other countries, whose rules aren't known here: 4 to 24 letters and digits.
    """
    if len(raw) > _LONGEST:
        return None
    plain = _PREFIX.sub("", unicodedata.normalize("NFKC", raw).strip())
    number = _SPACING.sub("", plain).upper()
    if country == "KR":
        return number if is_kr_business_number(number) else None
    if country == "RU":
        inn, _sign, kpp = number.replace("\\", "/").partition("/")  # ИНН/КПП, as bills have it
        return inn if is_ru_inn(inn) and (not kpp or is_ru_kpp(kpp)) else None
    return number if _ELSEWHERE.fullmatch(number) and any(sign.isdecimal() for sign in number) else None


def format_registration(number: str, *, country: str) -> str:
    """A stored number as its country writes it: 124-81-00998."""
    if country == "KR" and len(number) == 10:
        return f"{number[:3]}-{number[3:5]}-{number[5:]}"
    return number


def is_kr_business_number(number: str) -> bool:
    """True for ten bare digits with a right check digit, from a tax office that can exist (101 and up)."""
    if not _is_digits(number, 10) or int(number[:3]) < _LOWEST_KR_OFFICE:
        return False
    digits = [int(digit) for digit in number]
    total = sum(weight * digit for weight, digit in zip(_KR_WEIGHTS, digits[:9], strict=True))
    return (10 - (total + digits[8] * 5 // 10) % 10) % 10 == digits[9]


def is_ru_inn(number: str) -> bool:
    """True for ten (organisation) or twelve (person) bare digits with right check digits; no region 00."""
    if number[:2] == "00":
        return False
    if _is_digits(number, 10):
        return _inn_digit(number[:9]) == number[9]
    return _is_digits(number, 12) and _inn_digit(number[:10]) + _inn_digit(number[:11]) == number[10:]


def is_ru_kpp(number: str) -> bool:
    """True for a КПП: four digits of the tax office, two signs of the reason, three of the order. It has no check digit."""
    return bool(_KPP.fullmatch(number)) and number[:2] != "00"


def is_ru_ogrn(number: str) -> bool:
    """True for an ОГРН of thirteen digits or an ОГРНИП of fifteen with a right check digit."""
    if _is_digits(number, 13):
        return number[0] in "15" and int(number[:12]) % 11 % 10 == int(number[12])
    return _is_digits(number, 15) and number[0] == "3" and int(number[:14]) % 13 % 10 == int(number[14])


def bare(raw: str) -> str:
    """A number without its spaces and hyphens, in capitals."""
    return _SPACING.sub("", unicodedata.normalize("NFKC", raw[:_LONGEST]).strip()).upper()


def _inn_digit(body: str) -> str:
    weights = _INN_WEIGHTS[-len(body) :]
    return str(sum(weight * int(digit) for weight, digit in zip(weights, body, strict=True)) % 11 % 10)


def _is_digits(number: str, size: int) -> bool:
    return len(number) == size and number.isascii() and number.isdecimal()
