"""Filters that write instants, numbers, money and telephone numbers as the reader's language writes them.

Language and zone are those that the actor middleware activated (`translation.activate`, `timezone.activate`):
macros that are imported without context reach them too. Whatever repeats on a page is remembered: formatting
is most of a page's time.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
)
from django.utils import timezone
from django.utils.translation import gettext

from requite.kernel.dates import language, locale_of, write_day

Number = int | float | Decimal
DAY_ENDS = time(23, 59, 59)  # of what is due on a whole day


def _here(at: datetime) -> datetime:
    return at.astimezone(timezone.get_current_timezone())


def day(on: date | datetime | None, style: str = "") -> str:
    """A date: "18 Nov", with its year unless that is this one. Styles: day, weekday, year, long, month."""
    if on is None:
        return ""
    on = _here(on).date() if isinstance(on, datetime) else on
    if not style:
        style = "day" if on.year == _here(timezone.now()).year else "year"
    return write_day(on, style, language())


def day_here(on: date, year: int, code: str) -> str:
    """`day` in that language for a reader in that year: a calendar asks for both once."""
    return write_day(on, "day" if on.year == year else "year", code)


def clock(at: datetime | None) -> str:
    """The time of day on a 24 h clock: "10:02"."""
    if at is None:
        return ""
    here = _here(at)
    return f"{here.hour:02d}:{here.minute:02d}"


def moment(at: datetime | None, style: str = "") -> str:
    """Date and time: "18 Nov, 10:02"."""
    return "" if at is None else f"{day(at, style)}, {clock(at)}"


def when(at: datetime | None, now: datetime | None = None) -> str:
    """As one speaks of an instant: "10:02" today, "yesterday 10:02", "Fri 20 Nov", "3 Oct"."""
    if at is None:
        return ""
    return when_here(_here(at), _here(now or timezone.now()).date(), language())


def when_here(here: datetime, today: date, code: str) -> str:
    """`when` of an instant that is in the reader's zone already: a list asks for the zone once."""
    days = (here.date() - today).days
    clock = f"{here.hour:02d}:{here.minute:02d}"
    if days == 0:
        return clock
    if days == -1:
        return gettext("yesterday %(time)s") % {"time": clock}
    if days == 1:
        return gettext("tomorrow %(time)s") % {"time": clock}
    return write_day(here.date(), _style(days, here.year == today.year), code)


def step(at: datetime | None, now: datetime, company: tzinfo) -> str:
    """`when` of what is to be done; by its day alone where it is due on a whole day of the company's."""
    zone = timezone.get_current_timezone()
    return step_here(at, company, zone, now.astimezone(zone).date(), language()) if at else ""


def step_here(at: datetime, company: tzinfo, zone: tzinfo, today: date, code: str) -> str:
    """`step` for a reader in that zone. Due on a whole day is what is due at the last second of the company's."""
    there = at.astimezone(company)
    if there.time() != DAY_ENDS:
        return when_here(at.astimezone(zone), today, code)
    days = (there.date() - today).days
    if abs(days) < 2:
        return (gettext("today"), gettext("tomorrow"), gettext("yesterday"))[days]
    return write_day(there.date(), _style(days, there.year == today.year), code)


def due(at: datetime | None, now: datetime | None = None) -> str:
    """A due instant: "today", "tomorrow", "Fri 20 Nov"; what is past says "since …"."""
    if at is None:
        return ""
    here, moment_now = _here(at).date(), now or timezone.now()
    days = (here - _here(moment_now).date()).days
    if at < moment_now:
        return gettext("overdue since %(day)s") % {"day": gettext("today") if days == 0 else day(here)}
    if days in (0, 1):
        return gettext("today") if days == 0 else gettext("tomorrow")
    return write_day(here, _style(days, here.year == _here(moment_now).year), language())


def _style(days: int, same_year: bool) -> str:
    if abs(days) < 7:
        return "weekday"
    return "day" if same_year else "year"


def duration(span: timedelta | int | None) -> str:
    """A span, or seconds: "40 s", "4 min 10 s", "1 h 5 min"."""
    if span is None:
        return ""
    seconds = int(span.total_seconds() if isinstance(span, timedelta) else span)
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    if hours:
        return gettext("%(h)s h %(m)s min") % {"h": hours, "m": minutes}
    if minutes and rest and minutes < 10:
        return gettext("%(m)s min %(s)s s") % {"m": minutes, "s": rest}
    return gettext("%(m)s min") % {"m": minutes} if minutes else gettext("%(s)s s") % {"s": rest}


@lru_cache(maxsize=8192)
def _number(value: Number, code: str) -> str:
    return str(format_decimal(value, format="#,##0.#" if value % 1 else "#,##0", locale=locale_of(code)))


def number(value: Number | None) -> str:
    """A number with the language's grouping and at most one decimal."""
    return "" if value is None else _number(value, language())


