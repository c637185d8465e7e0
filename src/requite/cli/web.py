"""`requite web`: the web processes, on REQUITE_WEB_ADDRESS (a Unix socket's path, or host:port)."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

_TARGET = "requite.config.wsgi:application"


def run(_: Sequence[str]) -> int:
    """Serves until SIGTERM. The program is loaded once, then divided: half the memory and half the start."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
        _load()
    _server(os.environ["REQUITE_WEB_ADDRESS"]).serve()
    return 0


def _load() -> None:
    """Imports all that requests will need; opens nothing, so that there is nothing to share but memory."""
    __import__(_TARGET.partition(":")[0])
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def _server(address: str) -> MPServer:
    host, _, port = address.rpartition(":")
    where = {"uds": Path(address)} if address.startswith("/") else {"address": host, "port": int(port)}
    return MPServer(
        _TARGET,
        **where,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("REQUITE_WEB_PROCESSES", "2")),
        blocking_threads=int(os.environ.get("REQUITE_WEB_THREADS", "8")),
        backpressure=64,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=8,
        log_level=LogLevels.error,
    )
