"""The statements of one request, caught in this process, and the same ones run by pgbench alone."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from psycopg import ClientCursor

from bench import process
from bench.base import OUT, Base, address
from bench.cases import Cast
from bench.running import descendants
from requite.cli.postgres import _binaries
from requite.kernel.ids import new_id

HOST = "localhost"
PATHS = {"Today": "/today/", "People list": "/people/", "search": "/search/"}
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


VARIANTS = 12


@dataclass(frozen=True, slots=True)
class Bare:
    """The statements alone: how many a request has, requests a second, PostgreSQL's processor ms for one."""

    count: int
    rate: float
    cpu_ms: float


def catch(cast: Cast, name: str, number: int) -> list[str]:
    """The statements of one such request, with their values in them, as they leave for the server."""
    client = Client(HTTP_HOST=HOST)
    person, rep = cast.people[number % len(cast.people)]
    owner, word = cast.words[number % len(cast.words)]
    client.cookies.load(cast.cookies[owner if name == "search" else rep])
    seen: list[str] = []
    with _watched(seen):
        if name == "log a call":
            sent = {"outcome": cast.outcome, "once": new_id(), "direction": "out"}
            answer = client.post(f"/people/{person}/calls/", sent, headers={"hx-request": "true"})
        else:
            path = PATHS.get(name, f"/people/{person}/")
            htmx = {"hx-request": "true"} if name == "search" else {}
            answer = client.get(path, {"q": word} if name == "search" else {}, headers=htmx)
    if answer.status_code != 200:
        raise RuntimeError(f"{name} answered {answer.status_code}")
    return seen


def replay(*, base: Base, cast: Cast, name: str, seconds: float, clients: int = 16) -> Bare:
    """The same statements by pgbench over as many connections: a dozen variants of the request, drawn evenly."""
    files, count = [], 0
    for number in range(VARIANTS):
        caught = catch(cast, name, number)
        count += len(caught)
        script = OUT / f"{name.replace(' ', '-')}-{number}.sql"
        script.write_text(_script(caught), encoding="utf-8")
        files += ["-f", str(script)]
    program = str(_binaries() / "pgbench")
    command = [program, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(max(2, round(seconds)))]
    before = _used(base)
    done = subprocess.run([*command, *files, *address(base.url)], capture_output=True, text=True, check=False)
    used = _used(base) - before
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    rate = float(re.findall(r"tps = ([\d.]+)", done.stdout)[0])
    total = int(re.findall(r"transactions actually processed: (\d+)", done.stdout)[0])
    return Bare(round(count / VARIANTS), rate, 1000 * used / max(1, total))


def _used(base: Base) -> float:
    return process.seconds([base.postmaster, *descendants(base.postmaster)])


@contextmanager
def _watched(seen: list[str]) -> Iterator[None]:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        values = params if many else [params]
        cursor = ClientCursor(connection.connection)
        seen.extend(cursor.mogrify(sql, one) if one else sql.replace("%%", "%") for one in values)
        return execute(sql, params, many, context)

    connection.ensure_connection()
    with connection.execute_wrapper(note):
        yield


def _script(caught: list[str]) -> str:
    """A pgbench script: identifiers made by this request are drawn anew each time, so that rows don't collide."""
    text = "\n".join(f"{' '.join(one.split())};" for one in caught)
    since = f"{int(time.time() * 1000) - 60_000:012x}"
    fresh = [one for one in dict.fromkeys(re.findall(UUID, text)) if one.replace("-", "")[:12] > since]
    head = ""
    for number, one in enumerate(fresh):
        head += f"SELECT gen_random_uuid() AS u{number} \\gset\n"
        text = text.replace(f"'{one}'::uuid", f":u{number}::uuid").replace(f"'{one}'", f":u{number}")
    return head + text + "\n"
