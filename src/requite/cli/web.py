"""`requite web`: the web processes, on REQUITE_WEB_ADDRESS.

That is host:port, which REQUITE_WEB_PROCESSES processes share; or paths of Unix sockets, by commas, one for each process:
then whoever stands before them sees which of them is busy.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer, WorkerProcess

from requite.cli.parts import processes
from requite.cli.runas import ends_with_parent

_TARGET = "requite.config.wsgi:application"
THREADS = 4  # those of one process share one core: more of them only wait for each other


def run(_: Sequence[str]) -> int:
    """Serves until SIGTERM. The program is loaded once, then divided: half the memory and half the start."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
        if (ends := ends_with_parent(signal.SIGKILL)) is not None:
            os.register_at_fork(after_in_child=ends)  # asked to end, one may wait for good
        _load()
    _server(os.environ["REQUITE_WEB_ADDRESS"]).serve()
    return 0


def _load() -> None:
    """Imports all that requests will need; opens nothing, so that there is nothing to share but memory."""
    __import__(_TARGET.partition(":")[0])
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


class _OwnSockets(MPServer):
    """Each process listens on a socket of its own; on a shared one the first to wake takes all who knock."""

    def __init__(self, paths: Sequence[Path], **options: Any) -> None:
        self._paths = paths
        self._listening: list[tuple[Any, Any]] = []
        super().__init__(_TARGET, uds=paths[0], workers=len(paths), **options)

    def _init_shared_socket(self) -> None:
        for path in self._paths:
            self.bind_uds = path.resolve()
            path.unlink(missing_ok=True)
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
            self._listening.append((self._shd, self._sso))

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> WorkerProcess:  # type: ignore[override]
        self._shd, self._sso = self._listening[idx]
        return super()._spawn_worker(idx, target, callback_loader)

    def _drop_shared_socket(self) -> None:
        for _, listener in self._listening:
            listener.close()


def _server(address: str) -> MPServer:
    options: dict[str, Any] = {
        "interface": Interfaces.WSGI,
        "blocking_threads": int(os.environ.get("REQUITE_WEB_THREADS", THREADS)),
        "backpressure": 64,
        "http": HTTPModes.http1,
        "websockets": False,
        "respawn_failed_workers": True,
        "respawn_interval": 0.2,
        "workers_kill_timeout": 8,
        "log_level": LogLevels.error,
    }
    if address.startswith("/"):
        return _OwnSockets([Path(path) for path in address.split(",")], **options)
    host, _, port = address.rpartition(":")
    return MPServer(_TARGET, address=host, port=int(port), workers=processes(), **options)
