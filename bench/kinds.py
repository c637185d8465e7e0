"""The requests that are measured, and the mixes in which they come: a working day, and the daily tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from bench.client import ONCE, build


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: its address, and what it posts. A fragment is what htmx asks for."""

    path: str
    fragment: bool = False
    body: str = ""


Reader = dict[str, Any]
Make = Callable[[Reader, int], Ask]


@dataclass(frozen=True, slots=True)
class Mix:
    """Kinds with their shares of a hundred requests. `most_ms` is the p99 that a kind may take where it isn't 50."""

    name: str
    shares: dict[str, int]
    most_ms: dict[str, int] = field(default_factory=dict)


DAY = Mix("mix of a day", {"today": 25, "people": 20, "person": 30, "search": 15, "call": 10})
TOOLS = Mix(
    "mix of the daily tools",
    {
        "deals_board": 14, "deals_board_by_time": 12, "deals_list": 14, "deal": 18, "forecast": 6, "companies_list": 10,
        "filtered_list": 8, "calendar_week": 8, "everything_search": 10,
    },
    {"filtered_list": 200},
)  # fmt: skip
LABELS = {
    "today": "Today",
    "people": "People list",
    "person": "person with time-line",
    "search": "search",
    "call": "log a call",
    "deals_board": "board of deals",
    "deals_board_by_time": "board of deals by time",
    "deals_list": "list of deals",
    "deal": "deal with time-line",
    "forecast": "forecast",
    "companies_list": "Companies list",
    "filtered_list": "people filtered over two joins",
    "calendar_week": "calendar, a week",
    "everything_search": "search of everything",
}
# requests a second at 16 connections, and milliseconds of Python for one; None where the issue names none
TARGETS: dict[str, tuple[int | None, float | None]] = {
    "today": (None, 6.0),
    "people": (500, 3.0),
    "person": (350, 4.0),
    "search": (None, 2.5),
    "call": (400, 4.0),
}
EACH = 40
# Groups of conditions, joined by "and": people whose company lies there, whom nobody called for so long.
FILTERS = (
    (("company_address", "contains", "부산"), ("last_call", "not_within", "60")),
    (("deals", "at_least", "1"), ("last_call", "not_within", "60")),
    (("company_industry", "filled", ""), ("last_contact", "not_within", "60")),
    (("deals_value", "at_least", "1000000"), ("last_meeting", "not_within", "30")),
)


def _filtered(_reader: Reader, number: int) -> Ask:
    pairs = [("view", "all")]
    for group, (slug, way, value) in enumerate(FILTERS[number % len(FILTERS)]):
        pairs += [("g", str(group)), ("f", slug), ("o", way), ("v", value)]
    return Ask(f"/people/?{urlencode(pairs)}")


def _nth(values: list[str], number: int) -> str:
    return values[number % len(values)]


def _call(reader: Reader, number: int) -> Ask:
    body = f"outcome={_nth(reader['outcomes'], number)}&once={ONCE.decode()}"
    return Ask(f"/people/{_nth(reader['people'], number)}/calls/", fragment=True, body=body)


MAKES: dict[str, Make] = {
    "today": lambda _reader, _number: Ask("/today/"),
    "people": lambda _reader, _number: Ask("/people/"),
    "person": lambda reader, number: Ask(f"/people/{_nth(reader['people'], number)}/"),
    "search": lambda reader, number: Ask(
        f"/search/?q={quote(_nth(reader['queries'], number))}", fragment=True
    ),
    "call": _call,
    "deals_board": lambda _reader, number: Ask(f"/deals/?of={_nth(['mine', 'all'], number)}"),
    "deals_board_by_time": lambda _reader, number: Ask(f"/deals/by-time/?of={_nth(['mine', 'all'], number)}"),
    "deals_list": lambda _reader, number: Ask(f"/deals/list/?of={_nth(['mine', 'all'], number)}"),
    "deal": lambda reader, number: Ask(f"/deals/{_nth(reader['deals'], number)}/"),
    "forecast": lambda _reader, number: Ask(f"/deals/forecast/?of={_nth(['mine', 'all'], number)}"),
    "companies_list": lambda _reader, number: Ask(f"/companies/?view={_nth(['mine', 'all'], number)}"),
    "filtered_list": _filtered,
    "calendar_week": lambda _reader, _number: Ask("/calendar/?view=week"),
    "everything_search": lambda reader, number: Ask(
        f"/search/?q={quote(_nth(reader['words'], number))}", fragment=True
    ),
}


def ask_of(kind: str, reader: Reader, number: int) -> Ask:
    """The request of that number which the reader makes."""
    return MAKES[kind](reader, number)


def who(readers: dict[str, Any]) -> list[Reader]:
    """The reps who have somebody to work with, each with what a request may name."""
    return [
        {**rep, "outcomes": readers["outcomes"]} for rep in readers["reps"] if rep["people"] and rep["deals"]
    ]


def requests(readers: dict[str, Any], mix: Mix) -> dict[str, list[bytes]]:
    """Ready requests of each kind, those of different readers in turn."""
    made: dict[str, list[bytes]] = {kind: [] for kind in mix.shares}
    for number in range(EACH):
        for reader in who(readers):
            for kind in mix.shares:
                one = ask_of(kind, reader, number)
                method = "POST" if one.body else "GET"
                made[kind].append(
                    build(
                        one.path,
                        session=reader["session"],
                        method=method,
                        body=one.body,
                        fragment=one.fragment,
                    )
                )
    return made
