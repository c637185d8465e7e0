"""How long all people take to be judged anew once a line of their minimum set weighs more: `python -m bench.judging`.

The base of `make bench` is changed by it: the line's weight goes up by one, and the worker judges everybody by it.
"""

from __future__ import annotations

import subprocess
import sys
import time

import psycopg

from bench import database
from bench.processes import Running, cpu, running, until_idle

KIND, FIELD = "person", "phone"
SAID = "SELECT done, ended_at IS NOT NULL FROM quality_judging WHERE kind = %s AND launched_at >= %s"
EVERY, MOST = 1.0, 1800.0


def _change(url: str) -> None:
    command = [sys.executable, "-m", "bench.inside", "weigh", KIND, FIELD]
    subprocess.run(command, cwd=database.ROOT, env=database.environment(url), check=True)


def measure(parts: Running) -> str:
    """Seconds by the clock until all are judged, and processor time of the worker and of PostgreSQL meanwhile."""
    worker, base, began = cpu(parts.pid("worker")), parts.database_cpu(), time.perf_counter()
    with psycopg.connect(parts.url, autocommit=True) as connection:
        since = connection.execute("SELECT now()").fetchone()
        _change(parts.url)
        while time.perf_counter() - began < MOST:
            found = connection.execute(SAID, [KIND, since[0] if since else None]).fetchone()
            if found and found[1]:
                seconds = time.perf_counter() - began
                python, rows = cpu(parts.pid("worker")) - worker, parts.database_cpu() - base
                return f"{found[0]:,} people judged anew in {seconds:.0f} s: Python {python:.0f} s, PostgreSQL {rows:.0f} s"
            time.sleep(EVERY)
    raise SystemExit(f"Not judged within {MOST:.0f} s.")


def main() -> None:
    """Serve the base that stands, and measure on it."""
    with database.served() as url, running(url) as parts:
        until_idle(url)
        print(measure(parts), flush=True)


if __name__ == "__main__":
    main()
