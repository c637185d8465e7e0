"""What of the calendar a reader asked for: view, day, whose; and the addresses that lead on from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from requite.identity.queries import list_colleagues
from requite.kernel.actor import Actor
from requite.kernel.dates import language
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.calendar.days import (
    EARLIEST,
    LATEST,
    VIEWS,
    Parts,
    Shown,
    View,
    first_weekday,
    read_parts,
    say_parts,
    shown,
    step,
)
from requite.web.formats import day
from requite.work.queries.timeline import Key

MOST = 10
LEADS = "team.see"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. `chosen` are the users whose calendars are shown, at most ten; `tail` names them in addresses,
    unless they are those that the calendar begins with.

    `after` is the key behind which a list goes on.
    """

    shown: Shown
    chosen: tuple[UUID, ...]
    me: UUID
    today: date
    tail: str
    after: Key | None = None

    def address(self, view: str = "", on: date | None = None) -> str:
        """The same calendar in another view or around another day."""
        on = min(max(on or self.shown.on, EARLIEST), LATEST)
        return f"{url('calendar')}?view={view or self.shown.view}&on={on.isoformat()}{self.tail}"

    def lead(self, day: date, user: UUID | None, parts: Parts | None) -> str:
        """Parts of a day as a list, the whole day without them; of one user's where one is given."""
        tail = self.tail if user is None else f"&with={user}"
        where = f"agenda&on={day.isoformat()}&part={say_parts(parts)}" if parts else f"day&on={day.isoformat()}"
        return f"{url('calendar')}?view={where}{tail}"

    def following(self, day: date, key: Key) -> str:
        """The same list from behind the key on."""
        part = f"&part={say_parts(self.shown.parts)}" if self.shown.parts else ""
        after = quote(f"{key[0].isoformat()}~{key[1]}")
        return f"{url('calendar')}?view=agenda&on={day.isoformat()}{part}{self.tail}&after={after}"

    def step(self, by: int) -> str:
        """One view earlier (-1) or later (1)."""
        return self.address(on=step(self.shown.view, self.shown.on, by))

    @property
    def title(self) -> str:
        """The days in words."""
        first, last = self.shown.first, self.shown.days[-1]
        if len(self.shown.days) == 1:
            return (
                f"{day(first, 'long')} {first.year}" if first.year != self.today.year else day(first, "long")
            )
        if self.shown.view == "month":
            return day(self.shown.on, "month")
        return f"{day(first)} – {day(last)}"


def ask(request: HttpRequest, actor: Actor, today: date) -> Asked:
    """Read the address. What can't be read falls back: to this day, to one's own calendar, to the week."""
    text = request.GET.get("view", "")
    view = text if text in VIEWS else usual_view(request)
    first = first_weekday(language(), actor.country)
    around = shown(view, read_on(request.GET.get("on", ""), today), first=first)
    parts, after = read_parts(request.GET.get("part", "")), read_key(request.GET.get("after", ""))
    if view == "agenda" and (parts or after):
        around = Shown(view, around.on, around.on, around.on + timedelta(days=1), parts)
    usual = usual_users(actor)
    chosen = whose(request.GET.getlist("with"), actor) if "with" in request.GET else usual
    tail = "".join(f"&with={id_}" for id_ in chosen) if chosen != usual else ""
    return Asked(around, chosen, actor.me, today, tail, after if view == "agenda" else None)


def usual_users(actor: Actor) -> tuple[UUID, ...]:
    """Whose calendars are shown unless others are asked for: one's own, and for who leads a small team its own too."""
    if actor.scope(LEADS) != "team" or len(actor.reach) > MOST:
        return (actor.me,)
    found = [one.id for one in list_colleagues(actor=actor, right=LEADS, limit=MOST)]
    return tuple(dict.fromkeys([actor.me, *found]))


def whose(texts: Sequence[str], actor: Actor, right: str = "work.see") -> tuple[UUID, ...]:
    """The users of an address whom the right reaches, the first ten; oneself when there is none."""
    found = [id_ for text in texts[:100] if (id_ := parse_id(text)) and actor.covers(right, id_)]
    return tuple(dict.fromkeys(found))[:MOST] or (actor.me,)


def read_on(text: str, today: date) -> date:
    """The day of an address, `today` where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def read_key(text: str) -> Key | None:
    """The key of an address, None where it is none."""
    at, _mark, id_ = text.partition("~")
    try:
        found = datetime.fromisoformat(at), parse_id(id_)
    except ValueError:
        return None
    known = found[0].tzinfo and EARLIEST <= found[0].date() <= LATEST
    return (found[0], found[1]) if found[1] and known else None


def usual_view(request: HttpRequest) -> View:
    """What is shown unless something else is asked for: the agenda on a phone, else the week."""
    is_phone = request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in request.headers.get(
        "User-Agent", ""
    )
    return "agenda" if is_phone else "week"


def view_names() -> dict[str, str]:
    """The views by their names."""
    return {"day": _("Day"), "week": _("Week"), "month": _("Month"), "agenda": _("Agenda")}
