"""What is read once by each process for each change of it: the request brings a stamp that every change renews."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import lru_cache
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")
MOST = 16
Present = ContextVar[UUID | None]


class Stamped(Generic[T]):
    """Reads by the stamp that is `present`; without one (jobs, commands) each time. What it gives isn't to be changed.

    What is read may be of something, as of a reader: then up to `most` answers are kept.
    """

    def __init__(self, present: Present, read: Callable[..., T], most: int = MOST) -> None:
        self._present, self._read = present, read
        self._kept = lru_cache(maxsize=most)(lambda _stamp, *of: read(*of))

    def __call__(self, *of: Hashable) -> T:
        """What is kept for the stamp, or else read now."""
        stamp = self._present.get()
        return self._kept(stamp, *of) if stamp else self._read(*of)
