"""`requite up` as a whole: stands, survives the death of any part and of all, loses nothing, stops in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from testing.roomy import roomy

from tests.process.stage import free_port, status_of, wait_for
from tests.process.visitor import found_company, write

pytestmark = pytest.mark.slow


def children_of(pid: int) -> list[int]:
    """The processes that it began."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Running:
    """One `requite up` on a folder of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.said = ""
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Starts, and waits until it says that it stands."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"REQUITE_VAR": str(self.var)}
        command = [sys.executable, "-m", "requite.cli.main", "up", "--empty", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.said = ""
        while "Requite is at" not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line
        assert status_of(self.port, "/healthz") == 200

    def stop(self) -> str:
        """Stops in order; gives all that was said."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        more, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return self.said + more

    def pid_of(self, words: str) -> int:
        """The part whose command line holds the words; 0 while there is none."""
        assert self.process
        for child in children_of(self.process.pid):
            if words.encode() in Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" "):
                return child
        return 0


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="requite-up-", dir=roomy()) as folder:
        Path(folder).chmod(0o755)
        found = Running(Path(folder) / "var")
        found.start()
        yield found
        if found.process and found.process.poll() is None:
            found.stop()


@pytest.mark.parametrize("words", ["requite.live", "main worker"])
def test_a_part_that_is_killed_is_started_again(running: Running, words: str) -> None:
    """Those parts that a page needs are killed below, while pages are asked for."""
    kill(running, words)


def kill(running: Running, words: str) -> None:
    """Kill a part, and wait until it is there again and all answer."""
    old = running.pid_of(words)
    os.kill(old, signal.SIGKILL)
    wait_for(lambda: running.pid_of(words) not in (0, old), seconds=60)
    wait_for(lambda: status_of(running.port, "/healthz") == 200, seconds=60)
    wait_for(lambda: status_of(running.port, "/live/health") == 200, seconds=60)


def test_what_was_acknowledged_is_there_after_kills(running: Running) -> None:
    """Whatever was answered with success, after any part, or all of them, were killed under way."""
    client = found_company(running.port)
    kept: dict[str, str] = {}
    said: set[int] = set()
    until = threading.Event()
    writers = [
        threading.Thread(target=write, args=(client, f"Killed{letter}", until, kept, said)) for letter in "ABC"
    ]
    for writer in writers:
        writer.start()
    for words in ("main web", "postgres", "requite.front", "main web"):
        before = len(kept)
        wait_for(lambda before=before: len(kept) > before + 10, seconds=300)  # type: ignore[misc]
        kill(running, words)
    before = len(kept)
    wait_for(lambda: len(kept) > before + 10, seconds=300)
    assert running.process
    web = running.pid_of("main web")
    children = children_of(web)
    os.kill(web, signal.SIGSTOP)  # it can't end them in order
    running.process.kill()  # the supervisor, and with it everything
    os.kill(web, signal.SIGKILL)
    running.process.communicate()
    wait_for(lambda: not any(Path(f"/proc/{child}").exists() for child in children), seconds=30)
    until.set()
    for writer in writers:
        writer.join(30)
    running.start()
    assert len(kept) > 50
    assert said <= {502, 503}  # a part is away, or died over this very request: neither is an error of ours
    lost = [
        family
        for family, address in kept.items()
        if family not in client.get(urllib.parse.urlsplit(address).path)
    ]
    assert lost == []
    assert status_of(running.port, "/healthz") == 200


def test_a_warm_start_repeats_nothing(running: Running) -> None:
    running.stop()
    running.start()
    said = running.stop()
    assert "Building" not in said
    assert "Bringing" not in said
    assert not (running.var / "postgres" / "data" / "postmaster.pid").exists()
