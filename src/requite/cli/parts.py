"""The processes that make up Requite on one machine."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from requite.cli.errors import SetupError
from requite.cli.part import Part


def plan(*, var: Path, listener: socket.socket, runtime: Path) -> list[Part]:
    """All parts in the order in which they stop: the front first, so that nothing new comes in."""
    logs = var / "log"
    logs.mkdir(exist_ok=True)
    sockets = tuple(runtime / f"web-{number}.sock" for number in range(1, processes() + 1))
    live_port = _free_port()
    common = {
        "PYTHONUNBUFFERED": "1",
        "REQUITE_VAR": str(var),
        "REQUITE_WEB_ADDRESS": ",".join(map(str, sockets)),
        "REQUITE_LIVE_ADDRESS": f"127.0.0.1:{live_port}",
        "REQUITE_LIVE_URL": f"http://127.0.0.1:{live_port}/live/health",
    }

    def part(name: str, *command: str, **environment: str) -> Part:
        return Part(name, [sys.executable, *command], common | environment, logs / f"{name}.log")

    front = part("front", "-m", "requite.front", REQUITE_FRONT_FD=str(listener.fileno()))
    front.pass_fds = (listener.fileno(),)
    worker = part("worker", "-m", "requite.cli.main", "worker", REQUITE_STATEMENT_TIMEOUT_MS="0")
    worker.patience = 15.0
    web = part("web", "-m", "requite.cli.main", "web", REQUITE_POOL_KEPT=os.environ.get("REQUITE_POOL_KEPT") or "4")
    web.sockets = sockets
    return [
        front,
        part("live", "-m", "requite.live", REQUITE_LIVE_PORT=str(live_port)),
        web,
        worker,
    ]


def processes() -> int:
    """How many web processes the environment asks for."""
    given = os.environ.get("REQUITE_WEB_PROCESSES") or "2"
    if not (given.isascii() and given.isdigit() and int(given)):
        raise SetupError(f"REQUITE_WEB_PROCESSES is {given!r}: give how many web processes there are to be, one or more.")
    return int(given)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
