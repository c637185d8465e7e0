"""An activity as a box of the calendar or a line of its agenda, in Python: a week of ten people has hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from requite.web import acting
from requite.web.addresses import url
from requite.web.calendar.days import HOUR
from requite.web.calendar.lanes import Place
from requite.web.calendar.saying import Clash, Saying, clock_of
from requite.web.cells import quoted
from requite.web.formats import initials
from requite.web.icons import icon
from requite.work.queries.calendar import CalendarItem
from requite.work.queries.statuses import StatusShape

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Whose:
    """Those whose calendars are shown: names by id in the order of their colours, and the marks that boxes carry."""

    names: Mapping[UUID, str]
    colours: Mapping[UUID, int]
    marks: Mapping[UUID, str]

    @classmethod
    def of(cls, names: Mapping[UUID, str]) -> Whose:
        """Those of these names. One alone carries no mark."""
        marks = {id_: f'<i class="box__who" aria-hidden="true">{quoted(initials(name))}</i>' for id_, name in names.items()}
        return cls(names, {id_: place for place, id_ in enumerate(names)}, marks if len(names) > 1 else {})

    def colour(self, item: CalendarItem) -> int:
        """The number of the colour of who has it, the first of them."""
        return self.colours[item.users[0]] if item.users else 0

    def mark(self, item: CalendarItem) -> str:
        """The initials of the first three who have it; "" where only one calendar is shown."""
        return "".join([self.marks[id_] for id_ in item.users[:3]]) if self.marks else ""

    def say(self, item: CalendarItem) -> str:
        """Who has it, by name; "" where only one calendar is shown."""
        return ", ".join([self.names[id_] for id_ in item.users]) if self.marks else ""


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws boxes and lines as plain HTML, escaped: whose calendars they are of, and how things are said."""

    whose: Whose
    say: Saying

    def box(
        self, item: CalendarItem, here: datetime, there: datetime, *, span: tuple[int, int], place: Place,
        clash: Clash | None,
    ) -> str:  # fmt: skip
        """A box of a column of hours. Its place is numbers that the style sheet reads: the policy allows no inline style.

        `here` and `there` are its ends in the reader's zone.
        """
        return self._made(item, here, there, _at(span, place), clash, "box")

    def line(self, item: CalendarItem, clash: Clash | None = None) -> str:
        """The same as a line of a month's day, or of the row of whole days."""
        zone = self.say.zone
        return self._made(item, item.at.astimezone(zone), item.until.astimezone(zone), "", clash, "box box--line")

    def rest(self, count: int, span: tuple[int, int], place: Place, address: str) -> str:
        """In the place of boxes that had none: how many they are."""
        text = f'<span data-more="+{count}">{_more(count, self.say.code)}</span>'
        return f'<a class="box box--rest" href="{quoted(address)}" {_at(span, place)}>{text}</a>'

    def more(self, count: int, address: str) -> str:
        """The same below lines."""
        return f'<a class="cal__more" href="{quoted(address)}">{_more(count, self.say.code)}</a>'

    def row(
        self, item: CalendarItem, clash: Clash | None, *, statuses: Sequence[StatusShape], now: datetime
    ) -> str:
        """A line of the agenda, with the acts that may be done next."""
        one, say = item.activity, self.say
        base, person, title = url("activity", id=one.id), say.person(item), say.title(item)
        about = person if one.kind == "task" else one.topic
        state = "" if one.is_open else acting.state_word(one)
        sub = acting.subtitle(
            state, "" if one.is_with_company else one.company, about if about != title else "", one.place,
            self.whose.say(item),
        )
        late = " row--late" if one.is_open and one.at < now else ""
        sign = (
            f'<small class="box__clash">{icon("warning", 12)}{quoted(say.clash(clash))}</small>'
            if clash
            else ""
        )
        return (
            f'<div class="row{late}" data-row><time class="row__time" datetime="{one.at.isoformat()}">'
            f'{quoted(say.span(item))}</time><span class="row__icon">{icon(acting.icon_name(one))}</span>'
            f'<p class="row__text"><a href="{base}" data-behaviour="peek" data-peek="{base}"><b>{quoted(title)}</b></a>'
            f'<small>{quoted(sub)}</small>{sign}</p><span class="chips">'
            f"{acting.acts(one, statuses, now, 'row', say.code)}</span></div>"
        )

    def _made(
        self, item: CalendarItem, here: datetime, there: datetime, at: str, clash: Clash | None, name: str
    ) -> str:
        one, say, whose = item.activity, self.say, self.whose
        id_, title, begins, is_open = str(one.id), say.title(item), clock_of(here), one.is_open
        topic = one.topic if one.topic != title else ""
        state = "" if is_open else acting.state_word(one)
        shown = title if item.on else f"{begins} {title}"  # what the box says comes first in its name
        span = say.span_of(item, here, there)
        parts = (
            shown, span if span != begins else "", say.kind(item), state, topic, one.place, whose.say(item),
            say.clash(clash),
        )  # fmt: skip
        full, sub = quoted(acting.subtitle(*parts)), acting.subtitle("" if one.kind == "task" else topic, one.place)
        kind = f"{name} box--{one.kind}{' box--done' if state else ''}{' box--clash' if clash else ''}"
        kind_icon = icon(acting.icon_name(one) if is_open else "check", 12)
        return (
            f'<article class="{kind}" data-who="{whose.colour(item)}" data-row {at}'
            f"{self._movable(item, id_, here) if one.may_edit and is_open else ''}>"
            f'<a class="box__door" {_door("activity").replace(acting.MARK, id_)} draggable="false"'
            f' title="{full}" aria-label="{full}">{whose.mark(item)}<span class="box__when">{kind_icon}'
            f"{'' if item.on else begins}</span> <b>{quoted(title)}</b></a>{_sign(say.code) if clash else ''}"
            f"{f'<small>{quoted(sub)}</small>' if sub else ''}</article>"
        )

    def _movable(self, item: CalendarItem, id_: str, here: datetime) -> str:
        """What moves it, for who may: its address, its version, its minutes, and who has it where several are shown."""
        one, owner = item.activity, f' data-owner="{item.activity.owner_id}"' if self.whose.marks else ""
        stretch = " data-allday" if item.on else f' data-minutes="{(item.until - item.at) // _MINUTE}"'
        on, move = (item.on or here).isoformat()[:10], _address("activity_time").replace(acting.MARK, id_)
        return (
            f' data-move="{move}" data-id="{id_}" data-version="{one.version}"'
            f' data-on="{on}" data-at="{clock_of(here)}"{stretch}{owner}'
        )


