"""Days as people and programmes write them."""

import re
from datetime import date

ISO = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
SOLID = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})")
MIDNIGHT = re.compile(r"[T\s]+0?0:00(?::00(?:\.0+)?)?\s*(?:Z|\+00:?00)?$")  # behind the day, as programmes write it
DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([^\W\d_]{3,8})[\s.,-]+(\d{4})(?:\s*(?:г|года)\.?)?", re.IGNORECASE)
MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
MONTHS = (
    "january январь января", "february февраль февраля", "march март марта", "april апрель апреля", "may май мая",
    "june июнь июня", "july июль июля", "august август августа", "september сентябрь сентября",
    "october октябрь октября", "november ноябрь ноября", "december декабрь декабря",
)  # fmt: skip
LONGEST = 40


def read_day(text: str, *, locale: str) -> date | None:
    """A day as people write it: 2026-11-29, 2026.11.29, 29.11.2026, 20261129, "29 Nov 2026", "29 ноября 2026 г.".

    By the locale 11/29/2026 or 29/11/2026. A midnight behind the day is left out.
    """
    if len(text) > LONGEST:
        return None
    parts = _parts(MIDNIGHT.sub("", text.strip()), locale)
    try:
        day = date(*map(int, parts)) if parts else None
    except ValueError:
        return None
    return day if day and 1900 <= day.year <= 2200 else None


def _parts(text: str, locale: str) -> tuple[str | int, str | int, str | int] | None:
    """Year, month and day."""
    if found := ISO.fullmatch(text) or SOLID.fullmatch(text):
        return found[1], found[2], found[3]
    if found := DOTTED.fullmatch(text):
        return found[3], found[2], found[1]
    if found := SLASHED.fullmatch(text):
        return (found[3], found[1], found[2]) if locale == "en" else (found[3], found[2], found[1])
    if found := DAY_FIRST.fullmatch(text):
        return found[3], _month(found[2]), found[1]
    if found := MONTH_FIRST.fullmatch(text):
        return found[3], _month(found[1]), found[2]
    return None


def _month(name: str) -> int:
    """The number of a month by its name or the first three or four letters of it, 0 for none."""
    word = name.lower()
    for number, names in enumerate(MONTHS, 1):
        if any(word == full or (len(word) < 5 and full.startswith(word)) for full in names.split()):
            return number
    return 0
