"""How a file is read, in words: its encoding and what separates its cells."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from requite.intake.actions.reread_import import OTHER, separator_of
from requite.intake.reading.dialect import SEPARATORS
from requite.intake.reading.encoding import NAMED
from requite.intake.reading.sheet import Sheet


def say_encoding(name: str) -> str:
    """An encoding as people call it."""
    return NAMED.get(name, name.upper())


def say_separator(name: str) -> str:
    """A separator by its name in `SEPARATORS`."""
    return {
        "comma": _("comma"),
        "semicolon": _("semicolon"),
        "tab": _("tab"),
        "bar": _("bar"),
        "none": _("none, one column"),
    }.get(name, _("as the file says"))


def reading_context(layout: Sheet, *, encoding: str = "", separator: str = "") -> dict[str, Any]:
    """What the page of a file says of how it was read, and what may be chosen instead; what was chosen stays."""
    now = separator_of(layout)
    return {
        "encoding": encoding or layout.encoding,
        "separator": separator or now,
        "encoding_words": say_encoding(layout.encoding),
        "separator_words": say_separator(now),
        "encodings": [(name, say_encoding(name)) for name in dict.fromkeys([*NAMED, layout.encoding])],
        "separators": [(name, say_separator(name)) for name in (*SEPARATORS, *((OTHER,) if now == OTHER else ()))],
    }
