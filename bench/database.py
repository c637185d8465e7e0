"""The measured database: an embedded server of its own under bench/out, or that of DATABASE_URL; filled once and kept."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from requite.cli import folder
from requite.cli.postgres import Server

OUT = Path(__file__).parent / "out"
ROOT = Path(__file__).parents[1]
NAME = "bench"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The size that is measured."""

    people: int
    activities: int
    reps: int = 50
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Filling:
    """How the base was filled: seconds for each step, `all` among them, and when."""

    steps: dict[str, float]
    at: str

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.steps.get("all", 0.0)


@contextmanager
def served(name: str = NAME) -> Iterator[str]:
    """The address of the database for as long as it is measured."""
    given = os.environ.get("DATABASE_URL")
    if given and name == NAME:
        yield given
        return
    home = OUT / "postgres"
    server = Server(home)
    with folder.lock(OUT):
        (home / "local.conf").parent.mkdir(parents=True, exist_ok=True)
        server.start()
        try:
            yield server.ensure_database(name)
        finally:
            server.stop()


def fill(url: str, wanted: Wanted, *, again: bool = False) -> Filling:
    """Fill the database unless it holds what is wanted in today's schema already; say what the filling took."""
    mark = OUT / f"base-{hashlib.sha256(url.encode()).hexdigest()[:8]}.json"
    stamp = f"{wanted} {schema()}"
    kept = json.loads(mark.read_text()) if mark.exists() else {}
    if kept.get("stamp") == stamp and kept.get("url") == url and has_base(url) and not again:
        return Filling(kept["steps"], kept["at"])
    if not kept and has_base(url):
        raise SystemExit("This database holds a company that isn't ours: give an empty one by DATABASE_URL.")
    mark.write_text(json.dumps({"url": url}))
    _empty(url)
    _run(url, "manage.py", "migrate", "-v0", "--skip-checks")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    steps = _generate(url, wanted, at)
    mark.write_text(json.dumps({"stamp": stamp, "url": url, "steps": steps, "at": at}))
    return Filling(steps, at)


def has_base(url: str) -> bool:
    """Whether the database holds a company."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT to_regclass('identity_organisation') IS NOT NULL").fetchone()
        if row is None or not row[0]:
            return False
        return connection.execute("SELECT 1 FROM identity_organisation").fetchone() is not None


def schema() -> str:
    """A mark of the migrations and of the generator: another one asks for another filling."""
    found = hashlib.sha256()
    source = ROOT / "src/requite"
    for path in sorted([*source.glob("**/migrations/0*.py"), *(source / "demo/generator").glob("*.py")]):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _empty(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS gen CASCADE"
        )


def _generate(url: str, wanted: Wanted, at: str) -> dict[str, float]:
    sizes = [
        "--people",
        wanted.people,
        "--activities",
        wanted.activities,
        "--reps",
        wanted.reps,
        "--seed",
        wanted.seed,
    ]
    command = ["-m", "requite.demo.generator", *map(str, sizes), "--at", at]
    began = time.monotonic()
    steps: dict[str, float] = {}
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment(url), stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            print(f"  {line}", end="", flush=True)
            words = line.split()
            steps[" ".join(words[:-2])] = float(words[-2])
    if process.returncode:
        raise SystemExit("The generator stopped.")
    steps["all"] = time.monotonic() - began
    return steps


def _run(url: str, *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment(url), check=True)


def environment(url: str, **more: str) -> dict[str, str]:
    """The environment of a process of Requite that is measured."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "REQUITE_VAR": str(OUT / "var"),
        "DJANGO_SETTINGS_MODULE": "requite.config.settings",
        "PYTHONUNBUFFERED": "1",
        **more,
    }
