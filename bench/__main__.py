"""`make bench`: fills a base, runs Requite on it as production does, and writes bench/out/report.md."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from typing import Any

import psycopg

from bench import counter, database, importing, kinds, rates, repaint, report
from bench.processes import Running, memory, running, until_idle

PARTS = ("rates", "mix-b", "import", "counter", "memory")
SMALL = database.Wanted(2_000, 10_000)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--activities", type=int, default=10_000_000)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the imported file")
    parser.add_argument("--seconds", type=int, default=20, help="length of each load")
    parser.add_argument(
        "--quick", action="store_true", help="a small base and short loads: does it run at all"
    )
    parser.add_argument("--only", choices=PARTS, action="append", help="this part only; may be given again")
    options = parser.parse_args()
    if options.quick:
        options.people, options.activities, options.rows, options.seconds = 20_000, 200_000, 20_000, 4
    return options


def _counts(url: str) -> dict[str, int]:
    tables = {"people": "people_person", "activities": "work_activity", "deals": "deals_deal"}
    with psycopg.connect(url) as connection:
        rows = {name: connection.execute(f"SELECT count(*) FROM {table}").fetchone() for name, table in tables.items()}
    return {name: row[0] for name, row in rows.items() if row}


def _readers(url: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", "readers"],
        cwd=database.ROOT, env=database.environment(url), stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _memory(parts: Running) -> dict[str, float]:
    time.sleep(5)
    return {name: memory(parts.pid(name)) for name in parts.parts}


def main() -> int:
    """Measure what is asked for and write it down."""
    options = _options()
    wanted = database.Wanted(options.people, options.activities)
    parts = options.only or PARTS
    with database.served() as url:
        print("Filling the base", flush=True)
        filling = database.fill(url, wanted)
        results = report.Results(wanted, filling, _counts(url))
        readers = _readers(url)
        with running(url) as processes:
            until_idle(url)
            if "memory" in parts:
                results.memory = _memory(processes)
            if "rates" in parts:
                print("Loads", flush=True)
                results.rates = rates.measure(processes, readers, kinds.DAY, seconds=options.seconds)
                _keep(results)
            if "mix-b" in parts:
                print("Loads of the daily tools", flush=True)
                results.tools = rates.measure(processes, readers, kinds.TOOLS, seconds=options.seconds)
                _keep(results)
            if "counter" in parts:
                print("Counters", flush=True)
                results.latency = counter.measure(
                    processes, readers, samples=30 if options.quick else counter.SAMPLES
                )
                _keep(results)
                results.repaint = repaint.measure(processes, readers)
                _keep(results)
    if "import" in parts:
        print("Import", flush=True)
        results.imported = _import(options.rows)
    print(f"\n{_keep(results)}")
    return 0


def _keep(results: report.Results) -> str:
    """Write what is measured so far: a part that fails takes nothing else with it."""
    text = report.write(results)
    (database.OUT / "report.md").write_text(text)
    return text


def _import(rows: int) -> importing.Imported:
    """Into a company of its own, so that the big base stays as it was."""
    with database.served(name="bench_import") as url:
        database.fill(url, SMALL, again=True)
        with running(url) as processes:
            return importing.measure(processes, rows=rows)


if __name__ == "__main__":
    sys.exit(main())
