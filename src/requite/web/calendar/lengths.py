"""Lengths of meetings, tasks and calls, as forms offer and read them."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.kernel.errors import Refused

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 480)
LONGEST_MINUTES = 31 * 24 * 60


def lengths(chosen: str = "") -> list[tuple[str, str]]:
    """The lengths to choose from, and the one asked for, as (minutes, words)."""
    known = sorted({*LENGTHS, *([int(chosen)] if chosen.isdecimal() and 0 < len(chosen) < 6 else [])})
    return [(str(minutes), say_length(minutes)) for minutes in known]


def say_length(minutes: int) -> str:
    """ "45 minutes", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(num)s minute", "%(num)s minutes", rest) % {"num": rest}
    whole = ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    return _("%(h)s h %(m)s min") % {"h": hours, "m": rest} if rest else whole


def read_minutes(text: str) -> timedelta:
    """A length from a form. Raises Refused beside the field."""
    if not text.isdecimal() or len(text) > 6 or not 0 < int(text) <= LONGEST_MINUTES:
        raise Refused(_("Give the length in whole minutes, at most a month."), field="minutes")
    return timedelta(minutes=int(text))
