"""What stops a start: one sentence each, an exit code, and nothing left behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from requite.cli import checks
from requite.cli.errors import SetupError

NOBODY: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": []}


def up(var: Path, *arguments: str, database: str = "", **how: object) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT", "HOST")
    }
    environment |= {"REQUITE_VAR": str(var)} | ({"DATABASE_URL": database} if database else {})
    command = [sys.executable, "-m", "requite.cli.main", "up", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False, **how
    )  # type: ignore[call-overload]


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that was said; anything but one sentence fails."""
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("requite: ")
    assert lines[0].endswith(".")
    return lines[0]


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = sentence(up(tmp_path, "--port", str(port)))
    assert f"The port {port} is taken" in said


@pytest.mark.parametrize("given", ["70000", "-1", "http", "8000/", " "])
def test_a_port_that_does_not_exist(tmp_path: Path, given: str) -> None:
    assert "isn't a port" in sentence(up(tmp_path, f"--port={given}"))


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    assert "isn't one of this machine's" in sentence(up(tmp_path, "--host", "192.0.2.1"))


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "can't be written" in sentence(up(tmp_path / "file" / "var"))
    assert "can't be written" in sentence(up(tmp_path / "file"))


def test_a_setting_that_is_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUITE_FILE_MB", "much")
    assert "REQUITE_FILE_MB isn't a number: 'much'" in sentence(up(tmp_path))


@cache
def nobody_runs_python() -> bool:
    """Whether another user may be tried: become by root alone, and only where they may read what Python needs."""
    if os.getuid() != 0:
        return False
    try:
        command = [sys.executable, "-c", "import requite.cli.main"]
        done = subprocess.run(command, cwd="/", capture_output=True, check=False, timeout=60, **NOBODY)
    except OSError:
        return False
    return done.returncode == 0


def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    if not nobody_runs_python():
        pytest.skip("needs to become another user who can run Python")
    tmp_path.chmod(0o755)
    assert "can't be written" in sentence(up(tmp_path, **NOBODY))


def test_a_folder_that_others_see_but_cannot_write() -> None:
    if not nobody_runs_python():
        pytest.skip("needs to become another user who can run Python")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        assert "can't be written" in sentence(up(Path(folder), **NOBODY))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://somebody:secret@localhost/x", "isn't the address of a PostgreSQL"),
        ("postgresql://somebody:secret@127.0.0.1:1/x", "port 1 failed: Connection refused."),
        ("postgresql://somebody:secret@nowhere.invalid/x", "No PostgreSQL answers"),
        ("postgresql://somebody:secret@127.0.0.1:port/x", "No PostgreSQL answers"),
    ],
)
def test_a_wrong_database(tmp_path: Path, address: str, said: str) -> None:
    found = sentence(up(tmp_path, "--port", "0", database=address))
    assert said in found
    assert "secret" not in found


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    address = os.environ["DATABASE_URL"].replace("/requite?", "/nothing?")
    assert 'refuses: database "nothing" does not exist.' in sentence(up(tmp_path, "--port", "0", database=address))


def test_an_old_python() -> None:
    checks.check_python((3, 11))
    with pytest.raises(SetupError, match=r"needs Python 3\.11 or newer, and this is 3\.9:"):
        checks.check_python((3, 9))


@pytest.mark.parametrize("name", ["python", "nowhere"])
def test_the_makefile_says_it_too(tmp_path: Path, name: str) -> None:
    old = tmp_path / name
    if name == "python":
        old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
        old.chmod(0o755)
    root = Path(__file__).parents[2]
    command = [
        "make",
        "-C",
        str(root),
        "run",
        f"VENV={tmp_path}/venv",
        f"STAMPS={tmp_path}/build",
        f"PYTHON={old}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    found = "Python 3.9.2" if name == "python" else "missing"
    assert f"Requite needs Python 3.11 or newer, and '{old}' is {found}:" in done.stderr


def test_the_makefile_takes_the_systems_python() -> None:
    """Whatever a version manager puts first in the path; where the system's is too old, what the path has."""
    command = ["make", "-s", "-C", str(Path(__file__).parents[2]), "--eval", "which: ; @echo $(PYTHON)", "which"]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()
    ours = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    will_do = Path("/usr/bin/python3").exists() and not subprocess.run(
        ["/usr/bin/python3", "-c", ours], capture_output=True, check=False, timeout=60
    ).returncode  # fmt: skip
    assert found == ("/usr/bin/python3" if will_do else "python3")


@pytest.mark.parametrize("given", ["two", "0", "-1"])
def test_a_number_of_processes_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("REQUITE_WEB_PROCESSES", given)
    assert f"REQUITE_WEB_PROCESSES is '{given}'" in sentence(up(tmp_path, "--port", "0"))


def test_a_folder_in_use(tmp_path: Path) -> None:
    from requite.cli import folder  # noqa: PLC0415

    with folder.lock(tmp_path):
        assert f"already runs on {tmp_path} (process {os.getpid()})" in sentence(up(tmp_path, "--port", "0"))
