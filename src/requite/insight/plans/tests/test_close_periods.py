"""Periods that are over are kept as they stood; what changes later shows beside."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requite.insight.plans.actions.close_periods import close_periods
from requite.insight.plans.jobs import close_ended_periods
from requite.insight.plans.models import Close, Plan
from requite.insight.plans.queries import list_closed
from requite.insight.plans.tests.stage import AT, LONG_AGO, SEOUL, Cast, make_meeting, make_person
from requite.work.models import Activity

NOVEMBER = datetime(2026, 11, 1, 0, 5, tzinfo=SEOUL)


def plan(cast: Cast, **values: Any) -> Plan:
    given = {
        "metric": "meetings_held", "span": "month", "starts_on": date(2026, 9, 1), "target": 10, "made_at": LONG_AGO,
        "user": cast.user("anna"), **values,
    }  # fmt: skip
    return Plan.objects.create(**given)


def test_closes_each_period_once(cast: Cast) -> None:
    plan(cast)
    make_meeting(cast.user("anna"), date(2026, 9, 3), make_person(None))
    make_meeting(cast.user("anna"), date(2026, 10, 31), make_person(None), missing=("result",))
    oleg = cast.actor("oleg")
    assert [close_periods(actor=oleg, at=NOVEMBER) for _n in range(2)] == [2, 0]
    assert list(Close.objects.order_by("starts_on").values_list("starts_on", "done", "pending", "target")) == [
        (date(2026, 9, 1), 1, 0, 10), (date(2026, 10, 1), 0, 1, 10),
    ]  # fmt: skip


def test_waits_for_midnight_where_the_company_is(cast: Cast) -> None:
    plan(cast, starts_on=date(2026, 10, 1))
    for before, made in (
        (datetime(2026, 10, 31, 14, 59, tzinfo=UTC), 0),
        (datetime(2026, 10, 31, 15, 1, tzinfo=UTC), 1),
    ):
        assert close_periods(actor=cast.actor("oleg"), at=before) == made


def test_shows_what_came_late(cast: Cast) -> None:
    found = plan(cast)
    meeting = make_meeting(cast.user("anna"), date(2026, 9, 3), make_person(None), missing=("result",))
    close_periods(actor=cast.actor("oleg"), at=AT)
    Activity.objects.filter(id=meeting.id).update(missing=[])
    make_meeting(cast.user("anna"), date(2026, 9, 4), make_person(None))
    with CaptureQueriesContext(connection) as caught:
        (closed,) = list_closed(plan=found)
    assert len(caught) == 2
    assert (closed.period.key, closed.done, closed.pending, closed.now_done, closed.late) == (
        "2026-09",
        0,
        1,
        2,
        2,
    )
    Activity.objects.update(retracted_at=AT)
    assert list_closed(plan=found)[0].late == 0


def test_closes_a_plan_that_ended_with_its_last_period(cast: Cast) -> None:
    plan(cast, ends_on=date(2026, 10, 1))
    plan(cast, span="custom", starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 10))
    plan(cast, span="day", starts_on=date(2026, 10, 12))
    plan(cast, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 1))
    plan(cast, starts_on=date(2026, 10, 1))
    plan(cast, span="custom", starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 20))
    assert close_periods(actor=cast.actor("oleg"), at=AT) == 1 + 1 + 3
    assert close_periods(actor=cast.actor("oleg"), at=AT) == 0


@pytest.mark.parametrize("who", ["team", "company"])
def test_closes_the_plans_of_teams_and_of_the_company(cast: Cast, who: str) -> None:
    plan(cast, user=None, team=cast.south if who == "team" else None)
    make_meeting(cast.user("anna"), date(2026, 9, 3), make_person(None), colleagues=(cast.user("boris"),))
    close_ended_periods(timestamp=int(AT.timestamp()))
    assert [close.done for close in Close.objects.all()] == [1]
