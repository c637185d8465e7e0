"""When a next step is due, as the board by time parts it: overdue, today, this week, next week, later, not planned."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from requite.kernel.period import start_of_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Instants, half open; None is without a border. `slug` names it in an address.

    `first` and `end` are its days in the reader's zone, half open, as far as somebody may plan into it: both None where
    nobody may, the same day where none is left.
    """

    slug: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    first: date | None = None
    end: date | None = None


def list_spans(*, now: datetime, zone: tzinfo, first_weekday: int) -> list[Span]:
    """All spans in order; every deal lies in exactly one. Weeks begin on `first_weekday` (0 is Monday).

    What is due before `now` is overdue. The rest of the week begins tomorrow: on its last day nothing is left of it.
    """
    today = now.astimezone(zone).date()
    tomorrow = today + _DAY
    week = tomorrow + _DAY * ((first_weekday - tomorrow.weekday()) % 7)
    after = week + _DAY * 7
    borders = [now, *(start_of_day(day, zone=zone) for day in (tomorrow, week, after))]
    return [
        Span("overdue", None, borders[0]),
        Span("today", borders[0], borders[1], today, tomorrow),
        Span("this-week", borders[1], borders[2], tomorrow, week),
        Span("next-week", borders[2], borders[3], week, after),
        Span("later", borders[3], None, after, after + _DAY * 7),
        Span("none"),
    ]


def find_span(spans: list[Span], slug: str) -> Span | None:
    """The span of that name, None for a name that is none."""
    return next((one for one in spans if one.slug == slug), None)
