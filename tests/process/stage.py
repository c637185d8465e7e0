"""What these tests drive: a live process, and the database that it hears."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from requite.live import token
from tests.process.streams import Reader

KEY = "a key of these tests"
TABLE = """
CREATE TABLE journal_entry (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    type text NOT NULL DEFAULT '',
    subject_id uuid,
    changes jsonb NOT NULL DEFAULT '{}',
    topics text[] NOT NULL DEFAULT '{}'
)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(check: Callable[[], object], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if check():
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@contextlib.contextmanager
def requite_up(*options: str, patience: float = 240, home: Path | None = None) -> Iterator[str]:
    """The address of a Requite of its own, in `home`, else in a folder that goes with it.

    It is waited for as long as it says something: no single step of its start may take more than `patience` seconds.
    """
    with tempfile.TemporaryDirectory(prefix="requite-up-", ignore_cleanup_errors=True) as own:
        folder = home or Path(own)
        folder.chmod(0o755)
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"REQUITE_VAR": f"{folder}/var"}
        command = [sys.executable, "-m", "requite.cli.main", "up", *options, "--port", str(port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            said = Said(process)
            try:
                while not is_ready(port):
                    assert process.poll() is None, f"ended with {process.poll()}: {said.text}"
                    assert said.silence < patience, f"nothing is said for {patience} s: {said.text}"
                    time.sleep(0.05)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(timeout=60)
                said.thread.join(timeout=60)


class Said:
    """What a process says, and for how many seconds it has said nothing."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.text, self._heard_at = "", time.monotonic()
        self.thread = threading.Thread(target=self._listen, args=[process], daemon=True)
        self.thread.start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        while heard := process.stdout.read(1):
            self.text, self._heard_at = self.text + heard, time.monotonic()

    @property
    def silence(self) -> float:
        return time.monotonic() - self._heard_at


def is_ready(port: int) -> bool:
    with contextlib.suppress(OSError):
        return status_of(port, "/healthz") == 200
    return False


class Database:
    """The journal as the live process reads it, and the two channels."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = psycopg.connect(url, autocommit=True)

    def commit(self, *topics: str, ago: str = "0 s", quiet: bool = False, told: bool = True) -> int:
        """One entry, told on commit; `quiet` leaves the topics out, as the journal does with many."""
        with self.connection.transaction():
            row = self.connection.execute(
                "INSERT INTO journal_entry (at, topics) VALUES (now() - %s::interval, %s) RETURNING id",
                [ago, list(topics)],
            ).fetchone()
            assert row
            if told:
                payload = {"id": row[0]} if quiet else {"id": row[0], "topics": list(topics)}
                self.notify("requite_hints", payload)
        return int(row[0])

    def notify(self, channel: str, payload: object) -> None:
        self.connection.execute("SELECT pg_notify(%s, %s)", [channel, json.dumps(payload)])


class LiveProcess:
    """A live process that can be killed and started again on the same port."""

    def __init__(self, database: Database) -> None:
        self.port = free_port()
        self._environment = os.environ | {
            "DATABASE_URL": database.url,
            "REQUITE_SECRET_KEY": KEY,
            "REQUITE_LIVE_PORT": str(self.port),
            "REQUITE_LIVE_HEARTBEAT": "0.5",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "requite.live"]
        self._process = subprocess.Popen(command, env=self._environment)
        wait_for(lambda: status_of(self.port, "/live/health") == 200, seconds=60)

    def stop(self, signum: int = signal.SIGTERM) -> None:
        assert self._process
        self._process.send_signal(signum)
        self._process.wait(10)

    def open(
        self, *topics: str, user: str = "u", last: int | str = "", at: float | None = None, lasts: float = 60
    ) -> Reader:
        """A stream of these topics, once it is truly open."""
        pass_ = token.sign(
            key=KEY, user=user, topics=topics, at=time.time() if at is None else at, lasts=lasts
        )
        return Reader(self.port, f"/live/stream?token={pass_}&last={last}")
