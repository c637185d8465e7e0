"""The worked example of the plan's counter, through the database: Korea, October 2026."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requite.insight.figures import COMPANY, Holder
from requite.insight.plans.counting import get_counter, list_counters
from requite.insight.plans.models import Leave, Plan
from requite.insight.plans.tests.stage import AT, LONG_AGO, Cast, make_call, make_meeting, make_person
from requite.kernel.errors import NotVisible

OCTOBER = [date(2026, 10, day) for day in (1, 2, 6, 7, 8)]


def plan(cast: Cast, name: str = "anna", **values: object) -> Plan:
    given = {
        "metric": "meetings_held", "span": "month", "starts_on": date(2026, 10, 1), "target": 10, "made_at": LONG_AGO,
        "user": cast.user(name), **values,
    }  # fmt: skip
    return Plan.objects.create(**given)


def hold_past(cast: Cast, count: int) -> None:
    """Meetings on the working days before October, from the first day of the span that tells the past rate."""
    kim, day = make_person(cast.user("anna")), date(2026, 7, 1)
    for n in range(count):
        make_meeting(cast.user("anna"), day + timedelta(days=n), kim)


def test_gives_the_worked_example(cast: Cast) -> None:
    plan(cast)
    kim = make_person(cast.user("anna"))
    hold_past(cast, 27)
    for day in OCTOBER:
        make_meeting(cast.user("anna"), day, kim)
    make_meeting(cast.user("anna"), date(2026, 10, 14), kim, missing=("result",))
    counter = get_counter(
        actor=cast.actor("anna"),
        holder=Holder("user", cast.user("anna").id),
        slug="meetings_held",
        span="month",
        at=AT,
    )
    assert (counter.done, counter.target, counter.pending, counter.to_go) == (5, 10, 1, 5)
    assert (counter.days, counter.pace.elapsed, counter.pace.left, counter.day) == (20, 8, 12, 9)
    assert counter.expected == pytest.approx(4.0)
    assert counter.need == pytest.approx(0.4167, abs=5e-5)
    assert (counter.solid, counter.hatched, counter.tick) == (0.5, 0.1, 0.4)
    assert counter.standing == "ahead"
    # 27 meetings on the 62 working days from July to September: r0 = 0.4355
    assert counter.pace.rate == pytest.approx((5 * 27 / 62 + 5) / 13, abs=1e-3)
    assert counter.expected_end == pytest.approx(5 + 12 * counter.pace.rate)
    assert counter.verdict == "likely"
    assert counter.chance is not None


def test_takes_leave_from_the_days(cast: Cast) -> None:
    plan(cast)
    Leave.objects.create(
        user=cast.user("anna"), starts_on=date(2026, 10, 19), ends_on=date(2026, 10, 21), made_at=LONG_AGO
    )
    anna = Holder("user", cast.user("anna").id)
    counter = get_counter(actor=cast.actor("anna"), holder=anna, slug="meetings_held", span="month", at=AT)
    assert (counter.days, counter.pace.left) == (18, 10)
    assert counter.expected == pytest.approx(10 * 8 / 18)


def test_counts_every_record_where_the_plan_says_so(cast: Cast) -> None:
    plan(cast, counts="always")
    make_meeting(cast.user("anna"), date(2026, 10, 14), make_person(None), missing=("result",))
    anna = Holder("user", cast.user("anna").id)
    counter = get_counter(actor=cast.actor("anna"), holder=anna, slug="meetings_held", span="month", at=AT)
    assert (counter.done, counter.pending) == (1, 0)


def test_shows_four_figures_without_any_plan(cast: Cast) -> None:
    make_call(cast.user("anna"), date(2026, 10, 14), make_person(cast.user("anna")))
    counters = list_counters(
        actor=cast.actor("anna"), holder=Holder("user", cast.user("anna").id), span="month", at=AT
    )
    assert [(one.slug, one.done, one.target) for one in counters] == [
        ("meetings_held", 0, None), ("contacts", 1, None), ("deals_won", 0, None), ("calls_made", 1, None),
    ]  # fmt: skip
    assert all(one.verdict is None and one.tick is None for one in counters)


def test_invents_nothing_for_a_team_without_a_plan(cast: Cast) -> None:
    plan(cast)
    plan(cast, "boris")
    counters = list_counters(
        actor=cast.actor("vera"), holder=Holder("team", cast.south.id), span="month", at=AT
    )
    assert all(one.target is None for one in counters)


def test_shows_a_plan_from_to_that_is_under_way(cast: Cast) -> None:
    plan(cast, span="custom", starts_on=date(2026, 10, 6), ends_on=date(2026, 10, 17), target=6)
    counters = list_counters(
        actor=cast.actor("anna"), holder=Holder("user", cast.user("anna").id), span="week", at=AT
    )
    meetings = counters[0]
    assert (meetings.target, meetings.period.key, meetings.days) == (6, "2026-10-06..2026-10-16", 8)


def test_says_nothing_of_the_end_before_anything_is_known(cast: Cast) -> None:
    plan(cast)
    first = datetime(2026, 10, 1, 0, 30, tzinfo=UTC)
    anna = Holder("user", cast.user("anna").id)
    counter = get_counter(actor=cast.actor("anna"), holder=anna, slug="meetings_held", span="month", at=first)
    assert (counter.verdict, counter.expected_end, counter.standing) == (None, None, None)
    assert (counter.day, counter.days) == (1, 20)


def test_begins_the_day_in_the_zone_of_the_company(cast: Cast) -> None:
    plan(cast, span="day")
    late = datetime(2026, 10, 14, 15, 30, tzinfo=UTC)  # half past midnight of the 15th in Seoul
    anna = Holder("user", cast.user("anna").id)
    counter = get_counter(actor=cast.actor("anna"), holder=anna, slug="meetings_held", span="day", at=late)
    assert counter.period.key == "2026-10-15"


def test_counts_a_joint_meeting_once_for_the_team_and_once_for_each_rep(cast: Cast) -> None:
    anna, boris, gleb = cast.user("anna"), cast.user("boris"), cast.user("gleb")
    kim = make_person(anna)
    make_meeting(anna, date(2026, 10, 14), kim, colleagues=(boris, gleb))
    make_call(boris, date(2026, 10, 14), kim)
    oleg = cast.actor("oleg")

    def done(holder: Holder) -> list[Decimal]:
        return [one.done for one in list_counters(actor=oleg, holder=holder, span="month", at=AT)[:2]]

    for user in (anna, boris, gleb):
        assert done(Holder("user", user.id)) == [1, 1]
    # Boris reached Kim by himself too: the team has two contacts, but one meeting.
    assert done(Holder("team", cast.south.id)) == [1, 2]
    assert done(Holder("team", cast.north.id)) == [1, 1]
    assert done(COMPANY) == [1, 2]


@pytest.mark.parametrize(
    ("name", "holder"), [("anna", "boris"), ("anna", "south"), ("anna", ""), ("vera", "gleb"), ("vera", "north"),
                         ("vera", ""), ("dina", "anna")]
)  # fmt: skip
def test_hides_counters_beyond_the_right(cast: Cast, name: str, holder: str) -> None:
    teams = {"south": cast.south, "north": cast.north}
    given = COMPANY
    if holder:
        given = Holder("team", teams[holder].id) if holder in teams else Holder("user", cast.user(holder).id)
    with pytest.raises(NotVisible):
        list_counters(actor=cast.actor(name), holder=given, span="month", at=AT)


@pytest.mark.parametrize(("who", "most"), [("user", 3), ("team", 2), ("company", 2)])
def test_takes_three_statements_at_most(cast: Cast, who: str, most: int) -> None:
    for metric in ("meetings_held", "contacts", "calls_made", "new_people"):
        plan(cast, metric=metric)
    holder = {"user": Holder("user", cast.user("anna").id), "team": Holder("team", cast.south.id)}.get(
        who, COMPANY
    )
    oleg = cast.actor("oleg")
    with CaptureQueriesContext(connection) as caught:
        assert len(list_counters(actor=oleg, holder=holder, span="month", at=AT)) == 4
    assert len(caught) == most
