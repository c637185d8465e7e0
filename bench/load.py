"""The load, in a process of its own (`python -m bench.load`): a plan comes in on standard input, times go out.

Open loop: requests leave at moments fixed beforehand, and each is timed from its moment, so that one that had to wait for
others counts its waiting. Closed loop: so many connections, each asking again as soon as it has its answer.
"""

import asyncio
import base64
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import uvloop

from bench.client import Connection

Times = dict[str, list[float]]


async def run_open(*, door: str, rate: int, seconds: float, turns: list[tuple[str, bytes]]) -> dict[str, Any]:
    """Sends `rate` requests a second, in turn; seconds of each by name, and how many failed."""
    times: Times = defaultdict(list)
    failed: dict[str, int] = defaultdict(int)
    idle: list[Connection] = [Connection(door) for _ in range(16)]

    async def one(name: str, request: bytes, moment: float) -> None:
        connection = idle.pop() if idle else Connection(door)
        good = await _good(connection, request)
        times[name].append(time.perf_counter() - moment)
        failed[name] += not good
        idle.append(connection)

    start, tasks = time.perf_counter() + 0.1, []
    for number in range(int(rate * seconds)):
        moment = start + number / rate
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        tasks.append(asyncio.create_task(one(*turns[number % len(turns)], moment)))
    await asyncio.gather(*tasks)
    return {"times": times, "failed": failed}


async def run_closed(*, door: str, connections: int, seconds: float, turns: list[tuple[str, bytes]]) -> dict[str, Any]:
    """Asks without pause over so many connections; seconds of each by name, and how many failed."""
    times: Times = defaultdict(list)
    failed: dict[str, int] = defaultdict(int)
    supply = _round(turns)
    end = time.perf_counter() + seconds

    async def one() -> None:
        connection = Connection(door)
        while (began := time.perf_counter()) < end:
            name, request = next(supply)
            good = await _good(connection, request)
            times[name].append(time.perf_counter() - began)
            failed[name] += not good
        connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return {"times": times, "failed": failed, "took": time.perf_counter() - began}


async def _good(connection: Connection, request: bytes) -> bool:
    try:
        return (await connection.ask(request)).status in (200, 204)
    except (OSError, asyncio.IncompleteReadError):
        connection.close()
        return False


def _round(turns: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    while True:
        yield from turns


def main() -> None:
    """Reads the plan, runs it, writes what came of it."""
    plan = json.load(sys.stdin)
    turns = [(name, base64.b64decode(request)) for name, request in plan.pop("turns")]
    kind = plan.pop("kind")
    run = run_open if kind == "open" else run_closed
    json.dump(uvloop.run(run(turns=turns, **plan)), sys.stdout)  # type: ignore[operator]


if __name__ == "__main__":
    main()