def exact(value: Number) -> str:
    """A number with the language's grouping and all of its decimals."""
    return str(format_decimal(value, format="#,##0.##########", locale=locale_of(language())))


def factor(value: Number) -> str:
    """What something is multiplied by, to three decimals: 0.900 in English, 0,900 in Russian."""
    return str(format_decimal(value, format="0.000", locale=locale_of(language())))


@lru_cache(maxsize=512)
def _percent(share: float, code: str) -> str:
    return str(format_percent(share, format="#,##0 %", locale=locale_of(code)))


def percent(share: float | None) -> str:
    """A share of 1 as whole percent. Shares of fewer than ten are for counts, not for this."""
    return "" if share is None else _percent(round(float(share), 2), language())


@lru_cache(maxsize=8192)
def _money(value: Number, currency: str, code: str) -> str:
    if value % 1 == 0:
        pattern = re.sub(r"\.0+", "", locale_of(code).currency_formats["standard"].pattern)
        text = format_currency(value, currency, pattern, locale=locale_of(code), currency_digits=False)
    else:
        text = format_currency(value, currency, locale=locale_of(code))
    return text.replace("US$", "$")


def money(value: Number | None, currency: str = "KRW") -> str:
    """An amount in full: "₩31,200,000"."""
    return "" if value is None else _money(value, currency, language())


def _is_round(value: Number) -> bool:
    size = abs(float(value))
    return size % 1_000_000 == 0 or size >= 10_000_000


UNITS = {"M": "m", "K": "k", "B": "bn"}


def _won(value: Number) -> str:
    """Won as Koreans say them: to the 만, of a hundred 억 and more to the 억."""
    whole = abs(int(value))
    eok, man = whole // 100_000_000, whole % 100_000_000 // 10_000
    parts = [f"{eok:,}억"] if eok else []
    if man and eok < 100:
        parts.append(f"{man:,}만")
    return f"{'-' if value < 0 else ''}{' '.join(parts) or f'{whole:,}'}원"


@lru_cache(maxsize=4096)
def _money_short(value: Number, currency: str, code: str) -> str:
    if code == "ko" and currency == "KRW":
        return _won(value)
    digits = 0 if _is_round(value) else 1
    text = str(
        format_compact_currency(value, currency, locale=locale_of(code), fraction_digits=digits)
    ).replace("US$", "$")
    return text[:-1] + UNITS[text[-1]] if text[-1] in UNITS else text


def money_short(value: Number | None, currency: str = "KRW") -> str:
    """An amount to be read across a room: "₩31m", "3,120만원", "31 млн ₩"."""
    return "" if value is None else _money_short(value, currency, language())


def measure(value: Number | None, unit: str = "count", currency: str = "KRW") -> str:
    """The value of a figure: money when the unit says so, else a number."""
    return money_short(value, currency) if unit == "money" else number(value)


GROUPINGS = (
    (re.compile(r"\+82(2)(\d{3,4})(\d{4})"), r"+82 \1-\2-\3"),
    (re.compile(r"\+82(1\d|[3-6]\d)(\d{3,4})(\d{4})"), r"+82 \1-\2-\3"),
    (re.compile(r"\+7([3489]\d\d)(\d{3})(\d\d)(\d\d)"), r"+7 \1 \2-\3-\4"),
    (re.compile(r"\+1([2-9]\d\d)(\d{3})(\d{4})"), r"+1 \1-\2-\3"),
)


@lru_cache(maxsize=32768)
def phone(e164: str | None) -> str:
    """A number in E.164 as it is written internationally; anything else (masked, raw) comes back as it is."""
    if not e164:
        return ""
    for shape, grouped in GROUPINGS:
        if shape.fullmatch(e164):
            return shape.sub(grouped, e164)
    return _parsed(e164)


def _parsed(text: str) -> str:
    if not re.fullmatch(r"\+\d{5,15}", text):
        return text
    try:
        parsed = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def country(code: str) -> str:
    """A country's name in the reader's language; a code that is none comes back as it is."""
    return str(locale_of(language()).territories.get(code.upper(), code))


HANGUL = re.compile("[가-힣]")
FORM = re.compile(r"\((?:주|유|재|사)\)|㈜")  # what a company is by law, before or behind its Korean name
BEFORE = re.compile(r"^[\W_]+")  # quotes and brackets before a word


@lru_cache(maxsize=8192)
def initials(name: str | None) -> str:
    """What an avatar shows: the family syllable in Hangul, else the first letters of two words."""
    words = list(filter(None, (BEFORE.sub("", word) for word in FORM.sub(" ", name or "").split())))
    if not words:
        return "·"
    if HANGUL.match(words[0]):
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()


FILTERS = {
    "day": day,
    "clock": clock,
    "moment": moment,
    "when": when,
    "step": step,
    "due": due,
    "duration": duration,
    "number": number,
    "percent": percent,
    "money": money,
    "money_short": money_short,
    "measure": measure,
    "phone": phone,
    "country": country,
    "initials": initials,
}
