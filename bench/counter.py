"""How long a counter takes: from the commit of a rep's act until the leader's page has the new number.

200 streams are open, each of a page that fetches its own counters when a hint comes, as the browser does. The commit is
the moment at which the database tells it: a LISTEN of our own hears it.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import re
import time
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import psycopg

from bench.client import ONCE, Pools, build
from bench.load import quantile
from bench.processes import Running

STREAMS, SAMPLES, PAUSE = 200, 200, 0.2
TOKEN = re.compile(r'name="live-token" content="([^"]+)" data-stream="([^"]+)"')
COUNTER = re.compile(r'data-live="([^"]+)"[^>]*hx-get="([^"]*/counters/[^"]*|[^"]*figure[^"]*)"')


@dataclass(slots=True)
class Page:
    """An open page: its stream, the counters that it shows, and when it has had each hint's numbers."""

    session: str
    pool: Pools
    counters: dict[str, list[str]] = field(default_factory=dict)
    hinted: list[float] = field(default_factory=list)
    fetched: list[float] = field(default_factory=list)

    async def open(self, path: str) -> tuple[str, str]:
        """Get the page; give the stream's address and its token."""
        answer = await self.pool.ask(build(path, session=self.session))
        html = gzip.decompress(answer.body).decode()
        found = TOKEN.search(html)
        if answer.status != 200 or not found:
            raise SystemExit(f"{path} has no stream ({answer.status}).")
        for topics, address in COUNTER.findall(html):
            for topic in topics.split():
                self.counters.setdefault(topic, []).append(unescape(address))
        return unescape(found[2]), unescape(found[1])

    async def listen(self, where: str, path: str, token: str) -> None:
        """Follow the stream; fetch the counters of each topic that is told."""
        host, port = where.rsplit(":", 1)
        reader, writer = await asyncio.open_connection(host, int(port))
        address = f"{path}{'&' if '?' in path else '?'}token={token}"
        writer.write(f"GET {address} HTTP/1.1\r\nHost: {where}\r\nAccept: text/event-stream\r\n\r\n".encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"data:"):
                    await self._hear(line[5:].strip())
        finally:
            writer.close()

    async def _hear(self, data: bytes) -> None:
        try:
            said = json.loads(data)
        except ValueError:
            return
        topics = said.get("topics", said) if isinstance(said, dict) else said
        addresses = {
            address for topic in topics if topic in self.counters for address in self.counters[topic]
        }
        if not addresses:
            return
        self.hinted.append(time.time())
        await asyncio.gather(
            *(self.pool.ask(build(one, session=self.session, fragment=True)) for one in addresses)
        )
        self.fetched.append(time.time())


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from the commit: until the hint arrives, and until the leader's numbers are fetched."""

    hint_p50: float
    hint_p99: float
    fetch_p50: float
    fetch_p99: float
    samples: int
    fetches: float


def measure(running: Running, readers: dict[str, Any], *, samples: int = SAMPLES) -> Latency:
    """Open the streams, let reps log calls, and take the times of their leaders' pages."""
    return asyncio.run(_measure(running, readers, samples))


async def _measure(running: Running, readers: dict[str, Any], samples: int) -> Latency:
    where = running.address.removeprefix("http://")
    pool = Pools([where])
    leaders = {leader["team"]: Page(leader["session"], pool) for leader in readers["leaders"]}
    pages = [(page, "/team/") for page in leaders.values()]
    reps = readers["reps"]
    pages += [(Page(reps[n % len(reps)]["session"], pool), "/today/") for n in range(STREAMS - len(pages))]
    tasks = []
    for page, path in pages:
        stream, token = await page.open(path)
        tasks.append(asyncio.create_task(page.listen(where, stream, token)))
    await asyncio.sleep(1)
    hints, fetches, counted = [], [], 0
    noise = random.Random(1)
    async with await psycopg.AsyncConnection.connect(running.url, autocommit=True) as connection:
        await connection.execute("LISTEN requite_hints")
        commits: list[float] = []
        hearing = asyncio.create_task(_hear(connection, commits))
        acting = Pools([str(path) for path in running.sockets])
        for _ in range(samples):
            rep = noise.choice(reps)
            leader = leaders[rep["team"]]
            commits.clear()
            if await _act(acting, rep, readers, leader) and commits:
                hints.append(leader.hinted[0] - commits[0])
                fetches.append(leader.fetched[0] - commits[0])
            await asyncio.sleep(noise.uniform(PAUSE / 2, PAUSE * 1.5))
        counted = sum(len(page.fetched) for page, _ in pages)
        hearing.cancel()  # it holds the connection, which closes next
        await asyncio.gather(hearing, return_exceptions=True)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return Latency(
        quantile(hints, 0.5), quantile(hints, 0.99), quantile(fetches, 0.5), quantile(fetches, 0.99), len(fetches),
        counted / max(1, samples),
    )  # fmt: skip


async def _hear(connection: psycopg.AsyncConnection[Any], commits: list[float]) -> None:
    async for _ in connection.notifies():
        commits.append(time.time())  # noqa: PERF401 (each as it comes)


async def _act(acting: Pools, rep: dict[str, Any], readers: dict[str, Any], leader: Page) -> bool:
    """Log one call; whether the leader's page has had its new numbers within two seconds."""
    leader.hinted.clear()
    leader.fetched.clear()
    body = f"outcome={readers['outcomes'][0]}&once={ONCE.decode()}"
    person = random.choice(rep["people"])
    await acting.ask(
        build(f"/people/{person}/calls/", session=rep["session"], method="POST", body=body, fragment=True)
    )
    for _ in range(200):
        if leader.fetched:
            return True
        await asyncio.sleep(0.01)
    return False
