"""How PostgreSQL is reached: its address as Django's settings, and what becomes of who waits while it is away."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool

from requite.config.environment import ENVIRONMENT as ENV

TIMEOUT = 10  # seconds that a page waits for a connection while all are in use
AWAY = 2  # seconds of attempts to connect, all refused, after which the server may be away


def settings_of(url: str) -> dict[str, Any]:
    """The settings of the database at `url`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "requite",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **query,
            "pool": {
                # One that was opened for a burst of requests would plan each page's statements anew, and be handed out
                # in turn with the others: web keeps one for each of its threads.
                "min_size": min(ENV.pool_kept, ENV.pool_size),
                "max_size": ENV.pool_size,
                "timeout": TIMEOUT,
                "reconnect_timeout": AWAY,
                "reconnect_failed": tell_who_waits,
            },
            "options": f"-c statement_timeout={ENV.statement_timeout_ms}",
            "server_side_binding": False,
            "prepare_threshold": 1_000_000,  # only what asks for it is prepared (kernel.reading); None would forbid it
        },
    }


def tell_who_waits(pool: ConnectionPool[Any]) -> None:
    """After attempts that failed: all who wait are told that the server is away, unless it answers.

    It answers also where it has no connection left, or where ours are all in use: then they wait on for their turn, and
    another attempt is made. The next who asks, after all were told, begins with a fresh one.
    """
    if not pool.get_stats()["requests_waiting"]:
        return
    if _answers(pool):
        pool.check()  # grows again, which it had given up
        return
    with pool._lock:  # as its own close() does; nothing public tells them and leaves it open
        waiting = list(pool._waiting)
        pool._waiting.clear()
    for place in waiting:
        place.fail(psycopg.OperationalError(f"nobody answered for {AWAY} seconds"))


def _answers(pool: ConnectionPool[Any]) -> bool:
    """Whether a server that takes connections is there, even if it has none left."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given = pool.kwargs if isinstance(pool.kwargs, dict) else {}
    address = {name: value for name, value in given.items() if name in known}
    return pq.PGconn.ping(make_conninfo(**address, connect_timeout=TIMEOUT).encode()) == pq.Ping.OK
