"""Boxes beside each other: no two that overlap share a lane, and no lane too many."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from requite.web.calendar.lanes import Place, fit, gather, lay_out

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 25)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=30,
)


def overlap(one, other):
    """Whether two spans do, one without length taking one unit."""
    return one[0] < max(other[1], other[0] + 1) and other[0] < max(one[1], one[0] + 1)


@given(spans)
def test_no_two_that_overlap_share_a_lane(found):
    places = lay_out(found)
    for at, one in enumerate(found):
        for other in range(at):
            assert not (overlap(one, found[other]) and places[at].lane == places[other].lane)
            if overlap(one, found[other]):
                assert places[at].of == places[other].of


@given(spans)
def test_has_as_many_lanes_as_overlap_at_once_and_no_more(found):
    places = lay_out(found)
    deepest = max((sum(overlap((at, at + 1), one) for one in found) for at in range(90)), default=0)
    assert max((place.of for place in places), default=0) == deepest
    assert all(0 <= place.lane < place.of for place in places)


@given(spans)
def test_what_touches_nothing_takes_the_whole_width(found):
    for at, place in enumerate(lay_out(found)):
        if not any(overlap(found[at], other) for n, other in enumerate(found) if n != at):
            assert place == Place(0, 1)


@given(spans, st.integers(2, 5))
def test_gathers_what_finds_no_lane_and_loses_nothing(found, most):
    places, rests = gather(found, most)
    shown = [(span, place) for span, place in zip(found, places, strict=True) if place]
    assert len(shown) + sum(rest.count for rest in rests) == len(found)
    assert all(place.of <= most for _span, place in shown)
    drawn = shown + [((rest.start, rest.end), rest.place) for rest in rests]
    for at, (span, place) in enumerate(drawn):
        assert not any(overlap(span, other) and place.lane == there.lane for other, there in drawn[:at])
    assert all(one.end <= other.start for one, other in pairwise(rests))


@given(spans, st.lists(st.integers(0, 5), max_size=6), st.integers(2, 5))
def test_fits_what_has_room_beside_what_is_counted(found, hidden, most):
    def hour(part):
        return part * 15, part * 15 + 15

    parts = [start // 15 for start, _end in found]
    places, back = fit(found, parts, {part: hidden.count(part) for part in set(hidden + parts)}, hour, most)
    shown = [(span, place) for span, place in zip(found, places, strict=True) if place]
    assert len(shown) + sum(back.values()) == len(found) + len(hidden)
    assert all(count > 0 for count in back.values())
    drawn = shown + [(hour(part), Place(most - 1, most)) for part in back]
    for at, (span, place) in enumerate(drawn):
        assert place.lane < place.of <= most
        for other, there in drawn[:at]:
            if overlap(span, other):
                assert (place.lane, place.of) != (there.lane, there.of)
                assert place.of == there.of


def test_three_at_once_and_one_after():
    assert lay_out([(0, 60), (0, 60), (30, 90), (90, 100)]) == [
        Place(0, 3),
        Place(1, 3),
        Place(2, 3),
        Place(0, 1),
    ]
