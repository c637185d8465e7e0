"""Latency in the mix of a working day, and each request alone beside its own SQL."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import Any

from bench.database import ROOT, environment
from bench.kinds import DAY, Mix, requests
from bench.processes import Running
from bench.statements import Bare, write_scripts

CONNECTIONS, RATE = 16, 100
WARM = 6


@dataclass(slots=True)
class Alone:
    """One request alone: a second's count, and milliseconds of processor time for one."""

    per_second: float
    python_ms: float
    database_ms: float
    client_ms: float
    p50: float
    p99: float
    pace: dict[str, float] = field(default_factory=dict)
    bare: Bare | None = None


@dataclass(slots=True)
class Rates:
    """All that was measured here. `mixed` are count, p50, p95, p99 of each kind."""

    mix: Mix = DAY
    mixed: dict[str, dict[str, float]] = field(default_factory=dict)
    alone: dict[str, Alone] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    python_share: float = 0.0
    database_share: float = 0.0
    client_share: float = 0.0
    pace: dict[str, float] = field(default_factory=dict)


def measure(running: Running, readers: dict[str, Any], mix: Mix, *, seconds: int) -> Rates:
    """Warm up, then the mix in an open loop, then each kind in a closed one and its SQL by pgbench."""
    kinds, rates = requests(readers, mix), Rates(mix)
    for kind, made in kinds.items():
        _load(running, {kind: made}, mode="closed", connections=4, seconds=WARM)
    print(f"  {mix.name}, {RATE} a second", flush=True)
    web, database = running.web_cpu(), running.database_cpu()
    found = _load(running, kinds, mode="open", rate=RATE, mix=mix.shares, seed=1, seconds=seconds * 2)
    rates.python_share = (running.web_cpu() - web) / found["seconds"]
    rates.database_share = (running.database_cpu() - database) / found["seconds"]
    rates.client_share, rates.pace = found["cpu"] / found["seconds"], found["pace"]
    rates.mixed, rates.wrong = found["kinds"], dict(found["wrong"])
    for kind, made in kinds.items():
        print(f"  {kind} alone", flush=True)
        rates.alone[kind] = _alone(running, kind, made, seconds, rates.wrong)
        scripts = write_scripts(running.url, readers, kind)
        rates.alone[kind].bare = scripts.run(running, seconds=seconds // 2 or 1)
    return rates


def _alone(running: Running, kind: str, made: list[bytes], seconds: int, wrong: dict[str, int]) -> Alone:
    web, database = running.web_cpu(), running.database_cpu()
    found = _load(running, {kind: made}, mode="closed", connections=CONNECTIONS, seconds=seconds)
    python, base = running.web_cpu() - web, running.database_cpu() - database
    wrong.update(found["wrong"])
    one = found["kinds"][kind]
    count = max(1, one["count"])
    return Alone(
        per_second=count / found["seconds"],
        python_ms=1000 * python / count,
        database_ms=1000 * base / count,
        client_ms=1000 * found["cpu"] / count,
        p50=one["p50"],
        p99=one["p99"],
        pace=found["pace"],
    )


def _load(running: Running, kinds: dict[str, list[bytes]], **plan: Any) -> dict[str, Any]:
    plan |= {
        "where": [str(path) for path in running.sockets],
        "requests": {kind: [one.decode() for one in made] for kind, made in kinds.items()},
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(plan, file)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-m", "bench.load", file.name],
            cwd=ROOT,
            env=environment(running.url),
            stdout=subprocess.PIPE,
            check=True,
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
