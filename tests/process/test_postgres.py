"""The embedded PostgreSQL: first start, crash, leftovers, and folders that root alone may enter."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from testing.roomy import roomy

from requite.cli import checks, folder
from requite.cli.postgres import Server, end_leftover


def new_home() -> Path:
    """A folder that others may enter, in memory where there is room: these servers wait for every write."""
    found = Path(tempfile.mkdtemp(prefix="requite-pg-", dir=roomy()))
    found.chmod(0o755)
    return found


@pytest.fixture
def home() -> Iterator[Path]:
    found = new_home()
    yield found
    shutil.rmtree(found)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """The files of a cluster after its first start: making them takes longer than all that is done with them."""
    found = new_home()
    server = Server(found)
    server.start()
    checks.check_database(server.ensure_database())
    server.stop()
    yield found / "data"
    shutil.rmtree(found)


@pytest.fixture
def server(home: Path, made: Path) -> Iterator[Server]:
    shutil.copytree(made, home / "data")
    found = Server(home)
    found.start()
    yield found
    found.stop()


def test_sees_hangul_and_cyrillic(server: Server) -> None:
    checks.check_database(server.ensure_database())


def test_keeps_what_was_acknowledged_when_it_is_killed(server: Server) -> None:
    with psycopg.connect(server.ensure_database(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        for number in range(50):
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
        assert server.pid
        os.kill(server.pid, signal.SIGKILL)
    server.start()
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (50,)


def test_forgets_a_pid_that_belongs_to_something_else(server: Server) -> None:
    server.stop()
    pid_file = server.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.data}\n")
    server.start()
    assert server.is_running()


def test_ends_a_server_that_outlived_its_supervisor(server: Server) -> None:
    old = server.pid
    other = Server(server.home)
    other.start()
    assert other.pid != old
    other.stop()


def test_ends_with_its_supervisor(home: Path, made: Path) -> None:
    shutil.copytree(made, home / "data")
    command = [sys.executable, "-m", "requite.cli.main", "postgres", "--home", str(home), "--fleeting"]
    supervisor = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert supervisor.stdout
    assert supervisor.stdout.readline().startswith(b"postgresql://")
    supervisor.kill()
    supervisor.wait()
    deadline = time.monotonic() + 20
    while (home / "data" / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    end_leftover(home / "data")
    supervisor.stdout.close()


def test_starts_where_the_path_is_long(home: Path, made: Path) -> None:
    deep = home / ("a" * 60) / ("b" * 60)
    shutil.copytree(made, deep / "data")
    server = Server(deep, durable=False)
    server.start()
    server.ensure_database()
    server.stop()
    assert not folder.socket_folder(deep).is_relative_to(deep)
    shutil.rmtree(folder.socket_folder(deep))


@pytest.mark.skipif(os.getuid() != 0, reason="only root meets folders that others can't enter")
def test_starts_below_a_folder_that_root_alone_may_enter(home: Path) -> None:
    home.chmod(0o700)
    probe = subprocess.run(
        ["unshare", "--user", "--map-user=65534", "true"], check=False, capture_output=True
    )
    if probe.returncode != 0:
        pytest.skip("this machine gives no user namespaces")
    server = Server(home / "closed", durable=False)
    server.start()
    server.ensure_database()
    server.stop()
    server.start()
    server.stop()
