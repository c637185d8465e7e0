"""The leader's pages of a company with 200 reps, fifty a second: `python -m bench.team`.

The whole company as its executive and its administrator see it. The base is one of its own under bench/out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

from bench import database
from bench.client import build
from bench.processes import Running, running
from bench.rates import _load

REPS, RATE = 200, 50
PAGES = {
    "team": "/team/company/",
    "reps": "/team/company/?part=reps",
    "debts": "/debts/team/",
    "cards": "/card/team/",
    "quality": "/team/company/quality/",
    "checks": "/checks/",
    "adoption": "/adoption/",
}


def _sessions(url: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", "overseers"],
        cwd=database.ROOT, env=database.environment(url), stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    found: list[str] = json.loads(done.stdout)
    return found


def measure(parts: Running, sessions: list[str], name: str, *, seconds: int) -> dict[str, Any]:
    """One page by all who see it: p50, p95 and p99 in ms at `RATE` a second, and ms of processor time for one."""
    made = {name: [build(PAGES[name], session=one, method="GET", body="", fragment=False) for one in sessions]}
    _load(parts, made, mode="closed", connections=4, seconds=4)
    web, base = parts.web_cpu(), parts.database_cpu()
    found = _load(parts, made, mode="open", rate=RATE, mix={name: 100}, seed=1, seconds=seconds)
    one = found["kinds"][name]
    count = max(1, one["count"])
    return {
        **{key: one[key] for key in ("p50", "p95", "p99", "count")},
        "python_ms": 1000 * (parts.web_cpu() - web) / count,
        "database_ms": 1000 * (parts.database_cpu() - base) / count,
        "wrong": found["wrong"],
    }


def main() -> None:
    """Fill the base unless it stands, and print a line for each page."""
    parser = argparse.ArgumentParser(prog="python -m bench.team")
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--activities", type=int, default=2_000_000)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--only", choices=tuple(PAGES), action="append")
    options = parser.parse_args()
    with database.served(name="bench_team") as url:
        database.fill(url, database.Wanted(options.people, options.activities, reps=REPS))
        with running(url) as parts:
            sessions = _sessions(url)
            for name in options.only or PAGES:
                one = measure(parts, sessions, name, seconds=options.seconds)
                print(
                    f"{name}: p50 {one['p50']:.0f}, p95 {one['p95']:.0f}, p99 {one['p99']:.0f} ms;"
                    f" Python {one['python_ms']:.1f}, PostgreSQL {one['database_ms']:.1f} ms"
                    f" (n {one['count']:.0f}, wrong {one['wrong']})",
                    flush=True,
                )


if __name__ == "__main__":
    main()
