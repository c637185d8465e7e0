"""When a deal is expected to close, as lists and the forecast part it: overdue, month by month, later, without a date."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

MONTHS = 6  # this one and the next five
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")

# Of the tallies of open deals: the present month by its days, every other one as a whole. No window parts another month.
BY_DAY = """(d.grain = 'd' AND d.starts_on >= %(month)s AND d.starts_on < %(month_after)s
    OR d.grain = 'm' AND d.starts_on <> %(month)s)"""


@dataclass(frozen=True, slots=True)
class Window:
    """Days of expected closes, half open; `slug` names it in an address. `undated` is for deals without a date."""

    slug: str
    starts_on: date | None = None
    ends_on: date | None = None
    undated: bool = False


def list_windows(today: date) -> list[Window]:
    """All windows of the forecast in order. Every deal lies in exactly one of them."""
    firsts = [_month_after(today, number) for number in range(MONTHS + 1)]
    months = [Window(f"{first:%Y-%m}", first, after) for first, after in pairwise(firsts)]
    return [
        Window("overdue", None, today),
        Window("this", today, firsts[1]),
        Window("next", firsts[1], firsts[2]),
        *months[2:],
        Window("later", firsts[-1], None),
        Window("none", undated=True),
    ]


def find_window(slug: str, today: date) -> Window | None:
    """The window of that name; a whole month by "2027-03"; None for a name that is none."""
    found = next((one for one in list_windows(today) if one.slug == slug), None)
    if found is None and MONTH.fullmatch(slug):
        first = date(int(slug[:4]), int(slug[5:]), 1)
        return Window(slug, first, _month_after(first, 1))
    return found


def is_window(slug: str) -> bool:
    """Whether a window of days can have that name."""
    return slug in ("overdue", "this", "next", "later") or MONTH.fullmatch(slug) is not None


def _month_after(day: date, number: int) -> date:
    months = day.year * 12 + day.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def month_of(today: date) -> dict[str, date]:
    """The values that BY_DAY needs."""
    return {"month": _month_after(today, 0), "month_after": _month_after(today, 1)}
