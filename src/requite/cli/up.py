"""`requite up`: everything on this machine, prepared, started, kept alive, and stopped in order."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from requite.cli import checks, checks_files, folder, parts, reach
from requite.cli.errors import SetupError
from requite.cli.postgres import Server
from requite.cli.progress import run_step, say, step, warn
from requite.cli.stamps import Stamps, company, database, migrations, static

_READY_SECONDS = 300.0  # for what hangs: what dies is seen at once, and a busy machine takes its time
_TOO_MANY_DEATHS = 4


def run(argv: Sequence[str]) -> int:
    """Serves until Ctrl-C or SIGTERM."""
    options = _options(argv)
    checks.check_python()
    var = folder.var()
    checks.check_folder(var)
    with folder.lock(var):
        listener = checks.take_port(options.host, options.port)
        return Up(var=var, listener=listener, empty=options.empty).serve()


def _options(argv: Sequence[str]) -> argparse.Namespace:
    get = os.environ.get
    parser = argparse.ArgumentParser(prog="requite up", description="Start everything on this machine.")
    parser.add_argument("--host", default=get("HOST") or "127.0.0.1", help="0.0.0.0 for every address")
    parser.add_argument("--port", type=checks.read_port, default=get("PORT") or "8000")
    parser.add_argument("--empty", action="store_true", help="a company of one's own, not the demo")
    return parser.parse_args(argv)


class Up:
    """One run: what it holds must be given back in order, whatever happens."""

    def __init__(self, *, var: Path, listener: socket.socket, empty: bool) -> None:
        self._var = var
        self._empty = empty
        self._listener = listener
        self._stamps = Stamps(var)
        self._server: Server | None = None
        self._parts = parts.plan(var=var, listener=listener, runtime=folder.socket_folder(var))
        self._front, *self._others = self._parts
        self._logins: list[tuple[str, str, str]] = []
        self._preparing = True
        self._stopping = False

    def serve(self) -> int:
        """Prepares, starts, watches; stops when it is told to."""
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._told_to_stop)
        try:
            self._front.start()  # it says "starting" meanwhile
            self._prepare()
            self._preparing = False
            self._start()
            while not self._stopping:
                self._watch()
                time.sleep(0.2)
        except KeyboardInterrupt:
            pass
        finally:
            self._preparing = False
            self._stop()
        return 0

    def _told_to_stop(self, _signum: int, _frame: FrameType | None) -> None:
        self._stopping = True
        if self._preparing:
            raise KeyboardInterrupt

    def _prepare(self) -> None:
        os.environ["REQUITE_VAR"] = str(self._var)
        importlib.import_module(
            "requite.config.environment"
        )  # makes the secret, which the live process reads
        checks_files.check_files()
        url = self._find_database()
        if self._stamps.read("static") != static():
            with step("Building the browser's files"):
                run_step("static")
            self._stamps.write("static", static())
        wanted = migrations()
        if self._stamps.read("database") != [wanted, database(url)]:
            with step("Bringing the database up to date"):
                run_step("database")
            self._stamps.write("database", [wanted, database(url)])
        self._find_company(url)

    def _find_database(self) -> str:
        url = os.environ.get("DATABASE_URL")
        if not url:
            self._server = Server(self._var / "postgres")
            with step("Starting PostgreSQL"):
                self._server.start()
                url = os.environ["DATABASE_URL"] = self._server.ensure_database()
        checks.check_database(url)
        return url

    def _find_company(self, url: str) -> None:
        """The demo the first time, unless there is a company or one of one's own is wanted.

        Only the very company that was loaded here offers its log-ins to everybody who comes.
        """
        there = company(url)
        if there is None and not self._empty:
            with step("Loading the demo company"):
                logins = json.loads(run_step("company") or "null")
            there = company(url)
            self._stamps.write("company", {"company": there, "logins": logins})
        known: dict[str, Any] = self._stamps.read("company") or {}
        if there is not None and known.get("company") == there and known["logins"]:
            os.environ.setdefault("REQUITE_DEMO", "1")
            self._logins = known["logins"]

    def _start(self) -> None:
        with step("Starting web, live and worker"):
            for part in self._others:
                part.start()
            deadline = time.monotonic() + _READY_SECONDS
            while not reach.is_ready(self._listener) and not self._stopping:
                self._watch()
                self._check_start(deadline)
                time.sleep(0.05)
        if not self._stopping:
            self._greet()

    def _check_start(self, deadline: float) -> None:
        for part in self._parts:
            if part.deaths >= _TOO_MANY_DEATHS:
                raise SetupError(f"{part.name} doesn't start: the reason is at the end of {part.log}.")
        if time.monotonic() > deadline:
            raise SetupError(
                f"Requite isn't ready after {_READY_SECONDS:.0f} s: look into {self._var / 'log'}."
            )

    def _watch(self) -> None:
        """Starts again what has died."""
        if self._server is not None and not self._server.is_running():
            warn(f"PostgreSQL has ended and is started again; its log is {self._server.log}.")
            self._server.start()
        for part in self._parts:
            sentence = part.look()
            if sentence is not None:
                warn(sentence)

    def _greet(self) -> None:
        say(f"\nRequite is at {reach.address(self._listener)}")
        logins = self._logins if os.environ.get("REQUITE_DEMO") == "1" else []
        if logins:
            say("Log in to the demo as")
        for role, email, password in logins:
            say(f"  {role:<14} {email:<28} {password}")
        say("Ctrl-C stops it.\n")

    def _stop(self) -> None:
        with step("Stopping"):
            for part in self._parts:
                part.stop()
            if self._server is not None:
                self._server.stop()
            self._listener.close()
