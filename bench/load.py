"""The load generator, a process of its own (`python -m bench.load PLAN`): open loop at a rate, or closed.

In the open loop a request's time runs from when it was due, so that a server that falls behind can't hide it.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import uvloop

from bench import pace
from bench.client import ONCE, Pools, connect

Times = dict[str, list[float]]


async def _open(plan: dict[str, Any], kinds: dict[str, list[bytes]]) -> tuple[Times, Counter[str]]:
    pool, wrong = Pools(plan["where"]), Counter[str]()
    times: Times = {kind: [] for kind in kinds}
    noise = random.Random(plan["seed"])
    names, weights = list(plan["mix"]), list(plan["mix"].values())
    due = time.perf_counter() + 0.2
    end = due + plan["seconds"]
    tasks: set[asyncio.Task[None]] = set()

    async def one(kind: str, request: bytes, due: float) -> None:
        try:
            answer = await pool.ask(request)
        except OSError:
            wrong[f"{kind} broken"] += 1
            return
        times[kind].append(time.perf_counter() - due)
        if answer.status != 200:
            wrong[f"{kind} {answer.status}"] += 1

    while due < end:
        due += noise.expovariate(plan["rate"])
        kind = noise.choices(names, weights)[0]
        request = noise.choice(kinds[kind])
        pause = due - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        task = asyncio.create_task(one(kind, request, due))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    return times, wrong


async def _closed(plan: dict[str, Any], kinds: dict[str, list[bytes]]) -> tuple[Times, Counter[str]]:
    wrong = Counter[str]()
    times: Times = {kind: [] for kind in kinds}
    kind, requests = next(iter(kinds.items()))
    end = time.perf_counter() + plan["seconds"]

    async def worker(number: int) -> None:
        line, at = await connect(plan["where"][number % len(plan["where"])]), number
        while (begin := time.perf_counter()) < end:
            at += plan["connections"]
            answer = await line.ask(requests[at % len(requests)])
            times[kind].append(time.perf_counter() - begin)
            if answer.status != 200:
                wrong[f"{kind} {answer.status}"] += 1

    await asyncio.gather(*(worker(number) for number in range(plan["connections"])))
    return times, wrong


async def _watched(
    plan: dict[str, Any], kinds: dict[str, list[bytes]], paces: list[tuple[float, float]]
) -> tuple[Times, Counter[str]]:
    """The load, with how fast the machine is meanwhile."""
    watching = asyncio.create_task(pace.watch(paces))
    try:
        return await (_open if plan["mode"] == "open" else _closed)(plan, kinds)
    finally:
        watching.cancel()


def quantile(values: list[float], share: float) -> float:
    """The value below which that share lies, in ms."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def summary(times: Times) -> dict[str, dict[str, float]]:
    """Count and latencies of each kind."""
    return {
        kind: {
            "count": len(values),
            "p50": quantile(values, 0.5),
            "p95": quantile(values, 0.95),
            "p99": quantile(values, 0.99),
            "max": quantile(values, 1),
        }
        for kind, values in times.items()
    }


def main() -> None:
    """Run the plan of the file named; its result goes to the output."""
    plan = json.loads(Path(sys.argv[1]).read_text())
    kinds = {kind: [text.encode() for text in texts] for kind, texts in plan["requests"].items()}
    began = time.perf_counter()
    paces: list[tuple[float, float]] = []
    times, wrong = uvloop.run(_watched(plan, kinds, paces))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = time.perf_counter() - began
    answer = {
        "kinds": summary(times),
        "wrong": dict(wrong),
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "pace": pace.summary(paces),
    }
    json.dump(answer, sys.stdout)


__all__ = ["ONCE", "main", "quantile"]

if __name__ == "__main__":
    main()
