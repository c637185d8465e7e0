"""The lot: the same again from the same seed, each record as likely as is said of it."""

from collections import Counter
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from requite.insight.checks.drawing import draw, hash_of, pack, unpack

IDS = st.sets(st.uuids(), max_size=60)


def ids_of(count):
    return [UUID(int=n) for n in range(1, count + 1)]


@given(ids=IDS, count=st.integers(-2, 70), seed=st.text(max_size=8), data=st.data())
def test_draws_as_many_as_asked_and_the_same_again(ids, count, seed, data):
    favoured = data.draw(st.sets(st.sampled_from(sorted(ids)))) if ids else set()
    ask = {"favoured": favoured, "count": count, "seed": seed}
    found = draw(ids=ids, **ask)
    assert found == draw(ids=sorted(ids, reverse=True), **ask)
    assert len({one.record_id for one in found}) == len(found) == max(0, min(count, len(ids)))
    assert {one.record_id for one in found} <= ids
    assert all(0 < one.probability <= 1 for one in found)


def test_three_times_the_odds_are_three_times_the_probability():
    ids = ids_of(20)
    favoured = set(ids[:2])
    seen: Counter[UUID] = Counter()
    said: dict[UUID, Fraction] = {}
    for n in range(4000):
        for one in draw(ids=ids, favoured=favoured, count=4, seed=str(n)):
            seen[one.record_id] += 1
            said[one.record_id] = one.probability
    assert said[ids[0]] == Fraction(4 * 3, 24)
    assert said[ids[5]] == Fraction(4, 24)
    for one in ids:
        assert abs(seen[one] / 4000 - said[one]) < 0.04


def test_the_weights_say_how_many_there_are():
    ids, favoured = ids_of(30), set(ids_of(6))
    sums = [
        sum(1 / one.probability for one in draw(ids=ids, favoured=favoured, count=5, seed=str(n))) for n in range(3000)
    ]
    assert abs(sum(sums) / len(sums) - 30) < 1


def test_takes_for_certain_what_no_mark_can_miss():
    ids = ids_of(4)
    found = draw(ids=ids, favoured={ids[0]}, count=3, seed="x")
    assert {one.record_id: one.probability for one in found}[ids[0]] == 1
    assert [one.probability for one in found if one.record_id != ids[0]] == [Fraction(2, 3)] * 2


def test_keeps_a_frame_in_order():
    ids = ids_of(3)
    assert unpack(pack(reversed(ids))) == ids
    assert hash_of(ids) == hash_of(reversed(ids)) != hash_of(ids[:2])
