"""What is done once a night: each room says which of its jobs, and at what time of the company's clock."""

from collections.abc import Callable
from datetime import time
from typing import Any, TypeVar

from procrastinate.tasks import Task

T = TypeVar("T", bound=Task[..., Any, ...])
NIGHTLY: dict[str, tuple[Task[..., Any, ...], time]] = {}


def nightly(clock: time) -> Callable[[T], T]:
    """Let a job that takes a `timestamp` be done each night, from that time on: a quarter of an hour."""

    def note(job: T) -> T:
        NIGHTLY[job.name] = (job, clock)
        return job

    return note
