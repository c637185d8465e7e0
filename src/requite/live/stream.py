"""One open stream: what it still has to say, and the saying of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_MANY = 256


class Stream:
    """Keeps what is to be said, bounded: topics once each, and past a limit one `refresh` for all."""

    __slots__ = ("_beats", "_busy", "_ended", "_is_lost", "_lost", "_pending", "_refresh", "_send", "closed", "expires",
                 "issued", "last", "looks_back", "topics", "user")  # fmt: skip

    def __init__(self, *, user: str, topics: frozenset[str], expires: float, send: Send, issued: float = 0.0) -> None:
        self.user = user
        self.topics = topics
        self.issued = issued
        self.expires = expires
        self.last = 0
        self.closed = False
        self.looks_back = False  # while it does, nothing but an end is said: an id would vouch for what isn't told yet
        self._send = send
        self._pending: set[str] | None = None
        self._refresh = self._lost = self._is_lost = self._beats = self._busy = False
        self._ended = ""

    def hint(self, topic: str, number: int) -> None:
        """Notes the topic; nothing is sent before `wake`."""
        self.last = max(self.last, number)
        if self._refresh:
            return
        if self._pending is None:
            self._pending = set()
        self._pending.add(topic)
        if len(self._pending) > _MANY:
            self.refresh(number)

    def hints(self, topics: Iterable[str], number: int) -> None:
        """Notes those of the topics that this stream may hear."""
        for topic in self.topics.intersection(topics):
            self.hint(topic, number)
        self.last = max(self.last, number)

    def refresh(self, number: int) -> None:
        """Notes that the page must fetch everything."""
        self.last = max(self.last, number)
        self._refresh, self._lost, self._is_lost, self._pending = True, False, False, None

    def lose(self) -> None:
        """Notes that hints don't arrive any more; said once until the next `refresh`."""
        self._lost = self._lost or not self._is_lost
        self._is_lost = True

    def beat(self, number: int) -> None:
        """Notes a sign of life; all hints up to `number` have been told or are being told."""
        self.last = max(self.last, number)
        self._beats = True

    def end(self, reason: str) -> None:
        """Says why, and closes."""
        self._ended = self._ended or reason
        self.wake()

    def wake(self) -> None:
        """Starts sending what was noted, unless that is under way: then it joins on."""
        if not self._busy and not self.closed and (self._ended or not self.looks_back):
            self._busy = True
            task = asyncio.ensure_future(self._say())
            task.add_done_callback(_looked_at)

    async def _say(self) -> None:
        # A slow client holds us in `send`; meanwhile what is noted stays bounded. The front cuts it.
        try:
            while not self._ended and (text := self._next()):
                await self._send({"type": "http.response.body", "body": text, "more_body": True})
            if self._ended and not self.closed:
                self.closed = True
                text = self._event("end", json.dumps({"reason": self._ended}))
                await self._send({"type": "http.response.body", "body": text, "more_body": False})
        finally:
            self._busy = False

    def _next(self) -> bytes:
        """The next thing to say, taken off the list; empty when all is said."""
        if self._refresh:
            self._refresh = self._beats = False
            return self._event("refresh", "{}")
        if self._pending:
            topics, self._pending, self._beats = sorted(self._pending), None, False
            return self._event("hint", json.dumps({"topics": topics}, separators=(",", ":")))
        if self._lost:
            self._lost = False
            return self._event("lost", "{}")
        if self._beats:
            self._beats = False
            return self._event("beat", "{}")
        return b""

    def _event(self, name: str, data: str) -> bytes:
        return f"id: {self.last}\nevent: {name}\ndata: {data}\n\n".encode()


def _looked_at(task: asyncio.Future[None]) -> None:
    if not task.cancelled():
        task.exception()  # the client has gone: nothing to do
