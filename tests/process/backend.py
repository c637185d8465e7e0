"""A process behind the front, as tests need it: keeps what it was sent to the byte, answers as it is told."""

from __future__ import annotations

import socket
import threading

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Backend:
    """Answers each request that it can see the end of with the next of `answers`, or with 200 ok."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.seen: list[bytes] = []
        self.answers: list[bytes | None] = []  # None: closes without an answer
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        rest = b""
        with connection:
            while True:
                request, rest = _one_request(connection, rest)
                if not request:
                    return
                self.seen.append(request)
                answer = self.answers.pop(0) if self.answers else OK
                if answer is None:
                    return
                connection.sendall(answer)
                if b"content-length" not in answer and b"chunked" not in answer:
                    return


def _one_request(connection: socket.socket, data: bytes) -> tuple[bytes, bytes]:
    """A whole request and what came after it; nothing where the other side went before its end."""
    try:
        head, rest = _until(connection, data, b"\r\n\r\n")
        if b"transfer-encoding: chunked" in head:
            body, rest = _until(connection, rest, b"0\r\n\r\n")
            return head + body, rest
        found = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        length = int(found[0].split(b":")[1]) if found else 0
        while len(rest) < length:
            rest += _more(connection)
        return head + rest[:length], rest[length:]
    except OSError:
        return b"", b""


def _until(connection: socket.socket, data: bytes, end: bytes) -> tuple[bytes, bytes]:
    while end not in data:
        data += _more(connection)
    before, after = data.split(end, 1)
    return before + end, after


def _more(connection: socket.socket) -> bytes:
    """What comes next. Raises OSError at the end: whoever waits on would do so for ever."""
    if more := connection.recv(65536):
        return more
    raise ConnectionError
