"""Free time of several people at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Busy = tuple[datetime, datetime]
QUARTER = timedelta(minutes=15)


def merge(spans: Iterable[Busy]) -> list[Busy]:
    """Spans in order, those that touch or overlap as one; what has no length is nothing."""
    found: list[Busy] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def free_spans(windows: Iterable[Busy], busy: Sequence[Busy]) -> list[Busy]:
    """What the busy spans leave of the windows, in order."""
    taken, found = merge(busy), []
    at = 0
    for start, end in merge(windows):
        now = start
        while at and taken[at - 1][1] > start:
            at -= 1
        while at < len(taken) and taken[at][0] < end:
            if taken[at][0] > now:
                found.append((now, taken[at][0]))
            now = max(now, taken[at][1])
            at += 1
        if now < end:
            found.append((now, end))
    return found


def list_starts(
    windows: Iterable[Busy],
    busy: Sequence[Busy],
    *,
    length: timedelta,
    step: timedelta = QUARTER,
    most: int = 200,
) -> list[datetime]:
    """When something of that length can begin: each free span's first quarter of an hour, then every whole `step`.

    At most `most`, the first ones.
    """
    found: list[datetime] = []
    for start, end in free_spans(windows, busy):
        at = _round_up(start, QUARTER)
        while at + length <= end and len(found) < most:
            found.append(at)
            at = _round_up(at + QUARTER, step)
    return found


def _round_up(at: datetime, to: timedelta) -> datetime:
    size = int(to.total_seconds())
    return datetime.fromtimestamp(-(-at.timestamp() // size) * size, tz=at.tzinfo)
