"""Dates as the languages of Requite write them."""

from datetime import date
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date
from django.utils.translation import get_language

PATTERNS = {
    "en": {
        "day": "d MMM",
        "weekday": "EEE d MMM",
        "year": "d MMM y",
        "long": "EEEE d MMMM",
        "month": "MMMM y",
    },
    "ko": {
        "day": "M월 d일",
        "weekday": "M월 d일 (E)",
        "year": "y년 M월 d일",
        "long": "M월 d일 EEEE",
        "month": "y년 M월",
    },
    "ru": {
        "day": "d MMM",
        "weekday": "E, d MMM",
        "year": "d MMM y",
        "long": "EEEE, d MMMM",
        "month": "LLLL y",
    },
}


def language() -> str:
    """The reader's language, one of the three; English for any other."""
    code = (get_language() or "en")[:2]
    return code if code in PATTERNS else "en"


@lru_cache(maxsize=8)
def locale_of(code: str) -> Locale:
    """By whose customs that language is written."""
    return Locale.parse({"en": "en_GB"}.get(code, code))


@lru_cache(maxsize=8192)
def write_day(day: date, style: str, code: str) -> str:
    """The date in that language. Styles: day, weekday, year, long, month."""
    return format_date(day, PATTERNS[code][style], locale=locale_of(code))
