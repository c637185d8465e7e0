"""One connection of a browser."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, cast

import httptools

from requite.front import pages
from requite.front.request import HEAD_LIMIT, Peer, RefusedHead, Request, build
from requite.front.upstream import Upstream

if TYPE_CHECKING:
    from requite.front.server import Front

HEAD_SECONDS = 10.0
BODY_SECONDS = 60.0
IDLE_SECONDS = 75.0
ANSWER_SECONDS = 300.0
BLOCKED_SECONDS = 60.0
LINGER_SECONDS = 2.0
_BUFFERED, _SHORT = 262_144, 65_536  # bytes of a body


class Client(asyncio.Protocol):
    """Reads requests one after another, passes each on, and passes its answer back."""

    __slots__ = (
        "_blocked",
        "_choked",
        "_front",
        "_headers",
        "_in_head",
        "_lingers",
        "_parser",
        "_paused",
        "_peer",
        "_queue",
        "_reading",
        "_refusal",
        "_size",
        "_started",
        "_target",
        "_upstream",
        "deadline",
        "transport",
    )

    def __init__(self, front: Front) -> None:
        self._front = front
        self._parser = httptools.HttpRequestParser(self)
        self._queue: deque[Request] = deque()
        self._reading: Request | None = None  # whose body is coming
        self._upstream: Upstream | None = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._target = b""
        self._size = 0
        self._in_head = self._started = self._blocked = self._paused = self._choked = self._lingers = False
        self._refusal = 0
        self.deadline = front.now() + HEAD_SECONDS
        self.transport: asyncio.Transport | None = None

    # --- the connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._peer: Peer = self._front.peer(transport.get_extra_info("peername"))
        if not self._front.enter(self):
            self._refuse(503)

    def connection_lost(self, _: Exception | None) -> None:
        self._front.leave(self)
        self.transport = None
        if self._upstream is not None:
            self._upstream.abandon()
            self._upstream = None
        self._queue.clear()

    def pause_writing(self) -> None:
        self._blocked = True
        self.deadline = self._front.now() + BLOCKED_SECONDS
        if self._upstream is not None:
            self._upstream.full(True)

    def resume_writing(self) -> None:
        self._blocked = False
        self.deadline = self._waiting_deadline()
        if self._upstream is not None:
            self._upstream.full(False)

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is on its way that has an end."""
        return bool(self._queue) and not self._queue[0].is_live

    def expire(self) -> None:
        """The deadline has passed."""
        if self._blocked or self._lingers or not self._queue:
            self._cut()
        elif self._started or self._queue[0].complete:
            self._refuse(504)
        else:
            self._cut()

    def _cut(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def _refuse(self, status: int) -> None:
        if self.transport is None or self._lingers:
            return
        if self._started:
            self._cut()
            return
        if self._upstream is not None:
            self._upstream.abandon()
            self._upstream = None
        request = self._queue[0] if self._queue else None
        body = request is None or not request.is_head
        self.transport.write(pages.refusal(status, language=request.language if request else b"", body=body))
        self._linger()

    def _linger(self) -> None:
        """Closes our half; what still comes is thrown away for a while, lest it cut our answer off."""
        if self.transport is not None:
            self._lingers = True
            self.deadline = self._front.now() + LINGER_SECONDS
            self._pause(False)
            self.transport.write_eof()

    def _waiting_deadline(self) -> float:
        if not self._queue:
            return self._front.now() + IDLE_SECONDS
        first = self._queue[0]
        if not first.complete:
            return self._front.now() + BODY_SECONDS
        return float("inf") if first.is_live else self._front.now() + ANSWER_SECONDS

    # --- what the browser sends

    def data_received(self, data: bytes) -> None:
        if self.transport is None or self._lingers:
            return
        self._size += len(data)
        if not self._in_head and not self._queue:
            self.deadline = self._front.now() + HEAD_SECONDS
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._refusal = self._refusal or 400
        if self._in_head and self._size > HEAD_LIMIT:
            self._refusal = self._refusal or 431
        if self._refusal:
            self._refuse(self._refusal)
            return
        if self._queue:
            self.deadline = self._waiting_deadline()
        self._pace()

    def _pace(self) -> None:
        """Stops reading while there is more than can be passed on, or than who answers can take."""
        self._pause(self._choked or len(self._queue) > 1 or (
            self._upstream is None and self._reading is not None and self._reading.size > _BUFFERED))  # fmt: skip

    def on_message_begin(self) -> None:
        self._in_head, self._target, self._headers = True, b"", []
        self._size = 0

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._in_head = False
        if self._refusal:
            return
        parser = self._parser
        try:
            request = build(
                method=parser.get_method(),
                target=self._target,
                version=parser.get_http_version(),
                headers=self._headers,
                peer=self._peer,
                close=not parser.should_keep_alive(),
            )
        except RefusedHead as refused:
            self._refusal = refused.status
            return
        self._reading = request
        self._queue.append(request)
        if len(self._queue) == 1:
            self._start()

    def _start(self) -> None:
        """Has the first request answered, as soon as it need wait no more."""
        if self._queue and not self._queue[0].waits:
            self._front.start(self, self._queue[0])

    def on_body(self, data: bytes) -> None:
        if self._reading is not None:
            self._pass_on(
                self._reading, b"%x\r\n%b\r\n" % (len(data), data) if self._reading.chunked else data
            )

    def on_message_complete(self) -> None:
        request, self._reading = self._reading, None
        if request is None or self._refusal:
            return
        request.complete = True
        if request.chunked:
            self._pass_on(request, b"0\r\n\r\n")
        self._wait_no_more(request)

    def _pass_on(self, request: Request, data: bytes) -> None:
        if self._upstream is not None and self._queue and self._queue[0] is request:
            self._upstream.write(data)
        elif request in self._queue:
            request.keep(data)
            if request.waits and request.size > _SHORT:
                self._wait_no_more(request)

    def _wait_no_more(self, request: Request) -> None:
        waited, request.waits = request.waits, False
        if waited and self._queue and self._queue[0] is request:
            self._start()

    # --- what comes back

    def serve(self, upstream: Upstream, request: Request) -> None:
        """Somebody is there to answer."""
        if self.transport is None or self._lingers or not self._queue or self._queue[0] is not request:
            upstream.abandon()
            return
        self._upstream = upstream
        upstream.ask(self, request)
        if self._blocked:
            upstream.full(True)
        self._pace()

    def unserved(self) -> None:
        """Nobody is there."""
        self._refuse(503)

    def answer(self, data: bytes) -> None:
        self._started = True
        if self.transport is not None:
            self.transport.write(data)
            if not self._blocked:
                self.deadline = self._waiting_deadline()

    def answered(self, *, close: bool) -> None:
        self._upstream = None
        self._started = self._choked = False
        request = self._queue.popleft()
        if self.transport is None:
            return
        if close or request.close or not request.complete:
            self._linger()
            return
        self.deadline = self._waiting_deadline()
        self._start()
        if self._paused:
            self._pace()

    def unanswered(self, *, begun: bool, reused: bool) -> None:
        self._upstream, self._choked = None, False
        request = self._queue[0]
        if not self._started and not begun and reused and request.replayable:
            self._front.start(self, request)  # it had closed while it rested
        else:
            self._refuse(502)

    def upstream_full(self, full: bool) -> None:
        """Who answers can't take more of the body, or can again."""
        self._choked = full
        if not full and self._queue:
            self.deadline = self._waiting_deadline()
        self._pace()

    def _pause(self, paused: bool) -> None:
        if self.transport is None or self.transport.is_closing() or paused == self._paused:
            return
        self._paused = paused
        if paused:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()
