"""Requite as `requite up` starts it, on the base that is measured."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.base import OUT, Base

VAR = OUT / "var"
READY_SECONDS = 240.0


@dataclass(slots=True)
class Running:
    """All parts, alive: the front's port, the web's socket, the supervisor's process."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def web_socket(self) -> str:
        """Where the web processes listen, behind the front."""
        from requite.cli.folder import socket_folder  # noqa: PLC0415 - makes the folder

        return str(socket_folder(VAR) / "web.sock")

    def parts(self) -> dict[str, list[int]]:
        """The processes of each part, with all below them."""
        found = {"supervisor": [self.process.pid], "web": [], "worker": [], "live": [], "front": []}
        marks = {"granian": "web", " worker": "worker", "requite.live": "live", "requite.front": "front"}
        for child in children(self.process.pid):
            name = next((part for mark, part in marks.items() if mark in command(child)), None)
            if name:
                found[name] += [child, *descendants(child)]
        return found

    def web_workers(self) -> list[int]:
        """The processes of granian, its own included."""
        return self.parts()["web"]

    def stop(self) -> None:
        """Ctrl-C, and patience."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


def start(base: Base) -> Running:
    """Starts the parts and waits until all of them answer."""
    VAR.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    extra = {"DATABASE_URL": base.url, "REQUITE_VAR": str(VAR), "PORT": str(port), "HOST": "127.0.0.1"}
    log = (OUT / "up.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "requite.cli.main", "up", "--empty"],
        env=os.environ | extra,
        stdout=log,
        stderr=log,
    )
    running = Running(process, port)
    deadline = time.monotonic() + READY_SECONDS
    while not _is_ready(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"Requite doesn't start: see {OUT / 'up.log'}")
        time.sleep(0.2)
    return running


def children(pid: int) -> list[int]:
    """The processes that it started."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(one) for t in threads for one in (t / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def descendants(pid: int) -> list[int]:
    """The processes that it started, and those that these did."""
    return [one for child in children(pid) for one in (child, *descendants(child))]


def command(pid: int) -> str:
    """How the process was called."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
