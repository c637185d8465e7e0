"""Where boxes of time stand beside each other: no two that overlap share a lane, and no lane more than needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A box's place: lane `lane` of `of` lanes; `of` is the same for all boxes that touch each other."""

    lane: int
    of: int


@dataclass(frozen=True, slots=True)
class Rest:
    """Boxes that found no lane of their own, as one: from the first's start to the last's end."""

    start: int
    end: int
    count: int
    place: Place


def lay_out(spans: Sequence[Span]) -> list[Place]:
    """A place for each half-open span (start, end), in the order given. A span without length takes one unit.

    Spans that touch, directly or through others, share their lanes; of those there are as many as overlap at once,
    which is the least possible (intervals coloured in the order of their starts).
    """
    order = sorted((span[0], -_end(span), index) for index, span in enumerate(spans))
    lanes: dict[int, int] = {}
    places: dict[int, Place] = {}
    cluster: list[int] = []
    free: list[int] = []
    busy: list[Span] = []
    until = 0
    for start, end, index in order:
        if cluster and start >= until:
            _close(cluster, lanes, places)
            cluster, free, busy = [], [], []
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        lane = heappop(free) if free else len(busy)
        heappush(busy, (-end, lane))
        lanes[index] = lane
        until = max(until, -end) if cluster else -end
        cluster.append(index)
    _close(cluster, lanes, places)
    return [places[index] for index in range(len(spans))]


def gather(spans: Sequence[Span], most: int) -> tuple[list[Place | None], list[Rest]]:
    """Places as `lay_out` gives them, with at most `most` lanes: what would stand in a further one is gathered.

    The last lane then holds what was gathered: None stands for a box that is part of a `Rest`.
    """
    places = lay_out(spans)
    if all(place.of <= most for place in places):
        return list(places), []
    kept: list[Place | None] = []
    left: list[Span] = []
    for span, place in zip(spans, places, strict=True):
        if place.of <= most:
            kept.append(place)
        elif place.lane < most - 1:
            kept.append(Place(place.lane, most))
        else:
            kept.append(None)
            left.append((span[0], _end(span)))
    return kept, _join(left, most)


def _join(spans: list[Span], most: int) -> list[Rest]:
    """Overlapping spans as one each."""
    found: list[Rest] = []
    for start, end in sorted(spans):
        if found and start < found[-1].end:
            last = found.pop()
            found.append(Rest(last.start, max(last.end, end), last.count + 1, last.place))
        else:
            found.append(Rest(start, end, 1, Place(most - 1, most)))
    return found


def _end(span: Span) -> int:
    return max(span[1], span[0] + 1)


def _close(cluster: list[int], lanes: dict[int, int], places: dict[int, Place]) -> None:
    of = max([lanes[index] for index in cluster], default=-1) + 1
    made = [Place(lane, of) for lane in range(of)]
    for index in cluster:
        places[index] = made[lanes[index]]
