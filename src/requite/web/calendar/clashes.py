"""Who is booked twice: of what is shown, also where more lies there than is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from requite.web.calendar.saying import Clash
from requite.work.queries.calendar import CalendarItem
from requite.work.queries.calendar_days import Booked


def find_clashes(
    items: Sequence[CalendarItem], booked: Mapping[UUID, Booked] | None = None
) -> dict[UUID, Clash]:
    """For each of those that book time how many others at that time book one of its people. `items` are in order of time.

    Where they aren't all that there are, `booked` says of each user when their time is booked.
    """
    found: dict[int, dict[int, CalendarItem]] = {}  # by their places among the items: an id is slow to look up
    running: dict[UUID, list[int]] = {}
    for here, item in enumerate(items):
        if not item.books:
            continue
        for user in item.users:
            others = [at for at in running.get(user, ()) if items[at].until > item.at]
            for at in others:
                found.setdefault(here, {})[at] = items[at]
                found.setdefault(at, {})[here] = item
            others.append(here)
            running[user] = others
    if booked is None:
        return {items[at].activity.id: Clash(len(others), *list(others.values())[:1]) for at, others in found.items()}
    clashes = {}
    for at, item in enumerate(items):
        if item.books and (count := _count(item, booked)):
            clashes[item.activity.id] = Clash(count, *list(found.get(at, {}).values())[:1])
    return clashes


def _count(item: CalendarItem, booked: Mapping[UUID, Booked]) -> int:
    """How many others book the time of its people."""
    found = [booked[user] for user in item.users if user in booked]
    if len(found) == 1:
        return found[0].count(item.at, item.until) - 1
    return len(set().union(*(one.found(item.at, item.until) for one in found))) - 1


