"""Who waits for a connection: told soon where PostgreSQL is away, served in turn where all are merely in use."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db.utils import ConnectionHandler
from psycopg_pool import ConnectionPool

from requite.cli.postgres import Server
from requite.config.database import AWAY, TIMEOUT, settings_of
from tests.process.test_postgres import new_home

SIZE = 2
BEYOND = AWAY + 1.5  # seconds: longer than an absence takes to be told


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    found = new_home()
    (found / "local.conf").write_text("max_connections = 5\nsuperuser_reserved_connections = 0\n")
    yield found
    shutil.rmtree(found)


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    found = Server(home)
    found.start()
    yield found
    found.stop()


@pytest.fixture
def pool(server: Server) -> Iterator[ConnectionPool[Any]]:
    """The pool that pages take their connections from, of `SIZE`."""
    settings = settings_of(server.url("postgres"))
    settings["OPTIONS"]["pool"]["max_size"] = SIZE
    of_pages = ConnectionHandler({"default": {}, "pages": settings})["pages"]
    of_pages.pool.open(wait=True)  # with its one connection: who asks before it stands makes it grow
    yield of_pages.pool
    of_pages.close_pool()


class Waiting:
    """Somebody who asks for a connection in a thread of their own."""

    def __init__(self, pool: ConnectionPool[Any]) -> None:
        self.got: object = None
        self.seconds = 0.0
        self._thread = threading.Thread(target=self._ask, args=[pool])
        self._thread.start()

    def _ask(self, pool: ConnectionPool[Any]) -> None:
        began = time.monotonic()
        try:
            given = pool.getconn()
            self.seconds = time.monotonic() - began
            self.got = given.execute("SELECT 1").fetchone() == (1,)
            pool.putconn(given)
        except psycopg.OperationalError as fault:
            self.seconds = time.monotonic() - began
            self.got = fault

    def end(self) -> object:
        """True once they were served; what they were told else."""
        self._thread.join(TIMEOUT * 3)
        return self.got


def test_an_absence_is_told_soon_and_over_at_once(server: Server, pool: ConnectionPool[Any]) -> None:
    first = pool.getconn()
    server.stop()
    try:
        with pytest.raises(psycopg.OperationalError):
            first.execute("SELECT 1")
        pool.putconn(first)
        for _ in range(2):  # as it begins, and while it lasts
            asking = [Waiting(pool) for _ in range(4)]
            assert all(isinstance(one.end(), psycopg.OperationalError) for one in asking)
            assert max(one.seconds for one in asking) < TIMEOUT / 2
    finally:
        server.start()
    back = Waiting(pool)
    assert back.end() is True
    assert back.seconds < AWAY


def test_who_waits_while_all_are_in_use_is_served_in_turn(pool: ConnectionPool[Any]) -> None:
    held = [pool.getconn() for _ in range(SIZE)]
    waiting = [Waiting(pool) for _ in range(3 * SIZE)]
    time.sleep(BEYOND)
    for one in held:
        pool.putconn(one)
    assert [one.end() for one in waiting] == [True] * 3 * SIZE
    assert min(one.seconds for one in waiting) > AWAY


def test_a_server_that_has_no_connection_left_is_not_away(server: Server, pool: ConnectionPool[Any]) -> None:
    first = pool.getconn()
    others: list[psycopg.Connection] = []
    with contextlib.suppress(psycopg.OperationalError):
        while len(others) < 9:
            others.append(psycopg.connect(server.url("postgres")))
    waiting = Waiting(pool)
    time.sleep(BEYOND)
    assert waiting.got is None
    others.pop().close()
    assert waiting.end() is True
    pool.putconn(first)
    for one in others:
        one.close()
