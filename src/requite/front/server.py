"""The front's process: listens, hands connections to their two ends, and cuts what takes too long."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import resource
import signal
import socket

import uvloop

from requite.front.client import Client
from requite.front.request import Peer, Request
from requite.front.upstream import Pools

_MOST_CLIENTS = 20_000
_SWEEP = 2.0
_DRAIN = 5.0


class Front:
    """What the connections of one process share."""

    def __init__(self, *, web: str, live: str, trusted: frozenset[str]) -> None:
        self._loop = asyncio.get_running_loop()
        self._web, self._live = Pools(web), Pools(live)
        self._trusted = trusted
        self._clients: set[Client] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.now = self._loop.time

    def peer(self, name: tuple[str, int] | None) -> Peer:
        """Who connected, and whether its forwarding headers are believed."""
        address = name[0] if name else "127.0.0.1"
        if address in self._trusted:
            return Peer(address, names_clients=True, names_scheme=True)
        with contextlib.suppress(ValueError):
            return Peer(address, names_scheme=ipaddress.ip_address(address).is_loopback)
        return Peer(address)

    def enter(self, client: Client) -> bool:
        """False when there are too many already."""
        if len(self._clients) >= _MOST_CLIENTS:
            return False
        self._clients.add(client)
        return True

    def leave(self, client: Client) -> None:
        self._clients.discard(client)

    def start(self, client: Client, request: Request) -> None:
        """Finds a process for the request, at once where a connection rests."""
        pools = self._live if request.is_live else self._web
        upstream = pools.take()
        if upstream is not None:
            client.serve(upstream, request)
            return
        task = self._loop.create_task(self._connect(pools, client, request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, pools: Pools, client: Client, request: Request) -> None:
        try:
            upstream = await pools.connect()
        except (OSError, TimeoutError):
            client.unserved()
        else:
            client.serve(upstream, request)

    async def drain(self) -> None:
        """Waits for the answers under way, not for long."""
        deadline = self.now() + _DRAIN
        while self.now() < deadline and any(c.is_waiting for c in self._clients):  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    async def sweep(self) -> None:
        """Cuts what has passed its deadline, for ever."""
        while True:
            await asyncio.sleep(_SWEEP)
            now = self.now()
            for client in [client for client in self._clients if client.deadline < now]:
                client.expire()
            self._web.sweep(now)
            self._live.sweep(now)


async def serve(listener: socket.socket) -> None:
    """Serves the socket until SIGTERM or SIGINT."""
    get = os.environ.get
    front = Front(
        web=os.environ["REQUITE_WEB_ADDRESS"],
        live=os.environ["REQUITE_LIVE_ADDRESS"],
        trusted=frozenset(filter(None, get("REQUITE_TRUSTED_PROXIES", "").replace(" ", "").split(","))),
    )
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    server = await loop.create_server(lambda: Client(front), sock=listener, backlog=1024)
    sweeping = asyncio.create_task(front.sweep())
    await stopped.wait()
    server.close()
    await front.drain()
    sweeping.cancel()


def main() -> None:
    """Runs the process as its environment says."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    given = os.environ.get("REQUITE_FRONT_FD")
    if given:
        listener = socket.socket(fileno=int(given))
    else:
        host = os.environ.get("REQUITE_FRONT_HOST", "127.0.0.1")
        listener = socket.create_server(
            (host, int(os.environ.get("REQUITE_FRONT_PORT", "8000"))), backlog=1024
        )
    uvloop.run(serve(listener))
