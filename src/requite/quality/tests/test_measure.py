"""The worth of a record: the worked example, and that gaming never pays."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.quality import fillers, measure
from requite.quality.checks import CHECKS, State, judge_value
from requite.quality.measure import Part, Rule

TODAY = date(2026, 10, 14)
NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)
RULES = (
    Rule("name", 3, "name"),
    Rule("company", 2, "text"),
    Rule("phone", 3, "phone"),
    Rule("email", 2, "email"),
)
REAL = {"name": "김민수", "company": "한빛상사", "phone": "010-2345-9876", "email": "kim@hanbit.kr"}
NOTHING = {"name": "ㅁㄴㅇㄹ", "company": "없음", "phone": "010-1234-5678", "email": "test@test.com"}


def judge(values: Mapping[str, object], asked: dict[str, date] | None = None) -> tuple[Part, ...]:
    return measure.judge_parts(values, RULES, country="KR", today=TODAY, asked=asked)


def test_gives_the_worked_example() -> None:
    parts = judge(REAL | {"phone": "010-1234-5678", "email": ""}, {"email": date(2026, 10, 1)})
    event = NOON - timedelta(days=100)
    timely = measure.timeliness(
        at=NOON, event_at=event, entered_at=event + timedelta(hours=48), evidence_at=NOON - timedelta(days=90)
    )
    found = measure.score(parts, timeliness=timely)
    assert found.completeness == pytest.approx(0.600, abs=5e-4)
    assert found.validity == pytest.approx(0.625, abs=5e-4)
    assert measure.lag(48) == pytest.approx(0.7937, abs=5e-5)
    assert measure.freshness(90) == pytest.approx(0.9392, abs=5e-5)
    assert found.timeliness == pytest.approx(0.8664, abs=5e-5)
    assert round(found.q, 1) == 72.4
    assert (found.missing, found.asked, found.points) == (("phone",), ("email",), 72)

    open_duplicate = measure.uniqueness(probability=0.35, open_days=3)
    assert round(measure.score(parts, timeliness=timely, uniqueness=open_duplicate).q, 1) == 66.4
    assert round(measure.score(judge(REAL), timeliness=timely).q, 1) == 97.2


@pytest.mark.parametrize(
    ("ok", "checked", "share"), [(0, 2, 0.75), (18, 20, 0.9), (46, 50, 0.9167), (0, 0, 0.9)]
)
def test_weighs_spot_checks(ok: int, checked: int, share: float) -> None:
    assert measure.accuracy(ok, checked) == pytest.approx(share, abs=5e-5)


def test_gives_the_quality_of_a_rep() -> None:
    assert measure.rep_quality([80.0, 88.0], ok=46, checked=50) == pytest.approx(77.0)
    assert measure.rep_quality([], ok=0, checked=0) is None


def test_a_duplicate_counts_after_three_working_days_and_a_confirmed_one_at_once() -> None:
    assert measure.uniqueness(probability=0.35, open_days=2) == 1
    assert measure.uniqueness(confirmed=True) == 0.01


def test_asked_and_not_told_lapses_after_30_days() -> None:
    assert judge({}, {"email": date(2026, 9, 15)})[3].state is State.ASKED
    assert judge({}, {"email": date(2026, 9, 14)})[3].state is State.BLANK


def test_an_overused_value_is_invalid() -> None:
    parts = measure.judge_parts(REAL, RULES, country="KR", today=TODAY, overused={"company"})
    assert parts[1].state is State.INVALID
    assert not fillers.is_overused(3, records=20)
    assert fillers.is_overused(4, records=20)
    assert not fillers.is_overused(20, records=1000)
    assert fillers.list_overused(["Good  talk"] * 4 + ["a", "b", ""]) == {"good talk"}


def test_a_record_is_fresh_without_event_and_old_without_evidence() -> None:
    assert measure.timeliness(at=NOON, entered_at=NOON) == 1
    assert measure.timeliness(at=NOON + timedelta(days=90), entered_at=NOON) == pytest.approx(
        0.9696, abs=5e-5
    )


@pytest.mark.parametrize(
    ("check", "value", "state"),
    [
        ("name", "무명", State.VALID),
        ("name", "Нетребко", State.VALID),
        ("name", "X Æ", State.VALID),
        ("name", "a@b.kr", State.INVALID),
        ("name", "нет", State.FILLER),
        ("text", " - ", State.FILLER),
        ("text", "  ", State.BLANK),
        ("present", datetime(2026, 1, 1, tzinfo=UTC), State.VALID),
        ("present", None, State.BLANK),
        ("phone", "551-5623", State.INVALID),
        ("phone", "+82 2-345-9871", State.VALID),
        ("phone", ("010-1234-5678", "02-345-9871"), State.VALID),
        ("phone", ["010-1234-5678"], State.FILLER),
        ("phone", [], State.BLANK),
        ("email", "a@b", State.INVALID),
        ("contact", ["x", "kim@hanbit.kr"], State.VALID),
        ("contact", "02-345-9871", State.VALID),
        ("registration", "124-81-00998", State.VALID),
        ("registration", "124-81-00999", State.INVALID),
        ("registration", "없음", State.FILLER),
        ("date", date(2026, 12, 1), State.VALID),
        ("date", datetime(2026, 12, 1, tzinfo=UTC), State.VALID),
        ("date", "2026-12-01", State.VALID),
        ("date", date(1899, 1, 1), State.INVALID),
        ("date", "2206-12-01", State.INVALID),
        ("date", "soon", State.INVALID),
        ("date", "tbd", State.FILLER),
    ],
)
def test_judges_a_value(check: str, value: object, state: State) -> None:
    assert judge_value(value, check=check, country="KR", today=TODAY) is state


@given(
    value=st.text(max_size=80) | st.integers() | st.dates() | st.lists(st.text(max_size=5)),
    check=st.sampled_from(sorted(CHECKS)),
)
def test_judges_anything_without_failing(value: object, check: str) -> None:
    assert judge_value(value, check=check, country="KR", today=TODAY) in State


FIELDS = st.fixed_dictionaries(
    {
        rule.field: st.sampled_from(["", REAL[rule.field], NOTHING[rule.field], "asked", "wrong"])
        for rule in RULES
    }
)
REST = st.tuples(st.floats(0, 1), st.floats(0, 1))


def score(fields: dict[str, str], rest: tuple[float, float]) -> float:
    broken = {"name": "@", "company": "tbd", "phone": "12", "email": "a@"}
    values: dict[str, object] = {}
    for field, value in fields.items():
        values[field] = {"asked": "", "wrong": broken[field]}.get(value, value)
    asked = {field: TODAY for field, value in fields.items() if value == "asked"}
    return measure.score(judge(values, asked), timeliness=rest[0], uniqueness=rest[1]).q


@given(fields=FIELDS, field=st.sampled_from(sorted(REAL)), rest=REST)
def test_a_filler_never_pays(fields: dict[str, str], field: str, rest: tuple[float, float]) -> None:
    assert score(fields | {field: NOTHING[field]}, rest) <= score(fields, rest) + 1e-9


@given(fields=FIELDS, field=st.sampled_from(sorted(REAL)), rest=REST)
def test_taking_a_real_value_or_an_answer_away_never_pays(
    fields: dict[str, str], field: str, rest: tuple[float, float]
) -> None:
    for held in (REAL[field], "asked"):
        assert score(fields | {field: ""}, rest) <= score(fields | {field: held}, rest) + 1e-9


@given(fields=FIELDS, field=st.sampled_from(sorted(REAL)), rest=REST)
def test_a_real_value_never_costs(fields: dict[str, str], field: str, rest: tuple[float, float]) -> None:
    assert score(fields | {field: REAL[field]}, rest) >= score(fields, rest) - 1e-9


@given(fields=FIELDS, rest=REST)
def test_a_score_lies_between_0_and_100(fields: dict[str, str], rest: tuple[float, float]) -> None:
    assert 0 <= score(fields, rest) <= 100 + 1e-9
