"""How fast the machine was meanwhile: a fixed piece of Python, again and again beside a load, by time of the processor.

A shared machine gives a core's time at different speeds from one second to the next; without this a slower one can't be told
from a slower program.
"""

from __future__ import annotations

import asyncio
import time

PIECES, EVERY = 8_000, 0.2  # turns of the loop, half a millisecond of a quick core; seconds between two of them
MS = 1000


def piece() -> float:
    """Milliseconds of the processor that the piece took."""
    begin, kept = time.thread_time(), {}
    for number in range(PIECES):
        kept[number % 997] = str(number)
    return (time.thread_time() - begin) * MS


async def watch(found: list[float]) -> None:
    """Add one figure every fifth of a second until cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        found.append(piece())


def summary(found: list[float]) -> dict[str, float]:
    """The least, the median and the 95th percentile, in milliseconds; nothing where nothing was watched."""
    ordered = sorted(found)
    if not ordered:
        return {}
    return {"least": ordered[0], "p50": ordered[len(ordered) // 2], "p95": ordered[int(0.95 * len(ordered))]}


def say(pace: dict[str, float]) -> str:
    """In words."""
    if not pace:
        return ""
    return f"{pace['p50']:.2f} ms at the median, {pace['p95']:.2f} at the 95th percentile, {pace['least']:.2f} at best"
