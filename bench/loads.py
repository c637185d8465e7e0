"""Loads on the running web, and what each took: as a mix at a fixed rate, and each kind alone as fast as it goes."""

import base64
import json
import random
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from bench import process
from bench.cases import SHARES, Cast, requests
from bench.running import Running, descendants

CONNECTIONS = 16
WARM_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Times:
    """What came of one kind of request; times in ms, processor ms for one request where they were measured."""

    name: str
    count: int
    failed: int
    p50: float
    p95: float
    p99: float
    rate: float = 0.0
    python_ms: float = 0.0
    postgres_ms: float = 0.0


def mix(*, cast: Cast, door: str, rate: int, seconds: float) -> list[Times]:
    """The mix of a working day at `rate` requests a second."""
    draw = random.Random(7)
    names = draw.choices(list(SHARES), list(SHARES.values()), k=int(rate * seconds))
    supply = {name: iter(requests(cast, name, count=names.count(name))) for name in SHARES}
    turns = [(name, next(supply[name])) for name in names]
    done = _run(kind="open", door=door, rate=rate, seconds=seconds, turns=turns)
    return [_times(name, done) for name in SHARES]


def alone(*, running: Running, cast: Cast, name: str, postmaster: int, seconds: float) -> Times:
    """One kind alone, over sixteen connections straight to the web processes."""
    turns = [(name, request) for request in requests(cast, name, count=int(1500 * (seconds + WARM_SECONDS)) + 100)]
    warm = int(len(turns) * WARM_SECONDS / (seconds + WARM_SECONDS))
    door = running.web_socket
    _run(kind="closed", door=door, connections=CONNECTIONS, seconds=WARM_SECONDS, turns=turns[:warm])
    before = _used(running, postmaster)
    done = _run(kind="closed", door=door, connections=CONNECTIONS, seconds=seconds, turns=turns[warm:])
    after = _used(running, postmaster)
    found = _times(name, done)
    each = 1000 / max(1, found.count)
    return Times(
        *(name, found.count, found.failed, found.p50, found.p95, found.p99),
        rate=found.count / done["took"],
        python_ms=(after[0] - before[0]) * each,
        postgres_ms=(after[1] - before[1]) * each,
    )


def percentile(times: list[float], share: float) -> float:
    """The time below which that share lies, in ms."""
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _used(running: Running, postmaster: int) -> tuple[float, float]:
    return process.seconds(running.web_workers()), process.seconds([postmaster, *descendants(postmaster)])


def _times(name: str, done: dict[str, Any]) -> Times:
    times = done["times"].get(name, [])
    p50, p95, p99 = (percentile(times, share) for share in (0.5, 0.95, 0.99))
    return Times(name, len(times), done["failed"].get(name, 0), p50, p95, p99)


def _run(*, turns: list[tuple[str, bytes]], **plan: Any) -> dict[str, Any]:
    sent = plan | {"turns": [(name, base64.b64encode(one).decode()) for name, one in turns]}
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"], input=json.dumps(sent).encode(), capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
