"""An HTTP client for load: raw sockets, kept alive, one request at a time on each, as little work as can be."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass

ONCE = b"00000000-0000-7000-8000-00000000once"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of an answer."""

    status: int
    body: bytes


class Line(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._data = bytearray()
        self._waiting: asyncio.Future[Answer] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError())
        self._transport = None

    @property
    def is_open(self) -> bool:
        """Whether it can be used again."""
        return self._transport is not None and not self._transport.is_closing()

    def data_received(self, data: bytes) -> None:
        self._data += data
        head = self._data.find(b"\r\n\r\n")
        if head < 0 or not self._waiting:
            return
        lines = bytes(self._data[:head]).lower() + b"\r\n"
        at = lines.find(b"\r\ncontent-length:")
        if at >= 0:
            length = int(lines[at + 17 : lines.find(b"\r\n", at + 2)])
            if len(self._data) < head + 4 + length:
                return
        elif b"transfer-encoding: chunked" in lines and not self._data.endswith(b"\r\n0\r\n\r\n"):
            return
        answer = Answer(int(self._data[9:12]), bytes(self._data[head + 4 :]))
        self._data.clear()
        waiting, self._waiting = self._waiting, None
        if not waiting.done():
            waiting.set_result(answer)

    async def ask(self, request: bytes) -> Answer:
        """Send one request and wait for its answer."""
        if self._transport is None:
            raise ConnectionResetError
        self._waiting = asyncio.get_running_loop().create_future()
        if ONCE in request:
            request = request.replace(ONCE, str(uuid.uuid4()).encode())
        self._transport.write(request)
        return await self._waiting


async def connect(where: str) -> Line:
    """A connection to a Unix socket's path, or to host:port."""
    loop = asyncio.get_running_loop()
    if where.startswith("/"):
        _, line = await loop.create_unix_connection(Line, where)
    else:
        host, _, port = where.rpartition(":")
        _, line = await loop.create_connection(Line, host, int(port))
    return line


class Pools:
    """Connections to the web processes; whichever has the least to do is asked, as Requite's front does.

    A process takes 64 connections, idle ones too: who finds none free waits, and the wait counts.
    """

    def __init__(self, where: list[str], *, most: int = 48) -> None:
        self._free: dict[str, list[Line]] = {one: [] for one in where}
        self._busy = dict.fromkeys(where, 0)
        self._places = asyncio.Semaphore(most * len(where))

    async def ask(self, request: bytes) -> Answer:
        """Ask on a free connection."""
        async with self._places:
            where = min(self._busy, key=self._busy.__getitem__)
            free = self._free[where]
            self._busy[where] += 1
            try:
                while free and not free[-1].is_open:
                    free.pop()
                line = free.pop() if free else await connect(where)
                answer = await line.ask(request)
            finally:
                self._busy[where] -= 1
            free.append(line)
            return answer


def build(
    path: str,
    *,
    session: str,
    method: str = "GET",
    body: str = "",
    fragment: bool = False,
    accept: str = "ko",
) -> bytes:
    """A request as the browser sends it."""
    token = "b" * 32
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: sessionid={session}; csrftoken={token}",
        f"Accept-Language: {accept}",
        "Accept: text/html",
        "Accept-Encoding: gzip, deflate, br, zstd",
    ]
    if fragment:
        lines.append("HX-Request: true")
    if method == "POST":
        lines += [
            f"X-CSRFToken: {token}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body.encode())}",
        ]
    return "\r\n".join([*lines, "", body]).encode()
