"""The five requests of a working day that are measured, and in which mix."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bench.client import ONCE, build

MIX = {"today": 25, "people": 20, "person": 30, "search": 15, "call": 10}
LABELS = {
    "today": "Today",
    "people": "People list",
    "person": "person with time-line",
    "search": "search",
    "call": "log a call",
}
# requests a second at 16 connections, and milliseconds of Python for one; None where the issue names no rate
TARGETS: dict[str, tuple[int | None, float]] = {
    "today": (None, 6.0),
    "people": (500, 3.0),
    "person": (350, 4.0),
    "search": (None, 2.5),
    "call": (400, 4.0),
}
EACH = 40


def requests(readers: dict[str, Any]) -> dict[str, list[bytes]]:
    """Ready requests of each kind, those of different readers in turn."""
    made: dict[str, list[bytes]] = {kind: [] for kind in MIX}
    outcomes = readers["outcomes"]
    for number in range(EACH):
        for rep in readers["reps"]:
            if not rep["people"]:
                continue
            session = rep["session"]
            person = rep["people"][number % len(rep["people"])]
            query = quote(rep["queries"][number % len(rep["queries"])])
            body = f"outcome={outcomes[number % len(outcomes)]}&once={ONCE.decode()}"
            made["today"].append(build("/today/", session=session))
            made["people"].append(build("/people/", session=session))
            made["person"].append(build(f"/people/{person}/", session=session))
            made["search"].append(build(f"/search/?q={query}", session=session, fragment=True))
            made["call"].append(
                build(f"/people/{person}/calls/", session=session, method="POST", body=body, fragment=True)
            )
    return made
