"""E-mail addresses: one spelling for each, or None."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

_LONGEST = 254
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# What nearly all addresses look like. All else, and every reserved or punycoded host, goes to the library.
_LOCAL = r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
_RESERVED = r"(?!arpa$|invalid$|local$|localhost$|onion$|test$)"
_COMMON = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+{_RESERVED}[a-z]{{2,24}}")
_LONGEST_LOCAL = 64
_WRAPPING = " \t\r\n<>\"'"
_BEHIND = " .,;"
_NAMED = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>[^<>@]*$")  # Anna Ivanova <anna@mail.ru>


def bare_email(raw: str) -> str:
    """The address alone of "Anna Ivanova <anna@mail.ru>" and "mailto:anna@mail.ru (work)", as typed; else the text."""
    found = _NAMED.search(raw) if "<" in raw else None
    text = (found[1] if found else raw).strip(_WRAPPING).rstrip(_BEHIND)
    if text[:7].lower() == "mailto:":
        text = text[7:]
    before, opening, remark = text.rpartition("(")
    if opening and text.endswith(")") and "@" in before and "@" not in remark:
        text = before
    return text.strip().rstrip(_BEHIND) if "@" in text else raw.strip()


def normalise_email(raw: str) -> str | None:
    """The address in lower case, as one compares it; None where the syntax is wrong. Asks no server.

    The name before it, "mailto:", angle brackets and a remark behind it are dropped; a host in other letters is kept
    in those letters.
    """
    if len(raw) > _LONGEST * 2:
        return None
    if not raw.isascii():
        raw = unicodedata.normalize("NFKC", raw)
    text = raw.strip(_WRAPPING).lower()
    if not _COMMON.fullmatch(text):
        text = bare_email(raw).lower()
    if (
        _COMMON.fullmatch(text)
        and "--" not in text
        and len(text) <= _LONGEST
        and text.index("@") <= _LONGEST_LOCAL
    ):
        return text
    try:
        return validate_email(text, check_deliverability=False, strict=True).normalized.lower()
    except EmailNotValidError:
        return None
