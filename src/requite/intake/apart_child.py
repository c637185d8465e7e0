"""The process that reads a big file for an import (see `apart`): a task on its input, batches on its output."""

import os
import pickle
import signal
import sys

import django


def main() -> None:
    """Read the task and hand its batches over. Only the end of the pipe ends it early, not what its parent is told."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else writes to the output writes to the log
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
    django.setup()
    from requite.intake.apart import write_batches  # noqa: PLC0415 - needs Django set up
    from requite.intake.haste import in_haste  # noqa: PLC0415

    task = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own, from who started us
    try:
        with in_haste():
            write_batches(task, out)
    except BrokenPipeError:
        os._exit(1)


if __name__ == "__main__":
    main()
