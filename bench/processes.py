"""Requite's own processes as production starts them, and what they cost: processor time and memory from /proc."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.database import OUT, ROOT, environment
from requite.cli.part import Part
from requite.cli.parts import plan

TICK = os.sysconf("SC_CLK_TCK")
READY = 60.0
BUSY = """
SELECT (SELECT count(*) FROM procrastinate_jobs
        WHERE status = 'doing' OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())))
     + (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker')
"""


@dataclass(slots=True)
class Running:
    """All parts, running. `sockets` are where the web processes listen; `address` is the browser's, by the front."""

    url: str
    address: str
    sockets: tuple[Path, ...]
    parts: dict[str, Part]

    def pid(self, name: str) -> int:
        """The process of a part."""
        pid = self.parts[name].pid
        if pid is None:
            raise SystemExit(f"{name} doesn't run: see {OUT / 'var/log'}.")
        return pid

    def web_cpu(self) -> float:
        """Processor seconds of the web processes so far."""
        return cpu(self.pid("web"))

    def database_cpu(self) -> float:
        """Processor seconds of PostgreSQL, all of its processes, so far."""
        return cpu(postmaster(self.url))


@contextmanager
def running(url: str) -> Iterator[Running]:
    """Everything started on `url`, and stopped in the end."""
    var = OUT / "var"
    var.mkdir(parents=True, exist_ok=True)
    _build_assets(url)
    runtime = Path(tempfile.mkdtemp(prefix="requite-bench-"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(512)
        os.environ.update(environment(url))
        parts = {part.name: part for part in plan(var=var, listener=listener, runtime=runtime)}
        for part in parts.values():
            part.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            _wait(address)
            yield Running(url, address, parts["web"].sockets, parts)
        finally:
            for part in parts.values():
                part.stop()
            shutil.rmtree(runtime, ignore_errors=True)


def _build_assets(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "requite.cli.main", "assets"], cwd=ROOT, env=environment(url), check=True
    )


def _wait(address: str) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise SystemExit(f"Requite isn't ready after {READY:.0f} s: see {OUT / 'var/log'}.")


def until_idle(url: str, seconds: float = 900) -> None:
    """Wait until the worker has done what a first start owes: ended periods, doubles, what was due at night.

    Beside it pages are measured with what runs once. So they are while PostgreSQL vacuums what was filled, and while it and
    the system write that to the disk: a checkpoint is made, and what the system still holds back is written too.
    """
    deadline = time.monotonic() + seconds
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute(BUSY).fetchone()
            if row is None or not row[0]:
                connection.execute("CHECKPOINT")
                os.sync()
                return
            time.sleep(1)
    raise SystemExit(f"The worker still has work after {seconds:.0f} s.")


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def cpu(pid: int) -> float:
    """Processor seconds of the process and all below it, those that have ended among them."""
    ticks = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(int(fields[at]) for at in (11, 12, 13, 14))
    return ticks / TICK


def memory(pid: int) -> float:
    """MB of the process and all below it, what they share counted once (PSS)."""
    kilobytes = 0
    for one in tree(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def peak(pid: int) -> float:
    """The most MB that the process has held (VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def postmaster(url: str) -> int:
    """The server's first process; it must run on this machine."""
    with psycopg.connect(url) as connection:
        pid = connection.info.backend_pid
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
