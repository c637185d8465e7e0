"""What these tests drive: a live process, and the database that it hears."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg

from requite.live import token
from tests.process.streams import Reader

KEY = "a key of these tests"
TABLE = """
CREATE TABLE journal_entry (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    topics text[] NOT NULL
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
        wait_for(lambda: status_of(self.port, "/live/health") == 200)

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
