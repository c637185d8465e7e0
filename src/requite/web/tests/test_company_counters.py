"""What is done with a company alone counts as an attempt, and as a contact or a held meeting once somebody has a name."""

from datetime import timedelta

import pytest
from testing.builders import company_of, person_of, status
from testing.cast import DAY, NOW

from requite.insight.figures import Holder, Scope, find_figure
from requite.insight.plans.drilldown import list_records
from requite.insight.plans.models import Tally
from requite.kernel.period import Period
from requite.work.actions.correct_activity import correct_whom
from requite.work.actions.log_call import log_call
from requite.work.actions.meetings import hold_meeting, plan_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def common(cast):
    return {"actor": cast.actors["anna"], "at": NOW, "company_id": company_of(cast).id}


def tally(figure):
    found = Tally.objects.filter(figure=figure)
    return sum(one.counted for one in found), sum(one.pending for one in found)


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [("talked", (0, 1)), ("no_answer", (1, 0)), ("wrong_number", (1, 0)), (None, (0, 1))],
)
def test_a_call_is_an_attempt_and_waits_for_a_name_once_somebody_answered(common, outcome, counted):
    log_call(outcome_id=status(outcome).id if outcome else None, **common)
    assert (tally("calls_made"), tally("contacts")) == (counted, (0, 0))


def test_with_a_name_it_is_a_contact(cast, common):
    call = log_call(outcome_id=status("talked").id, **common)
    correct_whom(actor=common["actor"], at=NOW, activity_id=call.id, person_id=person_of(cast).id)
    assert (tally("calls_made"), tally("contacts")) == ((1, 0), (1, 0))


def test_a_held_meeting_waits_for_somebodys_name(cast, common):
    meeting = plan_meeting(event_at=NOW - DAY, topic="prices", **common)
    hold_meeting(actor=common["actor"], at=NOW, activity_id=meeting.id, result="two frames")
    assert tally("meetings_held") == (0, 1)
    correct_whom(actor=common["actor"], at=NOW, activity_id=meeting.id, person_id=person_of(cast).id)
    assert tally("meetings_held") == (1, 0)


def test_the_rows_behind_the_number_name_the_company(cast, common):
    log_call(outcome_id=status("no_answer").id, **common)
    day = NOW.date()
    scope = Scope(Holder("user", cast.anna.id), Period(day, day + timedelta(days=1)))
    row = list_records(actor=common["actor"], figure=find_figure("calls_made"), scope=scope).rows[0]
    assert (row.company, row.company_id, row.is_complete) == ("Sejong", common["company_id"], True)
