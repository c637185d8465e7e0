"""Where boxes of time stand beside each other: no two that overlap share a lane, and no lane more than needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def fit(
    spans: Sequence[Span], parts: Sequence[int], hidden: Mapping[int, int], hours: Callable[[int], Span], most: int
) -> tuple[list[Place | None], dict[int, int]]:
    """Places for some of many, and how many each part keeps back; the last of `most` lanes is for saying so.

    Each span belongs to a part, `hidden` says how many of a part aren't among the spans, `hours` where a part lies. What
    finds no lane is kept back too (None). Only boxes beside a part that keeps some back make room for its lane.
    """
    places = lay_out(spans)
    kept: list[Place | None] = [place if place.lane < most - 1 else None for place in places]
    back = {part: count for part, count in hidden.items() if count > 0}
    for part, place in zip(parts, kept, strict=True):
        if place is None:
            back[part] = back.get(part, 0) + 1
    taken = [hours(part) for part in back]
    for start, end, cluster in _clusters(spans):
        if any(start < last and first < end for first, last in taken):
            for index in cluster:
                place = kept[index]
                kept[index] = place and Place(place.lane, most)
    return kept, back


def _clusters(spans: Sequence[Span]) -> list[tuple[int, int, list[int]]]:
    """Those that touch, directly or through others, with where they begin and end."""
    found: list[tuple[int, int, list[int]]] = []
    for start, index in sorted((span[0], index) for index, span in enumerate(spans)):
        end = _end(spans[index])
        if found and start < found[-1][1]:
            first, until, cluster = found.pop()
            found.append((first, max(until, end), [*cluster, index]))
        else:
            found.append((start, end, [index]))
    return found


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
