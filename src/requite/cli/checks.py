"""What must be so before anything starts; each failure is one sentence."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from requite.cli.errors import SetupError

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRES = 15
Connection = psycopg.Connection[tuple[Any, ...]]


def check_python(version: Sequence[int] = sys.version_info[:2]) -> None:
    """Python is new enough."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        found = ".".join(map(str, version[:2]))
        raise SetupError(
            f"Requite needs Python 3.11 or newer, and this is {found}: install one, or set PYTHON."
        )


def check_folder(folder: Path) -> None:
    """The folder can be made and written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise SetupError(
            f"The folder {folder} can't be written ({error.strerror}): set REQUITE_VAR to one that can."
        ) from error


def read_port(given: str) -> int:
    """What PORT or --port says, as a number that can be one."""
    port = int(given) if given.isdecimal() else -1
    if not 0 <= port <= 65535:
        raise SetupError(f"{given} isn't a port: choose one from 1 to 65535.")
    return port


def take_port(host: str, port: int) -> socket.socket:
    """A listening socket, which the front inherits: browsers wait in it while the front starts again."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        raise SetupError(_port_sentence(host, port, error.errno)) from error
    return listener


def _port_sentence(host: str, port: int, number: int | None) -> str:
    if number == errno.EADDRINUSE:
        return f"The port {port} is taken by another program: stop that, or choose one by PORT=8001 make run."
    if number == errno.EACCES:
        return f"The port {port} is only for root: choose one above 1023 with PORT=8000 make run."
    return f"The address {host}:{port} isn't one of this machine's: choose another with --host and --port."


def check_database(url: str) -> None:
    """The server answers, is new enough, can be written, and its search sees every alphabet."""
    with _connected(url) as connection:
        if connection.info.server_version < OLDEST_POSTGRES * 10_000:
            raise SetupError(
                f"Requite needs PostgreSQL {OLDEST_POSTGRES} or newer, and DATABASE_URL leads to "
                f"{connection.info.server_version // 10_000}."
            )
        if connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,):
            raise SetupError(
                "DATABASE_URL leads to a replica, which can't be written: give the primary's address."
            )
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise SetupError(f"The database isn't in UTF-8: create another with {_CREATE}.")
        _check_search(connection)


_CREATE = "CREATE DATABASE requite TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"


def _connected(url: str) -> Connection:
    try:
        return psycopg.connect(url, connect_timeout=5, autocommit=True)
    except psycopg.ProgrammingError as error:
        raise SetupError(
            "DATABASE_URL isn't the address of a PostgreSQL; it looks like postgresql://user:password@host/name."
        ) from error
    except (psycopg.Error, UnicodeError) as error:
        raise SetupError(_refusal_sentence(str(error))) from error


def _refusal_sentence(told: str) -> str:
    """What libpq told, in one sentence: the server's own reason where one answered."""
    lines = [line.strip() for line in told.strip().splitlines()]
    reason = next((line for line in reversed(lines) if line and not line.endswith("?")), "no reason was given")
    _before, answered, own = reason.partition("FATAL:")
    if answered:
        return f"The PostgreSQL at DATABASE_URL refuses: {own.strip().rstrip('.')}."
    return f"No PostgreSQL answers at DATABASE_URL: {reason.removeprefix('connection failed: ').rstrip('.')}."


def _check_search(connection: Connection) -> None:
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        seen = connection.execute("SELECT show_trgm('김') <> '{}' AND show_trgm('ж') <> '{}'").fetchone()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise SetupError(
            f"The database lacks the extension pg_trgm, and it can't be created ({reason}): "
            "install PostgreSQL's contrib package and let an administrator create it."
        ) from error
    if seen != (True,):
        raise SetupError(
            "The database's locale knows no letters beyond Latin, and search would find none of them: "
            f"create another with {_CREATE}."
        )
