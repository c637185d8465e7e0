"""An activity as a box of the calendar, in Python: a week of ten people has hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from requite.web import acting
from requite.web.addresses import url
from requite.web.calendar.days import HOUR
from requite.web.calendar.lanes import Place
from requite.web.cells import quoted
from requite.web.formats import clock, day, initials
from requite.web.icons import icon
from requite.web.screens import names
from requite.work.queries.calendar import CalendarItem


@dataclass(frozen=True, slots=True)
class Whose:
    """Those whose calendars are shown: their names by id, in the order of their colours."""

    names: Mapping[UUID, str]

    def colour(self, item: CalendarItem) -> int:
        """The number of the colour of who has it, the first of them."""
        return list(self.names).index(item.users[0]) if item.users else 0

    def say(self, item: CalendarItem) -> str:
        """Who has it, by name; "" where only one calendar is shown."""
        return "" if len(self.names) < 2 else ", ".join(self.names[id_] for id_ in item.users)


def title_of(item: CalendarItem) -> str:
    """What it is: a meeting and a call by whom they are with, a task by its words."""
    one = item.activity
    who = names.pair(one.person)
    return (one.topic if one.kind == "task" else who or one.topic) or acting.kind_word(one)


def span_of(item: CalendarItem) -> str:
    """ "10:00–11:00"; of what ends on another day with that day; of a call and a task when it is due."""
    one = item.activity
    if one.is_all_day:
        return _("all day")
    if one.until is None or one.kind != "meeting":
        return clock(one.at)
    end = clock(one.until) if day(one.until) == day(one.at) else f"{day(one.until)}, {clock(one.until)}"
    return f"{clock(one.at)}–{end}"


def say_clash(others: Sequence[CalendarItem]) -> str:
    """What it overlaps with, in words."""
    if not others:
        return ""
    say = f"{span_of(others[0])} {title_of(others[0])}"
    more = len(others) - 1
    text = _("Double-booked with %(what)s") % {"what": say}
    return (
        f"{text} {ngettext('and %(num)s more', 'and %(num)s more', more) % {'num': more}}" if more else text
    )


def box(
    item: CalendarItem, whose: Whose, *, span: tuple[int, int], place: Place, clash: Sequence[CalendarItem]
) -> Markup:
    """A box of a column of hours. Its place is numbers that the style sheet reads: the policy allows no inline style."""
    top, end = span
    at = (
        f'data-h="{top // HOUR}" data-m="{top % HOUR}" data-lh="{(end - top) // HOUR}"'
        f' data-lm="{(end - top) % HOUR}" data-lane="{place.lane}" data-of="{place.of}"'
    )
    return _made(item, whose, at, clash, "box")


def line(item: CalendarItem, whose: Whose, clash: Sequence[CalendarItem] = ()) -> Markup:
    """The same as a line of a month's day, or of the row of whole days."""
    return _made(item, whose, "", clash, "box box--line")


def _made(item: CalendarItem, whose: Whose, at: str, clash: Sequence[CalendarItem], name: str) -> Markup:
    one = item.activity
    title, span, who = title_of(item), span_of(item), whose.say(item)
    warning = say_clash(clash)
    state = "" if one.is_open else acting.state_word(one)
    full = acting.subtitle(span, acting.kind_word(one), state, title, one.topic, one.place, who, warning)
    base = url("activity", id=one.id)
    marks = "".join(f'<i class="box__who">{quoted(initials(name))}</i>' for name in _initials(item, whose))
    kind = f" box--{one.kind}" + ("" if one.is_open else " box--done") + (" box--clash" if clash else "")
    sign = (
        f'<small class="box__clash">{icon("warning", 12)}{quoted(_("Double-booked"))}</small>'
        if clash
        else ""
    )
    sub = acting.subtitle(one.topic if one.kind != "task" and title != one.topic else "", one.place)
    kind_icon = icon(acting.icon_name(one) if one.is_open else "check", 12)
    return Markup(  # noqa: S704 - escaped here
        f'<article class="{name}{kind}" data-who="{whose.colour(item)}" data-row {at}{_movable(item)}>'
        f'<a class="box__door" href="{base}" data-behaviour="peek" data-peek="{base}" draggable="false"'
        f' title="{quoted(full)}" aria-label="{quoted(full)}">{marks}<span class="box__when">{kind_icon}'
        f"{'' if one.is_all_day else clock(one.at)}</span><b>{quoted(title)}</b></a>{sign}"
        f"{f'<small>{quoted(sub)}</small>' if sub else ''}</article>"
    )


def _initials(item: CalendarItem, whose: Whose) -> list[str]:
    return [whose.names[id_] for id_ in item.users[:3]] if len(whose.names) > 1 else []


def _movable(item: CalendarItem) -> str:
    """What moves it, for who may: its address, its version, and its minutes where it has a length."""
    one = item.activity
    if not (one.may_edit and one.is_open):
        return ""
    on = item.on or item.at.astimezone(timezone.get_current_timezone()).date()
    length = int((item.until - item.at).total_seconds() // 60)
    stretch = f' data-minutes="{length}"' if one.kind == "meeting" else ""
    allday = " data-allday" if one.is_all_day else ""
    return (
        f' data-move="{url("activity_time", id=one.id)}" data-id="{one.id}" data-version="{one.version}"'
        f' data-on="{on.isoformat()}" data-at="{clock(item.at)}"{stretch}{allday}'
    )
