"""What becomes complete, or no longer is, moves from one side of its tallies to the other: the day isn't counted anew."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requite.insight.plans.models import Tally
from requite.insight.plans.tests.stage import AT, Cast, make_call, make_meeting, make_person
from requite.insight.plans.verify import verify
from requite.kernel.reading import run
from requite.work.models import Activity

DAY = date(2026, 10, 14)
REPS = ("anna", "boris", "gleb")
WHO, WHOM = st.integers(0, 2), st.integers(0, 3)
MEETING = st.tuples(
    WHO, st.booleans(), st.none() | WHOM, st.sets(WHOM, max_size=2), st.sets(WHO, max_size=2), st.booleans(),
    st.sampled_from(["held", "held", "planned"]),
)  # fmt: skip
CALL = st.tuples(
    WHO, st.booleans(), st.none() | WHOM, st.booleans(), st.sampled_from(["out", "in"]),
    st.sampled_from(["reached", "not_reached"]),
)  # fmt: skip
HOW = st.sampled_from(["whole", "lacking", "turned"])
STEPS = st.lists(st.tuples(st.sets(st.integers(0, 9), min_size=1), HOW), max_size=4)


def write(chosen, how):
    """Findings of many records by one statement, as judging them anew writes them."""
    said = {"whole": "'{}'", "lacking": "'{topic}'", "turned": "CASE WHEN missing = '{}' THEN '{topic,place}' ELSE '{}' END"}
    run(f"UPDATE work_activity SET missing = ({said[how]})::varchar[], score = 50 WHERE id = ANY(%s)", [list(chosen)])


@pytest.fixture
def tally(cast: Cast):
    def find(figure="meetings_held", name="anna"):
        row = Tally.objects.get(figure=figure, owner=cast.user(name), day=DAY)
        return row.counted, row.pending

    return find


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(meetings=st.lists(MEETING, max_size=6), calls=st.lists(CALL, max_size=6), steps=STEPS)
def test_tallies_are_what_counting_them_gives(cast: Cast, meetings, calls, steps) -> None:
    Activity.objects.all().delete()
    users = [cast.user(name) for name in REPS]
    people = [make_person(users[0], f"P{n}") for n in range(4)]
    made = []
    for who, next_day, whom, guests, colleagues, lacks, state in meetings:
        made.append(
            make_meeting(
                users[who], DAY + timedelta(days=next_day), None if whom is None else people[whom],
                missing=("topic",) if lacks else (), state=state, colleagues=tuple(users[n] for n in colleagues),
                guests=tuple(people[n] for n in guests if n != whom),
            )
        )  # fmt: skip
    for who, next_day, whom, lacks, direction, outcome in calls:
        made.append(
            make_call(
                users[who], DAY + timedelta(days=next_day), None if whom is None else people[whom], outcome=outcome,
                missing=("topic",) if lacks else (), direction=direction,
            )
        )  # fmt: skip
    for chosen, how in steps:
        write({made[n].id for n in chosen if n < len(made)}, how)
        assert verify() == []


def test_a_flip_reads_no_day(cast: Cast, tally) -> None:
    """A tally that was wrong before stays so by as much: one record was moved over, and nothing was counted."""
    anna, kim = cast.user("anna"), make_person(cast.user("anna"))
    made = make_meeting(anna, DAY, kim)
    make_meeting(anna, DAY, kim, missing=("topic",))
    Tally.objects.filter(figure="meetings_held").update(counted=41)
    write([made.id], "lacking")
    assert tally() == (40, 2)
    assert tally("contacts") == (0, 1)
    write([made.id], "whole")
    assert (tally(), tally("contacts")) == ((41, 1), (1, 0))


def test_what_is_written_again_moves_nothing(cast: Cast, tally) -> None:
    anna, kim = cast.user("anna"), make_person(cast.user("anna"))
    made = make_meeting(anna, DAY, kim, missing=("topic",))
    run("UPDATE work_activity SET missing = '{place,topic}'::varchar[], score = 10 WHERE id = %s", [made.id])
    assert tally() == (0, 1)
    assert verify() == []


def test_what_moves_otherwise_too_is_counted_anew(cast: Cast, tally) -> None:
    anna, kim = cast.user("anna"), make_person(cast.user("anna"))
    made = make_meeting(anna, DAY, kim)
    Tally.objects.filter(figure="meetings_held").update(counted=41)
    Activity.objects.filter(id=made.id).update(missing=["topic"], at=F("at") + timedelta(minutes=5))
    assert tally() == (0, 1)
    assert verify() == []


def test_a_contact_that_names_nobody_is_counted_anew(cast: Cast) -> None:
    made = [make_call(cast.user("anna"), DAY, None), make_call(cast.user("anna"), DAY, make_person(None))]
    for how in ("lacking", "whole", "turned"):
        write([one.id for one in made], how)
        assert verify() == []


def test_many_days_at_once(cast: Cast) -> None:
    anna, kim = cast.user("anna"), make_person(cast.user("anna"))
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(210)]
    Activity.objects.bulk_create(
        Activity(
            kind="call", state="done", owner=anna, team=anna.team, person=kim, day=day, at=AT, made_at=AT,
            outcome_class="reached",
        )
        for day in days
    )  # fmt: skip
    write(Activity.objects.values_list("id", flat=True), "lacking")
    assert Tally.objects.filter(figure="calls_made", pending=1, counted=0).count() == len(days)
    assert verify() == []
