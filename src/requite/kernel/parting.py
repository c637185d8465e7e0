"""Many records taken together as far as a statement's time allows, and parted where it doesn't."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import OperationalError, transaction

log = logging.getLogger("requite.kernel")
CANCELLED = "57014"  # what PostgreSQL calls a statement that met its time limit
T = TypeVar("T")


def is_timeout(fault: OperationalError) -> bool:
    """Whether a statement was given up since it took too long, and nothing else is wrong."""
    return getattr(fault.__cause__, "sqlstate", "") == CANCELLED


def take_first(items: Sequence[T], act: Callable[[Sequence[T]], object]) -> int:
    """Let `act` take the items, or the first half of them, or a quarter: so many that it ends in time. How many.

    What it wrote of more than that is undone. One that takes too long by itself is passed by, and the log names it:
    those behind it don't wait for it. Raises whatever else `act` raises.
    """
    size = len(items)
    while size:
        try:
            with transaction.atomic():
                act(items[:size])
        except OperationalError as fault:
            if not is_timeout(fault):
                raise
            if size == 1:
                log.warning("Passed by, since it takes too long: %s", items[0])
                return 1
            size //= 2
        else:
            return size
    return 0


def take_all(items: Sequence[T], act: Callable[[Sequence[T]], object]) -> None:
    """Let `act` take all items, in as many parts as it takes."""
    while items:
        items = items[take_first(items, act):]
