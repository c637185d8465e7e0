"""Countries, currencies and time zones: what can be chosen, and what goes with what."""

from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import Locale, UnknownLocaleError, get_global
from babel.numbers import get_territory_currencies, list_currencies

LANGUAGES = ("en", "ko", "ru")
NOT_COUNTRIES = {"CQ", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
HOME = {"ko": "KR", "ru": "RU", "en": "US"}
# Where a country has several zones, the one most of its companies work in.
MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CL": "America/Santiago", "CN": "Asia/Shanghai", "DE": "Europe/Berlin",
    "ES": "Europe/Madrid", "FR": "Europe/Paris",
    "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "NL": "Europe/Amsterdam", "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a company is at home."""

    country: str
    language: str
    currency: str
    time_zone: str


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Every country by its two letters (ISO 3166)."""
    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes - NOT_COUNTRIES if len(code) == 2 and code.isalpha())


@lru_cache(maxsize=4)
def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Each country's code and its name in that language, in order of the name."""
    names = Locale(language).territories
    return tuple(
        sorted(((code, names.get(code, code)) for code in country_codes()), key=lambda pair: pair[1])
    )


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """Every currency that is in use somewhere (ISO 4217)."""
    present = {code for country in country_codes() for code in get_territory_currencies(country)}
    return frozenset(present & set(list_currencies()))


@lru_cache(maxsize=4)
def currency_names(language: str) -> tuple[tuple[str, str], ...]:
    """Each currency's code, and "code · name" in that language, in order of the code."""
    names = Locale(language).currencies
    return tuple((code, f"{code} · {names.get(code, code)}") for code in sorted(currency_codes()))


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every time zone by its place, "Asia/Seoul", in order; UTC last."""
    zones = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    )
    return (*zones, "UTC")


def suggest(*, country: str, language: str = "") -> Place:
    """The usual language, currency and zone of a country. An unknown country gives the language's home."""
    language = language if language in LANGUAGES else "en"
    country = country if country in country_codes() else HOME[language]
    currencies = get_territory_currencies(country)
    zones = get_global("territory_zones").get(country, ())
    zone = MAIN_ZONES.get(country) or next((zone for zone in zones if zone in zone_names()), "UTC")
    return Place(country, language, currencies[0] if currencies else "USD", zone)


def guess(accept_language: str) -> Place:
    """Where a reader is likely to be, from the header that their browser sends."""
    for part in accept_language[:200].split(","):
        tag = part.split(";")[0].strip().replace("-", "_")
        try:
            found = Locale.parse(tag)
        except (ValueError, UnknownLocaleError, TypeError):
            continue
        language = found.language if found.language in LANGUAGES else "en"
        if found.territory or found.language in HOME:
            return suggest(country=found.territory or HOME[found.language], language=language)
        likely = str(get_global("likely_subtags").get(found.language, ""))
        return suggest(country=likely.rpartition("_")[2], language=language)
    return suggest(country="", language="en")
