"""How soon a counter elsewhere shows a call: from the answer of the act (its commit) to the counter fetched anew."""

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg
import uvloop

from bench.cases import Cast, call, get
from bench.client import Connection
from requite.live import settings as live_settings
from requite.live import token

STREAMS = 200


@dataclass(slots=True)
class Ear:
    """One open stream: tells when a hint of its rep arrives."""

    heard: asyncio.Queue[float]
    opened: asyncio.Event


@dataclass(slots=True)
class Latencies:
    """Seconds for each act: until the counter is fetched anew, from the commit and from the click on the outcome."""

    from_commit: list[float] = field(default_factory=list)
    from_click: list[float] = field(default_factory=list)


def measure(*, port: int, url: str, cast: Cast, acts: int) -> Latencies:
    """So many calls, one after another, while two hundred streams are open."""
    return uvloop.run(_measure(port=port, url=url, cast=cast, acts=acts))


async def _measure(*, port: int, url: str, cast: Cast, acts: int) -> Latencies:
    reps, key = list(cast.cookies), live_settings.read().key
    ears = [Ear(asyncio.Queue(), asyncio.Event()) for _ in range(STREAMS)]
    tasks = [
        asyncio.create_task(_listen(port, key, str(reps[number % len(reps)]), ear)) for number, ear in enumerate(ears)
    ]
    await asyncio.wait_for(asyncio.gather(*(ear.opened.wait() for ear in ears)), 30)
    commits: asyncio.Queue[float] = asyncio.Queue()
    database = await psycopg.AsyncConnection.connect(url, autocommit=True)
    await database.execute("LISTEN requite_hints")
    tasks.append(asyncio.create_task(_note_commits(database, commits)))
    found = Latencies()
    acting, reading = Connection(str(port)), Connection(str(port))
    for number in range(acts):
        person, rep = cast.people[number % len(cast.people)]
        await _act(found, commits, ears[reps.index(rep)], acting, reading, (cast, person, rep))
        await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    await database.close()
    return found


async def _act(
    found: Latencies, commits: "asyncio.Queue[float]", ear: Ear, acting: Connection, reading: Connection, who: tuple[Cast, Any, Any]
) -> None:
    """One call, and the fetch of the counter by somebody who hears of it, who waits for nothing but the hint."""
    cast, person, rep = who
    _empty(ear.heard)
    _empty(commits)
    request = call(cast, person, rep)
    clicked = time.perf_counter()
    answered = asyncio.create_task(acting.ask(request))
    committed = await asyncio.wait_for(commits.get(), 10)
    await asyncio.wait_for(ear.heard.get(), 10)
    await reading.ask(get("/counters/contacts/", cast.cookies[rep], htmx=True))
    shown = time.perf_counter()
    if (await answered).status != 200:
        raise RuntimeError("a call was refused")
    found.from_commit.append(shown - committed)
    found.from_click.append(shown - clicked)


async def _note_commits(database: "psycopg.AsyncConnection[Any]", commits: "asyncio.Queue[float]") -> None:
    async for _ in database.notifies():
        commits.put_nowait(time.perf_counter())


def _empty(queue: "asyncio.Queue[float]") -> None:
    while not queue.empty():
        queue.get_nowait()


async def _listen(port: int, key: str, user: str, ear: Ear) -> None:
    topic = f"user:{user}"
    passed = token.sign(key=key, user=user, topics=[topic], at=time.time())
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live/stream?token={passed} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    with contextlib.suppress(asyncio.IncompleteReadError):
        while True:
            line = await reader.readline()
            if line.startswith(b"event: beat"):
                ear.opened.set()
            if line.startswith(b"data: ") and topic in json.loads(line[6:]).get("topics", ()):
                ear.heard.put_nowait(time.perf_counter())
            if not line:
                return

