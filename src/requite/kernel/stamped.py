"""What is read once by each process for each change of it: the request brings a stamp that every change renews."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")
MOST = 16
Present = ContextVar[UUID | None]


class Stamped(Generic[T]):
    """Reads by the stamp that is `present`; without one (jobs, commands) each time. What it gives isn't to be changed."""

    def __init__(self, present: Present, read: Callable[[], T]) -> None:
        self._present, self._read = present, read
        self._kept = lru_cache(maxsize=MOST)(lambda _stamp: read())

    def __call__(self) -> T:
        """What is kept for the stamp, or else read now."""
        stamp = self._present.get()
        return self._kept(stamp) if stamp else self._read()
