"""The worked examples of the measures, exactly, and what must hold of every share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.insight.checks.measure import anchor, margin_of, needed, plain, share_of, wilson


def percent(interval):
    return round(100 * interval.low, 2), round(100 * interval.high, 2)


def test_the_interval_of_four_in_fifty():
    assert 4 / 50 == 0.08
    assert percent(wilson(4, 50)) == (3.15, 18.84)


def test_none_of_twenty_does_not_prove_a_clean_base():
    assert percent(wilson(0, 20)) == (0, 16.11)


def test_the_share_over_strata():
    assert share_of([plain(100, 20, 2), plain(40, 20, 4), plain(20, 10, 0)]) == pytest.approx(0.1125, abs=1e-12)


def test_how_many_tell_a_tenth_to_five_points():
    assert needed(margin=0.05, share=0.1) == 139
    assert needed(margin=0.05, share=0.1, of=160) == 75


def test_anchors():
    assert anchor(0, 2) == pytest.approx(0.75)
    assert anchor(18, 20) == pytest.approx(0.9)
    assert round(anchor(46, 50), 4) == 0.9167
    assert round(84.0 * anchor(46, 50), 1) == 77.0


def test_says_nothing_of_what_was_not_looked_at():
    assert percent(wilson(0, 0)) == (0, 100)
    assert share_of([]) is None
    assert share_of([plain(100, 0, 0), plain(0, 0, 0)]) is None
    assert needed(margin=0.05, share=0.1, of=0) == 0
    assert margin_of(checks=0, share=0.1) is None
    assert margin_of(checks=139, share=0.1) < 0.05 < margin_of(checks=138, share=0.1)


@given(of=st.integers(1, 5000), data=st.data())
def test_an_interval_holds_its_share(of, data):
    count = data.draw(st.integers(0, of))
    found = wilson(count, of)
    assert 0 <= found.low <= count / of <= found.high <= 1


@given(ok=st.integers(0, 500), bad=st.integers(0, 500))
def test_an_anchor_rises_with_what_was_right_and_falls_with_what_was_not(ok, bad):
    now = anchor(ok, ok + bad)
    assert anchor(ok, ok + bad + 1) < now <= anchor(ok + 1, ok + bad + 1) <= 1
