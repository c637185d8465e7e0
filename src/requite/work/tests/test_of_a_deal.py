"""Activities about a deal: with its person, on its time-line, within the reader's right."""

from datetime import timedelta

import pytest
from testing.builders import deal_of, person_of, status
from testing.cast import DAY, NOW

from requite.kernel.errors import NotVisible
from requite.work.actions.log_call import log_call, plan_call
from requite.work.actions.meetings import plan_meeting
from requite.work.actions.tasks import log_note, plan_task
from requite.work.models import Activity
from requite.work.queries.timeline import list_timeline

HOUR = timedelta(hours=1)


@pytest.fixture
def deal(cast):
    return deal_of(cast, person_id=person_of(cast, company_name="Sejong").id)


def all_kinds(cast, deal, who="anna"):
    common = {"actor": cast.actors[who], "at": NOW, "deal_id": deal.id}
    person_id = deal.person_id
    return [
        log_call(person_id=person_id, outcome_id=status("talked").id, **common),
        plan_call(person_id=person_id, event_at=NOW + DAY, **common),
        plan_meeting(person_id=person_id, event_at=NOW + DAY, topic="prices", **common),
        plan_task(topic="offer", event_at=NOW + DAY, **common),
        log_note(body="wants blue ones", **common),
    ]


def test_every_kind_is_about_the_deal_and_with_its_person(cast, deal):
    made = all_kinds(cast, deal)
    assert {one.kind for one in made} == {"call", "meeting", "task", "note"}
    for one in made:
        kept = Activity.objects.get(id=one.id)
        assert (kept.deal_id, kept.person_id) == (deal.id, deal.person_id)
    shown = list_timeline(actor=cast.actors["anna"], deal_id=deal.id)
    assert {line.id for line in shown} == {one.id for one in made}
    assert {(line.deal_id, line.deal) for line in shown} == {(deal.id, "Frames")}
    assert {line.id for line in list_timeline(actor=cast.actors["anna"], person_id=deal.person_id)} >= {
        one.id for one in made
    }


def test_another_deals_are_left_out(cast, deal):
    all_kinds(cast, deal)
    other = deal_of(cast, person_id=person_of(cast, family="Lee").id)
    assert list_timeline(actor=cast.actors["anna"], deal_id=other.id) == []


def test_the_next_call_is_about_the_same_deal(cast, deal):
    call = log_call(
        actor=cast.actors["anna"],
        at=NOW,
        person_id=deal.person_id,
        outcome_id=status("call_back").id,
        again_at=NOW + DAY,
        deal_id=deal.id,
    )
    assert Activity.objects.get(follows=call).deal_id == deal.id


def test_a_deal_that_one_may_not_see_takes_nothing(cast, deal):
    before = Activity.objects.count()
    with pytest.raises(NotVisible):
        plan_task(actor=cast.actors["gleb"], at=NOW, topic="x", event_at=NOW + HOUR, deal_id=deal.id)
    assert Activity.objects.count() == before
