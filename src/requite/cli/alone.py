"""`requite postgres`: the embedded server alone, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

from requite.cli import folder
from requite.cli.postgres import Server


def run(argv: Sequence[str]) -> int:
    """Prints the server's URL on standard output once it answers; stops it at SIGINT or SIGTERM."""
    options = _options(argv)
    stopped = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stopped.set())
    home: Path = options.home or folder.var() / "postgres"
    server = Server(home, durable=not options.fleeting)
    with folder.lock(options.home or folder.var()):
        server.start()
        try:
            print(server.ensure_database(), flush=True)
            while not stopped.wait(1) and server.is_running():
                pass
        finally:
            server.stop()
    return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="requite postgres")
    parser.add_argument("--home", type=Path, help="its folder (the data folder's own by default)")
    parser.add_argument("--fleeting", action="store_true", help="fast and not crash-safe: for tests only")
    return parser.parse_args(argv)
