"""Several processes behind the front: the least busy is asked, and one that isn't there is passed over."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.process.backend import OK, Backend
from tests.process.stage import free_port, wait_for
from tests.process.test_front import receive

ASK = b"GET /up HTTP/1.1\r\nHost: a\r\n\r\n"


class Slow(Backend):
    """Answers when it is let."""

    def __init__(self) -> None:
        self.open = threading.Event()
        super().__init__()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while connection.recv(65536):
                self.seen.append(b"asked")
                self.open.wait(20)
                connection.sendall(OK)


@contextmanager
def front(*addresses: str) -> Iterator[int]:
    port = free_port()
    environment = os.environ | {
        "REQUITE_FRONT_PORT": str(port),
        "REQUITE_WEB_ADDRESS": ",".join(addresses),
        "REQUITE_LIVE_ADDRESS": "127.0.0.1:1",
    }
    process = subprocess.Popen([sys.executable, "-m", "requite.front"], env=environment)
    try:
        wait_for(lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close() is None)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    connection.sendall(ASK)
    return connection


def test_asks_the_process_that_has_the_least_to_do() -> None:
    slow, quick = Slow(), Backend()
    with front(slow.address, quick.address) as port:
        waiting = ask(port)
        wait_for(lambda: slow.seen)
        for _ in range(6):
            with ask(port) as connection:
                assert b"200 OK" in receive(connection, until=b"ok")
        assert len(quick.seen) == 6
        assert len(slow.seen) == 1
        slow.open.set()
        assert b"200 OK" in receive(waiting, until=b"ok")
        waiting.close()


def test_shares_what_comes_at_once() -> None:
    first, second = Slow(), Slow()
    with front(first.address, second.address) as port:
        waiting = [ask(port) for _ in range(8)]
        wait_for(lambda: len(first.seen) + len(second.seen) == 8)
        assert len(first.seen) == len(second.seen) == 4
        first.open.set()
        second.open.set()
        for connection in waiting:
            assert b"200 OK" in receive(connection, until=b"ok")
            connection.close()


def test_passes_over_a_process_that_is_not_there() -> None:
    there = Backend()
    with front("/nowhere/web-1.sock", there.address) as port:
        for _ in range(3):
            with ask(port) as connection:
                assert b"200 OK" in receive(connection, until=b"ok")
    assert len(there.seen) == 3
