"""What a debt unlocks is what the counters gain when it is closed."""

from datetime import date

import pytest
from testing.builders import BACK, call_of, deal_of, meeting_of, person_of, status
from testing.cast import NOW

from requite.insight.figures import Holder, Scope, find_figure
from requite.insight.plans.drilldown import count_records
from requite.insight.plans.unlocking import Unlock, list_unlocks
from requite.kernel.period import Period
from requite.people.actions.points import register_point
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.log_call import settle_call
from requite.work.actions.meetings import hold_meeting
from requite.work.queries.debts import list_debts
from requite.work.reassessing import reassess_of_person

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
def person(cast):
    return person_of(cast, company_name="Sejong")


def unlocks(cast):
    debts = list_debts(actor=cast.actors["anna"], user_id=cast.anna.id)
    return list_unlocks(debts, since=BACK)


def counted(cast, figure):
    return count_records(scope=Scope(Holder("user", cast.anna.id), YEAR), figure=find_figure(figure)).counted


def gained(cast, figures, close):
    before = [counted(cast, figure) for figure in figures]
    close()
    return {figure: counted(cast, figure) - old for figure, old in zip(figures, before, strict=True)}


def test_a_meetings_result_unlocks_the_meeting_and_the_contact(cast, person):
    anna = cast.actors["anna"]
    meeting = meeting_of(cast, person)
    hold_meeting(actor=anna, at=NOW, activity_id=meeting.id)
    promised = dict(unlocks(cast)[meeting.id])
    assert promised == {"meetings_held": 1, "contacts": 1}
    given = {"result": "they buy ten"}
    assert promised == gained(
        cast, promised, lambda: correct_activity(actor=anna, at=NOW, activity_id=meeting.id, given=given)
    )
    assert meeting.id not in unlocks(cast)


def test_a_contact_that_counts_already_is_not_promised_again(cast, person):
    call_of(cast, person, at=BACK)
    meeting = meeting_of(cast, person, at=BACK)
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id)
    assert unlocks(cast)[meeting.id] == (Unlock("meetings_held", 1),)


def test_an_outcome_unlocks_the_call(cast, person):
    call = call_of(cast, person, outcome=None)
    promised = dict(unlocks(cast)[call.id])
    assert promised == {"calls_made": 1}
    close = lambda: settle_call(actor=cast.actors["anna"], at=NOW, activity_id=call.id, outcome_id=status().id)  # noqa: E731
    assert promised == gained(cast, promised, close)


def test_a_persons_number_unlocks_the_meetings_that_wait_for_it(cast):
    anna, bare = cast.actors["anna"], person_of(cast, family="Bare", points=[], company_name="Sejong")
    for hour in (1, 2):
        meeting = meeting_of(cast, bare, at=BACK.replace(hour=hour))
        hold_meeting(actor=anna, at=NOW, activity_id=meeting.id, result="they think")
    promised = dict(unlocks(cast)[bare.id])
    assert promised["meetings_held"] == 2

    def close():
        register_point(actor=anna, at=NOW, kind="phone", raw="010-8273-4615", person_id=bare.id)
        reassess_of_person(person_id=bare.id, at=NOW)

    assert gained(cast, ["meetings_held"], close) == {"meetings_held": 2}


def test_what_no_counter_waits_for_unlocks_nothing(cast, person, django_assert_num_queries):
    deal = deal_of(cast, stage="offer")
    planned = meeting_of(cast, person, topic="", at=NOW.replace(year=2027))
    debts = list_debts(actor=cast.actors["anna"], user_id=cast.anna.id)
    with django_assert_num_queries(1):
        found = list_unlocks(debts, since=BACK)
    assert deal.id not in found
    assert planned.id not in found
