"""The moment of a commit, as another connection of the database hears it."""

import socket
import threading
import time
from types import TracebackType
from typing import Any

from psycopg import Connection


class Clock:
    """Notes when hints were committed, by the wall clock that a browser shares with us."""

    def __init__(self, connection: "Connection[Any]") -> None:
        self._connection = connection
        self._connection.execute("LISTEN requite_hints")
        self._heard: list[float] = []
        self._stopped = False
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Clock":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopped = True
        self._thread.join(5)

    def send(self, port: int, request: bytes) -> float:
        """Sends the request over a connection of its own; the moment of the first commit that it caused."""
        self._heard.clear()
        with socket.create_connection(("127.0.0.1", port)) as sending:
            sending.sendall(request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            while sending.recv(1 << 16):
                pass
        deadline = time.monotonic() + 5
        while not self._heard and time.monotonic() < deadline:
            time.sleep(0.001)
        return self._heard[0] if self._heard else time.time()

    def _listen(self) -> None:
        while not self._stopped:
            for _ in self._connection.notifies(timeout=0.5):
                self._heard.append(time.time())
