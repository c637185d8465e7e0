"""What a calendar says of an activity: its title, when it is, with what it clashes.

The reader's zone, language and year are asked for once, since a week of ten people has hundreds of activities.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import lru_cache
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.kernel.dates import language
from requite.kernel.names import display_name
from requite.web import acting
from requite.web.formats import day_here
from requite.work.queries.calendar import CalendarItem


@dataclass(frozen=True, slots=True)
class Clash:
    """How many others book the time of one's people, and the first of them that is known."""

    count: int
    first: CalendarItem | None = None


def clock_of(here: datetime) -> str:
    """ "10:02", of a time in the reader's zone."""
    return f"{here.hour:02d}:{here.minute:02d}"


@dataclass(frozen=True, slots=True)
class Saying:
    """The reader's zone, language and year."""

    zone: tzinfo
    code: str
    year: int
    _said: dict[UUID, str] = field(default_factory=dict)  # what clashes with several: its time and title

    def day(self, on: date) -> str:
        """ "18 Nov", with its year unless that is this one."""
        return day_here(on, self.year, self.code)

    def kind(self, item: CalendarItem) -> str:
        """What it is."""
        return acting.words(self.code)[item.activity.kind]

    def person(self, item: CalendarItem) -> str:
        """Whom it is with: a person by name, or the company alone."""
        one, (family, given) = item.activity, item.activity.person
        if family or given:
            return display_name(family, given, locale=self.code)
        return one.company if one.is_with_company else ""

    def title(self, item: CalendarItem) -> str:
        """What it is: a meeting and a call by whom they are with, a task by its words."""
        one = item.activity
        return (one.topic if one.kind == "task" else self.person(item) or one.topic) or self.kind(item)

    def span(self, item: CalendarItem) -> str:
        """ "10:00–11:00"; of what ends on another day with that day; of what takes no time when it is due."""
        return self.span_of(item, item.at.astimezone(self.zone), item.until.astimezone(self.zone))

    def span_of(self, item: CalendarItem, here: datetime, there: datetime) -> str:
        """The same, from and to in the reader's zone."""
        if item.on is not None:
            return _("all day")
        if not item.books or item.until == item.at:
            return clock_of(here)
        until = clock_of(there) if there.date() == here.date() else f"{self.day(there.date())}, {clock_of(there)}"
        return f"{clock_of(here)}–{until}"

    def clash(self, found: Clash | None) -> str:
        """What it overlaps with, in words."""
        if found is None:
            return ""
        if found.first is None:
            return _unknown(found.count, self.code)
        first = found.first.activity.id
        what = self._said.get(first)
        if what is None:
            what = self._said[first] = f"{self.span(found.first)} {self.title(found.first)}"
        return _with(found.count - 1, self.code) % {"what": what}


@lru_cache(maxsize=512)
def _unknown(count: int, code: str) -> str:  # noqa: ARG001 - the cache tells languages apart by it
    return ngettext("Double-booked with %(num)s other", "Double-booked with %(num)s others", count) % {"num": count}


@lru_cache(maxsize=512)
def _with(more: int, code: str) -> str:  # noqa: ARG001 - the cache tells languages apart by it
    """With what, to be filled in, and with how many more."""
    text = _("Double-booked with %(what)s")
    if not more:
        return text
    others = ngettext("and %(num)s more", "and %(num)s more", more) % {"num": more}
    return f"{text} {others}"


def saying(now: datetime) -> Saying:
    """What the reader is told, in the language and zone of the request."""
    zone = timezone.get_current_timezone()
    return Saying(zone, language(), now.astimezone(zone).year)
