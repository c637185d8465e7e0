"""What spreadsheets make of a long number: 8.21023459876E+11, 821023459876.0."""

import re

_RAISED = re.compile(r"([1-9])(?:[.,](\d{1,20}))?[eEеЕ]\+?(\d{1,2})")
_FLOATED = re.compile(r"(\d{7,15})[.,]0{1,2}")
_LONGEST = 32


def restore_digits(text: str) -> str | None:
    """The digits of a number that a spreadsheet wrote as a quantity; None where it is none, or where digits are lost."""
    if len(text) > _LONGEST:
        return None
    floated = _FLOATED.fullmatch(text)
    if floated:
        return floated[1]
    raised = _RAISED.fullmatch(text)
    behind = raised[2] or "" if raised else ""
    return raised[1] + behind if raised and len(behind) == int(raised[3]) and len(behind) > 5 else None


def has_lost_digits(text: str) -> bool:
    """True for 8.21E+10: fewer digits were kept than the number has."""
    raised = _RAISED.fullmatch(text) if len(text) <= _LONGEST else None
    return raised is not None and len(raised[2] or "") < int(raised[3])


def is_quantity(text: str) -> bool:
    """Whether a spreadsheet wrote the text as a quantity, with or without all of its digits."""
    return restore_digits(text) is not None or has_lost_digits(text)
