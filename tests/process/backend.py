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
    while b"\r\n\r\n" not in data:
        more = _more(connection)
        if not more:
            return b"", b""
        data += more
    head, rest = data.split(b"\r\n\r\n", 1)
    if b"transfer-encoding: chunked" in head:
        while b"0\r\n\r\n" not in rest:
            rest += _more(connection)
        body, rest = rest.split(b"0\r\n\r\n", 1)
        return head + b"\r\n\r\n" + body + b"0\r\n\r\n", rest
    found = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(found[0].split(b":")[1]) if found else 0
    while len(rest) < length:
        rest += _more(connection)
    return head + b"\r\n\r\n" + rest[:length], rest[length:]


def _more(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""
