"""The ASGI application of the live process (`python -m requite.live`). Without Django it stays small."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import psycopg

from requite.live import settings as live_settings
from requite.live import token
from requite.live.database import Database
from requite.live.hub import Hub
from requite.live.stream import Send, Stream

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Live:
    """Everything one process holds; made at start-up, inside the event loop."""

    def __init__(self, settings: live_settings.Settings) -> None:
        self.settings = settings
        self.hub = Hub(streams_per_user=settings.streams_per_user)
        self.database = Database(settings.database_url, self.hub)
        self._tasks = [asyncio.create_task(self.database.listen()), asyncio.create_task(self._beat())]

    async def _beat(self) -> None:
        """A sign of life to every stream, and the end of those whose token is over."""
        while True:
            await asyncio.sleep(self.settings.heartbeat)
            now = time.time()
            for count, stream in enumerate(self.hub.streams):
                if stream.expires <= now:
                    stream.end("expired")
                    self.hub.leave(stream)
                else:
                    stream.beat(self.hub.last)
                    stream.wake()
                if count % 50 == 49:
                    await asyncio.sleep(0)  # hints go first

    async def stop(self) -> None:
        """Lets go of the database."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.database.close()

    async def stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one `GET /live/stream`, as the package's docstring describes it."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        found = token.verify(query.get("token", [""])[0], key=self.settings.key, at=time.time())
        if found is None or self.hub.is_ended(found.user, issued=found.issued):
            await _answer(send, 401, {"error": "token"})
            return
        stream = Stream(
            user=found.user, topics=found.topics, issued=found.issued, expires=found.expires, send=send
        )
        stream.looks_back = True
        self.hub.join(stream)  # before the look back, so that nothing falls between
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _STREAM_HEADERS})
            await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
            await self._look_back(stream, _last(scope, query), found.issued)
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            stream.closed = True
            self.hub.leave(stream)

    async def _look_back(self, stream: Stream, last: int | None, issued: float) -> None:
        try:
            missed = await self.database.missed(topics=stream.topics, last=last, since=issued)
        except (psycopg.Error, OSError, TimeoutError):
            stream.refresh(self.hub.last)  # what it missed nobody knows: it may be that connection alone that broke
        else:
            if missed.topics is None:
                stream.refresh(missed.last)
            else:
                stream.hints(missed.topics, missed.last)
        if not self.hub.listening:
            stream.lose()
        stream.looks_back = False
        stream.beat(self.hub.last)
        stream.wake()


_live: Live | None = None


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Routes the few addresses there are."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _http(scope, receive, send)


def end_streams() -> None:
    """Ends all streams so that the server can stop; the pages connect again."""
    for stream in _live.hub.streams if _live else ():
        stream.end("expired")


async def _http(scope: Scope, receive: Receive, send: Send) -> None:
    if _live is None or scope["method"] != "GET":
        await _answer(send, 503 if _live is None else 405, {})
    elif scope["path"] == "/live/stream":
        await _live.stream(scope, receive, send)
    elif scope["path"] == "/live/health":
        hub = _live.hub
        said = {"listening": hub.listening, "streams": len(hub.streams), "last": hub.last}
        await _answer(send, 200 if hub.listening else 503, said)
    else:
        await _answer(send, 404, {})


async def _lifespan(receive: Receive, send: Send) -> None:
    global _live  # noqa: PLW0603 (one application in one process)
    await receive()
    _live = Live(live_settings.read())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    with contextlib.suppress(Exception):
        await _live.stop()
    await send({"type": "lifespan.shutdown.complete"})


async def _answer(send: Send, status: int, said: Mapping[str, object]) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(said).encode()})


def _last(scope: Scope, query: dict[str, list[str]]) -> int | None:
    """The last id the page has seen; None when there is none or it is nonsense."""
    given = next((value for name, value in scope["headers"] if name == b"last-event-id"), b"").decode(
        "latin-1"
    )
    given = given or query.get("last", [""])[0]
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
