"""PostgreSQL as the live process knows it: two channels to hear, and the journal to catch up from."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from dataclasses import dataclass
from typing import Any

import psycopg

from requite.live.hub import Hint, Hub
from requite.live.token import LASTS

_log = logging.getLogger("requite.live")
_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)
_OVERLAP = 60  # seconds: ids are given before the commit, so an older one may become visible later
_CLOCKS = 2.0  # seconds by which the clocks of web and live may differ
_TOO_OLD = 600
_TOO_MANY = 500
_KEEPALIVE: dict[str, Any] = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}

_POSITION = "SELECT coalesce(max(id), 0) FROM journal_entry WHERE at > now() - interval '1 day'"
# Acts that end a user's streams; `requite_control` says so on commit, and says it once.
ENDS = ("identity.UserDeactivated", "identity.PasswordCorrected", "identity.UserCorrected")
_ENDED = """
    SELECT subject_id::text, extract(epoch FROM max(at))::float8 FROM journal_entry
    WHERE at > now() - %(lasts)s * interval '1 second' AND type = ANY(%(ends)s)
      AND (type <> 'identity.UserCorrected' OR changes ?| ARRAY['role', 'team']) GROUP BY 1
"""
_SAME_COMMIT = """
    SELECT DISTINCT unnest(topics) FROM journal_entry
    WHERE at = (SELECT at FROM journal_entry WHERE id = %(id)s) AND id <= %(id)s
"""
_SINCE_ID = """
    SELECT id, topics FROM journal_entry
    WHERE at >= (SELECT at FROM journal_entry WHERE id = %(last)s) - %(overlap)s * interval '1 second'
      AND (SELECT at FROM journal_entry WHERE id = %(last)s) > now() - %(too_old)s * interval '1 second'
      AND topics && %(topics)s
    LIMIT %(many)s
"""
_IS_RECENT = "SELECT at > now() - %(too_old)s * interval '1 second' FROM journal_entry WHERE id = %(last)s"
_SINCE_MOMENT = """
    SELECT id, topics FROM journal_entry
    WHERE at >= to_timestamp(%(moment)s) - %(overlap)s * interval '1 second' AND topics && %(topics)s
    LIMIT %(many)s
"""


@dataclass(frozen=True, slots=True)
class Missed:
    """What a stream has missed; `topics` is None when that can't be told any more."""

    topics: set[str] | None
    last: int


class Database:
    """One connection that listens as long as the process lives, and one that reads when asked."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._url = url
        self._hub = hub
        self._reader: psycopg.AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()

    async def listen(self) -> None:
        """Hears both channels for ever; after a loss connects again and has every page refresh."""
        attempt = 0
        while True:
            try:
                async with await self._connect("requite live listen") as connection:
                    attempt = 0
                    await self._hear(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                if self._hub.listening:
                    _log.warning("no longer listening: %s", error)
                self._hub.lose()
                await asyncio.sleep(_PAUSES[min(attempt, len(_PAUSES) - 1)])
                attempt += 1

    async def _hear(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute("LISTEN requite_hints")
        await connection.execute("LISTEN requite_control")
        ended = await connection.execute(_ENDED, {"lasts": LASTS + _OVERLAP, "ends": list(ENDS)})
        self._hub.end_earlier({user: at + _CLOCKS async for user, at in ended})
        row = await (await connection.execute(_POSITION)).fetchone()
        self._hub.begin(last=row[0] if row else 0, at=time.time())
        while True:
            async for notice in connection.notifies(timeout=15):
                await self._take(notice.channel, notice.payload)
            async with asyncio.timeout(10):
                await connection.execute("SELECT 1")

    async def _take(self, channel: str, payload: str) -> None:
        try:
            said = json.loads(payload)
            if channel == "requite_control":
                self._hub.end(str(said["end"]), at=float(said.get("at") or time.time()))
                return
            number = int(said["id"])
            topics = said["topics"] if "topics" in said else await self._topics_of(number)
            self._hub.tell(Hint(number, time.time(), frozenset(topics)))
        except (ValueError, KeyError, TypeError):
            _log.warning("not understood on %s", channel)

    async def _topics_of(self, number: int) -> list[str]:
        return [row[0] for row in await self._read(_SAME_COMMIT, {"id": number})]

    async def missed(self, *, topics: frozenset[str], last: int | None, since: float) -> Missed:
        """What these topics have missed since the hint `last`, or since the moment without one."""
        hub = self._hub
        kept = hub.hints_after(last) if last is not None else hub.hints_since(since - _CLOCKS)
        if kept is not None:
            found = {topic for hint in kept for topic in hint.topics}
            return Missed(found & topics, hub.last)
        values = {"last": last, "moment": since, "topics": sorted(topics), "overlap": _OVERLAP,
                  "too_old": _TOO_OLD, "many": _TOO_MANY + 1}  # fmt: skip
        if last == 0:
            last = None
        if not await self._is_recent(last, since, values):
            return Missed(None, hub.last)
        rows = await self._read(_SINCE_MOMENT if last is None else _SINCE_ID, values)
        if len(rows) > _TOO_MANY:
            return Missed(None, hub.last)
        return Missed({topic for row in rows for topic in row[1]} & topics, hub.last)

    async def _is_recent(self, last: int | None, since: float, values: dict[str, Any]) -> bool:
        if last is None:
            return since > time.time() - _TOO_OLD
        rows = await self._read(_IS_RECENT, values)
        return bool(rows and rows[0][0])

    async def _read(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self._turn, asyncio.timeout(10):
            if self._reader is None or self._reader.closed:
                self._reader = await self._connect("requite live read")
            try:
                return await (await self._reader.execute(sql, values)).fetchall()
            except psycopg.OperationalError:
                with contextlib.suppress(psycopg.Error):
                    await self._reader.close()
                raise

    async def _connect(self, name: str) -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, application_name=name, connect_timeout=5, **_KEEPALIVE
        )

    async def close(self) -> None:
        """Lets go of the reading connection."""
        if self._reader is not None:
            await self._reader.close()
