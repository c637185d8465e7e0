"""How fast the machine was meanwhile: two fixed pieces of Python, again and again beside a load, by time of the processor.

One computes, the other reaches all over the memory, as PostgreSQL and pages do. A shared machine gives a core's time
and its caches at different speeds from minute to minute; without this a slower one can't be told from a slower program.
"""

from __future__ import annotations

import asyncio
import random
import time

TURNS, REACHES, SIZE = 8_000, 5_000, 128 * 1024 * 1024
EVERY = 0.2  # seconds between two of them
MS = 1000


def computing() -> float:
    """Milliseconds of the processor for turns of a loop whose data lie close together."""
    begin, kept = time.thread_time(), {}
    for number in range(TURNS):
        kept[number % 997] = str(number)
    return (time.thread_time() - begin) * MS


def reaching(memory: bytes, place: int) -> tuple[float, int]:
    """The same for as many bytes, each far from the one before, which says where it lies; and where it ended."""
    begin = time.thread_time()
    for _ in range(REACHES):
        place = (place * 1_103_515_245 + memory[place] + 12_345) % SIZE
    return (time.thread_time() - begin) * MS, place


async def watch(found: list[tuple[float, float]]) -> None:
    """Add both figures every fifth of a second until cancelled."""
    memory, place = random.Random(1).randbytes(1024) * (SIZE // 1024), 1
    while True:
        await asyncio.sleep(EVERY)
        took, place = reaching(memory, place)
        found.append((computing(), took))


def summary(found: list[tuple[float, float]]) -> dict[str, float]:
    """Of each the median and the least, in milliseconds; nothing where nothing was watched."""
    if not found:
        return {}
    told = {}
    for name, values in zip(("computing", "reaching"), zip(*found, strict=True), strict=True):
        ordered = sorted(values)
        told |= {name: ordered[len(ordered) // 2], f"{name}_least": ordered[0]}
    return told


def say(pace: dict[str, float]) -> str:
    """In words."""
    if not pace:
        return ""
    each = (f"{name} {pace[name]:.2f} ms (at best {pace[f'{name}_least']:.2f})" for name in ("computing", "reaching"))
    return ", ".join(each)
