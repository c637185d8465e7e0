"""A big file's rows, read and made ready by a process of its own, while this one feeds the base.

The process is ours, with our code and our rights, and asks the base nothing: what it needs is handed to it, and it hands
batches back. It ends with the pipe between them, so also when this one is killed.
"""

import pickle
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from requite.intake.actions.resolve_rows import Batch
from requite.intake.batches import list_batches, prepare_batches
from requite.intake.landing.plan import Plan
from requite.intake.reading.sheet import Sheet
from requite.kernel.actor import Actor
from requite.people.bulk.preparing import Rules

COMMAND = (sys.executable, "-m", "requite.intake.apart_child")
PIPE_BYTES = 1 << 20
FEWEST_BYTES = 4_000_000  # of a file for which a process is worth the second that it takes to start


class ReaderLostError(Exception):
    """The process ended before the file did: killed, or out of memory."""


@dataclass(frozen=True, slots=True)
class Task:
    """What there is to read, from behind row `after`."""

    path: str
    sheet: Sheet
    plan: Plan
    actor: Actor
    rules: Rules
    after: int
    rows: int


def make_batches(task: Task) -> Iterator[Batch]:
    """Yield the file's batches, each made ready: in whichever process this runs."""
    with Path(task.path).open("rb") as stream:
        yield from prepare_batches(
            list_batches(stream, task.sheet, task.plan, after=task.after, rows=task.rows), actor=task.actor, rules=task.rules
        )


def read_apart(task: Task) -> Generator[Batch]:
    """Yield the same batches, each made by the process while the one before is being used.

    What goes wrong there is raised here. Raises ReaderLostError.
    """
    process = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=PIPE_BYTES, start_new_session=True
    )
    try:
        _give(process, task)
        while (item := _take(process)) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        process.kill()
        if process.stdout:
            process.stdout.close()
        process.wait()


def write_batches(task: Task, out: Any) -> None:
    """The process's side: hand batches over until none is left, or say what went wrong."""
    last: Exception | None = None
    try:
        for batch in make_batches(task):
            pickle.dump(batch, out, protocol=pickle.HIGHEST_PROTOCOL)
            out.flush()
    except BrokenPipeError:
        raise
    except Exception as error:
        last = error
    pickle.dump(last, out)
    out.flush()


def _give(process: subprocess.Popen[bytes], task: Task) -> None:
    given = process.stdin
    if given:
        with suppress(BrokenPipeError):  # it is asked next for its batches, which tells that it ended
            pickle.dump(task, given)
            given.close()


def _take(process: subprocess.Popen[bytes]) -> Any:
    if process.stdout is None:
        raise ReaderLostError("has no output")
    try:
        return pickle.load(process.stdout)  # noqa: S301 - our own process's
    except (EOFError, pickle.UnpicklingError) as error:
        raise ReaderLostError(f"ended with {process.wait()}") from error
