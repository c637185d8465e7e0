"""One line for each step, with its seconds."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator

from requite.cli.errors import SetupError


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    """Shows the step while it lasts and how long it took; a step that raises leaves its line open."""
    started = time.monotonic()
    print(f"  {text} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def run_step(name: str) -> str:
    """Runs one step of `requite prepare` in a process of its own; gives what it printed."""
    command = [sys.executable, "-m", "requite.cli.main", "prepare", name]
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode == 0:
        return done.stdout
    lines = done.stderr.strip().splitlines() or [f"The step {name} ended with code {done.returncode}."]
    if not lines[-1].startswith("requite: "):
        print("\n" + done.stderr, file=sys.stderr)
    raise SetupError(lines[-1].removeprefix("requite: "))


def say(text: str) -> None:
    """A line of its own."""
    print(text, flush=True)


def warn(text: str) -> None:
    """A line for what isn't as it should be."""
    print(f"requite: {text}", file=sys.stderr, flush=True)
