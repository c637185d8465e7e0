"""A small HTTP client over one kept connection: it costs the machine next to nothing beside what is measured."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body; the headers as they came."""

    status: int
    head: bytes
    body: bytes


class Connection:
    """One connection, by port or by the path of a Unix socket; opens itself again when it was closed."""

    def __init__(self, door: str) -> None:
        self._door = door
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> Answer:
        """Sends the request as it is; the whole answer."""
        fresh = self._streams is None
        try:
            return await self._ask(request)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            if fresh:
                raise
            return await self._ask(request)

    def close(self) -> None:
        """Lets go of the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, request: bytes) -> Answer:
        reader, writer = self._streams or await self._open()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        lower = head.lower()
        body = b""
        if b"content-length:" in lower:
            body = await reader.readexactly(int(lower.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]))
        elif b"chunked" in lower:
            body = await _chunks(reader)
        if b"connection: close" in lower:
            self.close()
        return Answer(int(head[9:12]), head, body)

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._door.isdecimal():
            self._streams = await asyncio.open_connection("127.0.0.1", int(self._door), limit=1 << 20)
        else:
            self._streams = await asyncio.open_unix_connection(self._door, limit=1 << 20)
        return self._streams


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)