def join(lines: Iterable[str]) -> Markup:
    """What a pen drew, as one piece."""
    return Markup("".join(lines))  # noqa: S704 - escaped by the pen


def _at(span: tuple[int, int], place: Place) -> str:
    """Where a box stands, as numbers."""
    top, end = span
    return (
        f'data-h="{top // HOUR}" data-m="{top % HOUR}" data-lh="{(end - top) // HOUR}"'
        f' data-lm="{(end - top) % HOUR}" data-lane="{place.lane}" data-of="{place.of}"'
    )


@lru_cache(maxsize=8)
def _address(name: str) -> str:
    """The address of something of an activity, with a mark for its id."""
    return url(name, id=acting.MARK)


@lru_cache(maxsize=8)
def _door(name: str) -> str:
    """What opens it, with a mark for its id."""
    address = _address(name)
    return f'href="{address}" data-behaviour="peek" data-peek="{address}"'


@lru_cache(maxsize=8)
def _sign(code: str) -> str:  # noqa: ARG001 (the language is the key)
    word = quoted(_("Double-booked"))
    return f'<small class="box__clash" title="{word}">{icon("warning", 12)}<span>{word}</span></small>'


@lru_cache(maxsize=512)
def _more(count: int, code: str) -> str:  # noqa: ARG001 - the cache tells languages apart by it
    return quoted(ngettext("+%(num)s more", "+%(num)s more", count) % {"num": count})
