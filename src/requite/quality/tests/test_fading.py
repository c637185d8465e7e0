"""How a kept score follows the days: Python and the database say the same, and until when it holds is exact."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel.reading import fetch_one
from requite.quality import engine, measure
from requite.quality.checks import State
from requite.quality.engine import Subject
from requite.quality.fading import STEADY, fading_of
from requite.quality.measure import Part
from requite.quality.rules import Rule

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
WORTH = "SELECT (w).score, (w).timeliness, (w).fades_at FROM (SELECT quality_worth(%s::float8, %s, %s) AS w) x"
STATES = st.sampled_from([State.VALID, State.ASKED, State.BLANK, State.FILLER, State.INVALID])
PARTS = st.lists(st.tuples(st.integers(1, 5), STATES), max_size=6)
DAYS = st.floats(0, 20_000)


def score_of(parts, days, lag=1.0, probability=0.0):
    judged = [Part(str(n), weight, state) for n, (weight, state) in enumerate(parts)]
    timely = (lag + measure.freshness(days)) / 2
    unique = measure.uniqueness(probability=probability, open_days=3)
    return measure.score(judged, timeliness=timely, uniqueness=unique)


@pytest.mark.django_db
@given(PARTS, DAYS, st.floats(0, 1))
def test_the_database_fades_as_the_measure_says(parts, days, probability):
    found = score_of(parts, days, probability=probability)
    fading = fading_of(found, lag=1.0, evidence_at=NOON)
    score, timeliness, fades_at = fetch_one(WORTH, [fading.full_score, NOON, NOON + timedelta(days=days)])
    assert abs(score - found.q) <= 0.5 + 1e-9
    assert abs(timeliness - 100 * found.timeliness) <= 0.5 + 1e-9
    if score == found.points and timeliness == found.percents[2]:  # else it lies on the edge, to the last digit
        assert (fades_at is None) == (fading.fades_at is None)
        assert fades_at is None or abs(fades_at - fading.fades_at) <= SECOND


@given(PARTS, DAYS, st.floats(0.1, 1))
def test_a_score_holds_until_it_fades_and_not_longer(parts, days, lag):
    found = score_of(parts, days, lag=lag)
    fades_at = fading_of(found, lag=lag, evidence_at=NOON).fades_at
    if fades_at is None:
        last = score_of(parts, 20_000, lag=lag)
        assert (last.points, last.percents[2]) == (found.points, found.percents[2])
        return
    edge = (fades_at - NOON) / DAY
    assert edge >= days - 1e-6
    before, after = (score_of(parts, edge + off, lag=lag) for off in (-2e-5, 1e-6))
    assert (before.points, before.percents[2]) == (found.points, found.percents[2]) or edge - 2e-5 <= days
    assert after.points < found.points or after.percents[2] < found.percents[2]


def test_the_worked_example_fades_from_its_full_score():
    parts = [(3, State.VALID), (2, State.VALID), (3, State.FILLER), (2, State.ASKED)]
    found = score_of(parts, 90, lag=measure.lag(48))
    full = fading_of(found, lag=measure.lag(48), evidence_at=NOON).full_score
    assert (round(found.q, 1), round(full, 1)) == (72.4, 74.5)
    assert full == pytest.approx(100 * 0.6**0.3 * 0.625**0.3)


class TestWhoAges:
    RULES = (Rule("name", "", 3, "name", 72),)

    def worth(self, at, **values):
        subject = Subject(kind="person", values={"name": "Seo Hana"}, made_at=NOON, **values)
        return engine.assess(subject, at=at, rules=self.RULES)

    def test_a_person_ages_from_the_last_evidence(self):
        late = NOON + 90 * DAY
        assert self.worth(late).parts.timeliness == pytest.approx((1 + 0.9392) / 2, abs=5e-5)
        assert self.worth(late, evidence_at=late).parts.timeliness == 1.0
        assert self.worth(late, evidence_at=late + DAY).parts.timeliness == 1.0

    def test_what_happened_is_as_fresh_as_when_it_was_entered(self):
        found = self.worth(NOON + 900 * DAY, event_at=NOON - 2 * DAY, evidence_at=NOON - 2 * DAY, ages=False)
        assert found.parts.timeliness == pytest.approx((measure.lag(48) + measure.freshness(2)) / 2)
        assert found.fading == STEADY

    def test_nothing_of_an_event_is_kept_to_fade(self):
        subject = Subject(kind="meeting", values={}, made_at=NOON, event_at=NOON, ages=False)
        assert engine.assess(subject, at=NOON, rules=()).fading is None
        assert set(engine.assess(subject, at=NOON, rules=()).told()) == set(engine.FINDINGS)


@given(st.floats(0, 5000), st.floats(0, 5000))
def test_a_later_proof_never_lowers_a_score(days, later):
    parts = [(3, State.VALID), (2, State.BLANK)]
    older, newer = max(days, later), min(days, later)
    assert score_of(parts, newer).q >= score_of(parts, older).q
