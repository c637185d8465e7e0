"""Connections to the processes behind, kept open between requests."""

from __future__ import annotations

import asyncio
import contextlib
import select
from collections import deque
from typing import Protocol, cast

from requite.front.request import Request
from requite.front.response import BrokenResponse, Framing

_IDLE = 15.0  # less than what the processes behind allow
_SOON = 0.001
_MOST_IDLE = 48  # a web process takes 64, idle ones too: some must stay free for others


class Asker(Protocol):
    """Whoever waits for the answer."""

    def answer(self, data: bytes) -> None: ...
    def answered(self, *, close: bool) -> None: ...
    def unanswered(self, *, begun: bool, reused: bool) -> None: ...
    def upstream_full(self, full: bool) -> None: ...


class Upstream(asyncio.Protocol):
    """One connection; it serves one request at a time."""

    __slots__ = (
        "_asker",
        "_choked",
        "_framing",
        "_held",
        "_is_short",
        "_poll",
        "_pool",
        "_request",
        "_stopped",
        "_used",
        "idle_since",
        "transport",
    )

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._asker: Asker | None = None
        self._framing: Framing | None = None
        self._request: Request | None = None
        self._held: list[bytes] = []
        self._poll = select.poll()
        self._choked = False  # it can take no more of the body
        self._stopped = False  # it isn't listened to
        self._is_short = False  # not all of the body was passed on
        self._used = False
        self.idle_since = 0.0
        self.transport: asyncio.Transport | None = None

    def ask(self, asker: Asker, request: Request) -> None:
        """Passes the head on, and what has come of the body."""
        assert self.transport is not None
        self._asker = asker
        self._pool.busy.add(self)
        self._request = request
        self._framing = Framing(is_head=request.is_head)
        self.transport.writelines([request.head, *request.take_body()])

    def write(self, data: bytes) -> None:
        """Passes more of the body on. What already answers is heard first: it may have shut the connection behind that."""
        if self.transport is None or self._is_short:
            return
        if not self._held and not self._poll.poll(0):
            self.transport.write(data)
            return
        self._held.append(data)
        if len(self._held) == 1:
            if self._asker is not None:
                self._asker.upstream_full(True)
            self._write_soon()

    def _write_soon(self) -> None:
        if not self._stopped:  # else the answer isn't heard yet
            asyncio.get_running_loop().call_later(_SOON, self._write_held)

    def _write_held(self) -> None:
        """Passes on what was held back, unless the answer began: then nobody reads it."""
        asker, framing = self._asker, self._framing
        if not self._held or asker is None or framing is None or self._stopped:
            return
        held, self._held = self._held, []
        self._is_short = framing.begun
        for piece in held:
            self.write(piece)
        if not self._held and not self._choked:
            asker.upstream_full(False)

    def full(self, full: bool) -> None:
        """The reader of the answer can't take more, or can again."""
        if self.transport is not None and not self.transport.is_closing():
            self._stopped = full
            if full:
                self.transport.pause_reading()
            else:
                self.transport.resume_reading()
                if self._held:
                    self._write_soon()

    def abandon(self) -> None:
        """Nobody waits any more."""
        self._asker = None
        self._pool.busy.discard(self)
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._poll.register(transport.get_extra_info("socket").fileno(), select.POLLIN)

    def data_received(self, data: bytes) -> None:
        framing, asker = self._framing, self._asker
        if framing is None or asker is None:
            self.abandon()  # it speaks unasked
            return
        try:
            ready = framing.feed(data)
        except BrokenResponse:
            self.abandon()
            asker.unanswered(begun=framing.begun, reused=False)
            return
        if ready:
            asker.answer(ready)
        if framing.complete:
            self._asker = self._framing = None
            self._pool.busy.discard(self)
            self._used = True
            self._release(reusable=not framing.close)
            asker.answered(close=framing.close)

    def _release(self, *, reusable: bool) -> None:
        """Rests, unless anything of the old request could still be read as the beginning of another."""
        request, self._request = self._request, None
        self.full(False)
        whole = request is not None and request.complete and not self._held and not self._is_short
        clean = reusable and whole and request is not None and request.reusable
        if not (clean and self._pool.keep(self)):
            self.abandon()

    def connection_lost(self, exc: Exception | None) -> None:
        asker, framing = self._asker, self._framing
        self._asker = self.transport = None
        self._pool.forget(self)
        if asker is None or framing is None:
            return
        if exc is None and framing.end():
            asker.answered(close=True)
        else:
            asker.unanswered(begun=framing.begun, reused=self._used)

    def pause_writing(self) -> None:
        self._choked = True
        if self._asker is not None:
            self._asker.upstream_full(True)

    def resume_writing(self) -> None:
        self._choked = False
        if self._asker is not None and not self._held:
            self._asker.upstream_full(False)


class Pools:
    """The processes that can answer, their addresses by commas; whichever has the least to do is asked."""

    def __init__(self, addresses: str) -> None:
        self._pools = [Pool(address) for address in addresses.split(",")]

    def take(self) -> Upstream | None:
        """A resting connection to the least busy, if there is one."""
        return min(self._pools, key=Pool.load).take()

    async def connect(self) -> Upstream:
        """A new connection to the least busy, or to the next that is there. Raises OSError."""
        *pools, last = sorted(self._pools, key=Pool.load)
        for pool in pools:
            with contextlib.suppress(OSError, TimeoutError):
                return await pool.connect()
        return await last.connect()

    def sweep(self, now: float) -> None:
        """Closes what has rested too long."""
        for pool in self._pools:
            pool.sweep(now)


class Pool:
    """The connections to one address: a Unix socket's path, or host:port. `busy` are those that are asked now."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._idle: deque[Upstream] = deque()
        self._opening = 0
        self.busy: set[Upstream] = set()

    def load(self) -> tuple[int, bool]:
        """How much it has to do; of two that have the same, whoever has a connection ready comes first."""
        return len(self.busy) + self._opening, not self._idle

    def take(self) -> Upstream | None:
        """The connection that has rested longest, if there is one."""
        while self._idle:
            upstream = self._idle.popleft()
            if upstream.transport is not None and not upstream.transport.is_closing():
                return upstream
        return None

    async def connect(self) -> Upstream:
        """A new connection. Raises OSError, TimeoutError."""
        self._opening += 1
        try:
            async with asyncio.timeout(5):
                return await self._connect()
        finally:
            self._opening -= 1

    async def _connect(self) -> Upstream:
        loop = asyncio.get_running_loop()
        if self._address.startswith("/"):
            return (await loop.create_unix_connection(lambda: Upstream(self), self._address))[1]
        host, _, port = self._address.rpartition(":")
        return (await loop.create_connection(lambda: Upstream(self), host, int(port)))[1]

    def keep(self, upstream: Upstream) -> bool:
        """Takes the connection back, unless there are enough."""
        if len(self._idle) >= _MOST_IDLE:
            return False
        upstream.idle_since = asyncio.get_running_loop().time()
        self._idle.append(upstream)
        return True

    def forget(self, upstream: Upstream) -> None:
        """It has closed."""
        self.busy.discard(upstream)
        if upstream in self._idle:
            self._idle.remove(upstream)

    def sweep(self, now: float) -> None:
        """Closes what has rested too long."""
        while self._idle and now - self._idle[0].idle_since > _IDLE:
            self._idle.popleft().abandon()
