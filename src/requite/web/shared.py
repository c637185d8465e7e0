"""What all who see the whole company read alike, read once for as long as nobody writes anything.

A hint lets each leader who has the page open ask for it anew at the same moment. Whatever changes a record is in the
journal, so the newest entries tell whether what was read still holds; what isn't journalled (who was here last, a
judgement of many) is read anew after some seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, TypeVar

from requite.journal.queries import read_mark

T = TypeVar("T")
SECONDS, MOST = 15.0, 64
LATELY = timedelta(days=1)  # longer than any act takes until it is kept
_kept: dict[Hashable, tuple[tuple[int, int], float, Any]] = {}


def shared(question: Hashable, read: Callable[[], T], *, now: datetime) -> T:
    """What `read` gives, or what it gave for the same question when nothing was written since. Not to be changed.

    The question holds all that the answer depends on but the records. Asks for the mark before it reads, so what is
    written meanwhile makes the answer old, never the other way round.
    """
    mark = read_mark(since=now - LATELY)
    found = _kept.get(question)
    if found and found[0] == mark and monotonic() - found[1] < SECONDS:
        kept: T = found[2]
        return kept
    at, value = monotonic(), read()
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[question] = (mark, at, value)
    return value


def forget() -> None:
    """All that was read."""
    _kept.clear()
