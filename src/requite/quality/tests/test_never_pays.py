"""Whatever lines ask, of whom, from when on, as a gate or with limits: filling in never costs, leaving out never pays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from requite.quality import engine
from requite.quality.checks import State
from requite.quality.engine import Subject
from requite.quality.limits import Limits, Measured
from requite.quality.rules import Rule

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = NOON.date()
ANNA, GLEB = UUID(int=1), UUID(int=2)
BLANK = {"topic": "", "result": None, "amount": Measured("", None), "day": "", "choice": Measured(State.BLANK, None)}
FILLER = {"topic": "n/a", "result": "없음", "amount": "-", "day": "tbd", "choice": Measured(State.FILLER, None)}
REAL = {
    "topic": ["prices", "prices for spring", "AB-12"],
    "result": ["they buy", "they buy frames soon"],
    "amount": [Measured("500", 50_000), Measured("9", 900), Measured("7", None)],
    "day": [TODAY - DAY, TODAY + 5 * DAY, TODAY + 400 * DAY],
    "choice": [Measured(State.VALID, "gold"), Measured(State.VALID, ("gold", "tin"))],
}
CHECK = {"topic": "text", "result": "text", "amount": "present", "day": "date", "choice": "present"}
TEXT = st.builds(Limits, letters=st.integers(1, 9), words=st.none() | st.integers(1, 4)) | st.just(Limits(mask="AA-00"))
LIMITS = {
    "topic": TEXT,
    "result": TEXT,
    "amount": st.builds(Limits, lowest=st.none() | st.sampled_from([Decimal(1), Decimal(100)]), digits=st.just(2)),
    "day": st.builds(Limits, ahead=st.booleans(), days=st.none() | st.integers(0, 500)),
    "choice": st.builds(Limits, options=st.sampled_from([("gold",), ("tin", "lead"), ("lead",)])),
}
SOME = st.none() | st.frozensets(st.sampled_from([ANNA, GLEB]))


@st.composite
def lines(draw):
    """A line with the days between which it is in force."""
    field = draw(st.sampled_from(sorted(REAL)))
    rule = Rule(
        field, draw(st.sampled_from(["", "planned", "held", "planned-held"])), draw(st.integers(1, 10)), CHECK[field],
        draw(st.integers(0, 99)), owners=draw(SOME), is_gate=draw(st.booleans()), unable=draw(SOME) or frozenset(),
        limits=draw(st.none() | LIMITS[field]),
    )  # fmt: skip
    starts = draw(st.integers(-3, 3))
    return rule, NOON + starts * DAY, NOON + (starts + draw(st.integers(1, 4))) * DAY


@st.composite
def records(draw):
    """A record with something, nothing or filler in each field, some of it asked and not told of late or long ago."""
    of = {field: st.sampled_from([BLANK[field], FILLER[field], *REAL[field]]) for field in REAL}
    days = st.sampled_from([TODAY - 3 * DAY, TODAY - 90 * DAY])
    asked = draw(st.dictionaries(st.sampled_from(sorted(REAL)), days.map(str)))
    return Subject(
        kind="meeting", values=draw(st.fixed_dictionaries(of)), made_at=NOON - 2 * DAY, country="KR", asked=asked,
        owner_id=draw(st.sampled_from([ANNA, GLEB, None])), stages=draw(st.frozensets(st.sampled_from(["planned", "held"]))),
    )  # fmt: skip


SETS, FIELDS = st.lists(lines(), max_size=6), st.sampled_from(sorted(REAL))


def judge(subject, found, **values):
    rules = tuple(rule for rule, starts, ends in found if starts <= NOON < ends)
    return engine.assess(replace(subject, values={**subject.values, **values}), at=NOON, rules=rules)


def is_no_worse(one, other):
    """Worth as much at least, lacking and stopped by no more."""
    return (
        one.parts.q >= other.parts.q - 1e-9
        and set(one.missing) <= set(other.missing)
        and {rule.field for rule in one.gates} <= {rule.field for rule in other.gates}
    )


@given(subject=records(), found=SETS, field=FIELDS, data=st.data())
def test_emptying_a_real_value_never_pays(subject, found, field, data):
    real = judge(subject, found, **{field: data.draw(st.sampled_from(REAL[field]))})
    assert is_no_worse(real, judge(subject, found, **{field: BLANK[field]}))


@given(subject=records(), found=SETS, field=FIELDS)
def test_a_filler_never_pays(subject, found, field):
    assert is_no_worse(judge(subject, found), judge(subject, found, **{field: FILLER[field]}))


@given(subject=records(), found=SETS, field=FIELDS, data=st.data())
def test_a_real_value_never_costs_where_nothing_or_filler_stood(subject, found, field, data):
    before = {field: data.draw(st.sampled_from([BLANK[field], FILLER[field]]))}
    real = {field: data.draw(st.sampled_from(REAL[field]))}
    assert is_no_worse(judge(subject, found, **real), judge(subject, found, **before))


# One of two choices meets what is asked. The other was asked for of late: it lacks nothing then, and meets nothing either.
HALF = Subject(
    kind="meeting", values={**BLANK, "choice": Measured(State.VALID, ("gold", "tin"))}, made_at=NOON - 2 * DAY,
    country="KR", owner_id=ANNA, asked={"choice": str(TODAY - 3 * DAY)},
)  # fmt: skip
EITHER = Rule("choice", "", 1, "present", 0, limits=Limits(options=("tin", "lead")))
BESIDE = Rule("amount", "", 3, "present", 0)


@example(subject=HALF, found=[(BESIDE, NOON, NOON + DAY), (EITHER, NOON, NOON + DAY)], field="choice")
@given(subject=records(), found=SETS, field=FIELDS)
def test_a_value_that_meets_all_that_is_asked_never_costs_whatever_stood_there(subject, found, field):
    untold = replace(subject, asked={})
    best = [
        value for value in REAL[field]
        if all(rule.limits is None or judge(untold, [(rule, *days)], **{field: value}).missing == ()
               for rule, *days in found if rule.field == field)
    ]  # fmt: skip
    for value in best:
        assert is_no_worse(judge(subject, found, **{field: value}), judge(subject, found))


@given(subject=records(), found=SETS)
def test_who_may_not_fill_a_field_owes_nothing_by_it(subject, found):
    unable = [(rule._replace(unable=frozenset({ANNA, GLEB})), starts, ends) for rule, starts, ends in found]
    assert subject.owner_id is None or judge(subject, unable).owed_at is None
