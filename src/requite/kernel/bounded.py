"""A child process that can take no more memory and time than it is given: for files whose makers nobody knows.

The child is a script of ours without Django, secrets or our environment. It reads the file as its standard input, writes
what it makes into a folder, and tells what it found as lines of JSON.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import orjson

START = Path(__file__).with_name("bounded_child.py")
TOLD_BYTES = 256 * 1024
ROOM = threading.BoundedSemaphore(2)  # children of one process at a time


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may take: bytes of memory, bytes of each file that it writes, seconds of the processor's time.

    It is ended after three times the seconds by the clock on the wall.
    """

    memory: int
    written: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the child told up to its end, and whether it came to its end by itself."""

    found: dict[str, Any] = field(default_factory=dict)
    ended: bool = False


def run_bounded(
    script: Path, *arguments: str, stream: BinaryIO, folder: Path, bounds: Bounds
) -> Told:
    """Run the script on the open file; a child that asks for more than its bounds is ended, and what it told stands.

    `stream` is a real file; `folder` is the child's own, and the caller takes it away again.
    """
    os.lseek(stream.fileno(), 0, os.SEEK_SET)
    told = folder / "told"
    with ROOM, told.open("wb") as out, (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            _command(script, arguments, bounds),
            stdin=stream.fileno(), stdout=out, stderr=errors, cwd=folder,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "TMPDIR": str(folder)},
            start_new_session=True,
        )  # fmt: skip
        try:
            code = process.wait(3 * bounds.seconds)
        except subprocess.TimeoutExpired:
            code = -signal.SIGKILL
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return Told(found=_read(told), ended=code == 0)


def _command(script: Path, arguments: Sequence[str], bounds: Bounds) -> list[str]:
    numbers = (bounds.memory, bounds.written, bounds.seconds)
    return [sys.executable, "-I", str(START), *map(str, numbers), str(script), *arguments]


def _read(told: Path) -> dict[str, Any]:
    with told.open("rb") as file:
        lines = file.read(TOLD_BYTES).splitlines()
    found: dict[str, Any] = {}
    for line in lines:
        with contextlib.suppress(orjson.JSONDecodeError):
            said = orjson.loads(line)
            if isinstance(said, dict):
                found |= said
    return found
