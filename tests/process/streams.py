"""A client of server-sent events for tests: opens a stream, reads events with a time limit."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One event; the name is empty for a bare id."""

    name: str
    id: str
    data: Any


class Reader:
    """One open stream over TCP."""

    def __init__(self, port: int, target: str, headers: str = "") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
        self._rest = b""
        self.head = self._until(b"\r\n\r\n", 10)
        self.status = int(self.head.split(b" ", 2)[1])
        if b"text/event-stream" in self.head:
            self._until(b"retry: 1000\n\n", 10)  # said before it looks back: no sign of life yet

    def next(self, seconds: float = 15) -> Said:
        """The next event that has a name; raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while True:
            said = self.any(deadline - time.monotonic())
            if said.name:
                return said

    def any(self, seconds: float = 15) -> Said:
        """The next event, also a sign of life, which has no name here."""
        lines = dict(
            line.split(": ", 1)
            for line in self._until(b"\n\n", seconds).decode().splitlines()
            if line.startswith(("id: ", "event: ", "data: "))
        )
        return Said(
            lines.get("event", "").replace("beat", ""),
            lines.get("id", ""),
            json.loads(lines.get("data", "null")),
        )

    def is_closed(self, seconds: float = 15) -> bool:
        """Whether the stream's end arrives in time."""
        try:
            self._until(b"0\r\n\r\n", seconds)
        except (TimeoutError, ConnectionError):
            return False
        return True

    def close(self) -> None:
        self.socket.close()

    def _until(self, mark: bytes, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        while mark not in self._rest:
            self.socket.settimeout(max(deadline - time.monotonic(), 0.001))
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("closed")
            self._rest += more
        found, self._rest = self._rest.split(mark, 1)
        return found
