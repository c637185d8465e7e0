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


def normalise_email(raw: str) -> str | None:
    """The address in lower case, as one compares it; None where the syntax is wrong. Asks no server.

    "mailto:" and angle brackets around it are dropped; a host in other letters is kept in those letters.
    """
    if len(raw) > _LONGEST + 16:
        return None
    if not raw.isascii():
        raw = unicodedata.normalize("NFKC", raw)
    text = raw.strip(_WRAPPING).lower().removeprefix("mailto:").strip()
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
