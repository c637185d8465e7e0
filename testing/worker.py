"""What a worker tells the job that it runs."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def told(stopped: Callable[[], bool] = lambda: False) -> Any:
    """The context of a job that runs to its end, or until `stopped` says that its worker is to end."""
    return SimpleNamespace(should_abort=stopped)
