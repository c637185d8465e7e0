"""The made-up company that is measured: an embedded PostgreSQL of its own, migrated and filled."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from requite.cli.postgres import Server

OUT = Path(__file__).parent / "out"


@dataclass(slots=True)
class Base:
    """Where the company is, and the seconds it took to make (None when it stood already)."""

    url: str
    postmaster: int
    seconds: float | None
    server: Server | None

    def stop(self) -> None:
        """Stops the server if it is ours."""
        if self.server is not None:
            self.server.stop()


def prepare(*, people: int, activities: int) -> Base:
    """The base of DATABASE_URL, or one of our own, which is filled when it is empty or of another size."""
    given = os.environ.get("DATABASE_URL")
    server = None
    if given:
        url = given
    else:
        server = Server(OUT / "data" / f"{people}-{activities}")
        server.start()
        url = server.ensure_database()
    with psycopg.connect(url, autocommit=True) as connection:
        pid = connection.execute("SELECT pg_backend_pid()").fetchone()
    base = Base(url, _parent(pid[0] if pid else 0), None, server)
    _run(url, sys.executable, "-m", "requite.cli.main", "prepare", "database")
    if not _is_filled(url):
        began = time.monotonic()
        size = ("--people", str(people), "--activities", str(activities))
        _run(url, sys.executable, "-m", "requite.demo.generator", *size)
        base.seconds = time.monotonic() - began
    return base


def remove(people: int, activities: int) -> None:
    """Removes our own server's files."""
    shutil.rmtree(OUT / "data" / f"{people}-{activities}", ignore_errors=True)


def sizes(url: str) -> tuple[int, int]:
    """How many people and activities there are, about."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT (SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass)::int,"
            " (SELECT reltuples FROM pg_class WHERE oid = 'work_activity'::regclass)::int"
        ).fetchone()
    return row or (0, 0)


def address(url: str) -> list[str]:
    """The arguments by which PostgreSQL's own programs reach the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        info = connection.info
        return ["-h", info.host, "-p", str(info.port), "-U", info.user, info.dbname]


def _is_filled(url: str) -> bool:
    with psycopg.connect(url, autocommit=True) as connection:
        return bool(connection.execute("SELECT 1 FROM identity_organisation").fetchone())


def _run(url: str, *command: str) -> None:
    extra = {"DATABASE_URL": url, "REQUITE_STATEMENT_TIMEOUT_MS": "0", "REQUITE_VAR": str(OUT / "var")}
    subprocess.run(command, env=os.environ | extra, check=True)


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0
