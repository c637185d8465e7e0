"""An undo overwrites nothing that somebody has changed since."""

from datetime import timedelta

import pytest
from django.utils import timezone
from testing.asserts import text, untouched
from testing.builders import BACK, deal_of, person_of, planned_call, task_of
from testing.cast import HTMX

from requite.web.tests.test_deals_time import put, undo_in
from requite.work.actions.assigning import assign_activity
from requite.work.actions.tasks import complete_task, plan_task, postpone_activity

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def overwrites_nothing(client, undo, *, by):
    """It is refused, says who changed the record, and writes nothing."""
    with untouched():
        answer = client.post(undo, headers=HTMX)
    assert answer.status_code == 409
    assert f"{by.name} changed this since" in text(answer)


@pytest.mark.parametrize("is_whole_day", [False, True])
def test_of_a_step_that_was_put_into_another_column(cast, clients, is_whole_day):
    deal, late = deal_of(cast, person_id=person_of(cast).id), timezone.now() - DAY
    when = {"on": late.date()} if is_whole_day else {"event_at": late}
    task = plan_task(actor=cast.actors["anna"], at=BACK, topic="send prices", deal_id=deal.id, **when)
    anna = clients("anna")
    undo = undo_in(put(anna, deal, "next-week"))
    postpone_activity(actor=cast.actors["vera"], at=BACK, activity_id=task.id, event_at=timezone.now() + 30 * DAY)
    overwrites_nothing(anna, undo, by=cast.vera)


def test_of_handing_over(cast, clients):
    task, vera = task_of(cast, person_of(cast)), clients("vera")
    undo = undo_in(vera.post(f"/activities/{task.id}/owner/", {"owner": cast.boris.id, "version": 1}, headers=HTMX))
    assign_activity(actor=cast.actors["oleg"], at=BACK, activity_id=task.id, owner_id=cast.vera.id)
    overwrites_nothing(vera, undo, by=cast.oleg)


def test_of_a_task_that_is_done(cast, clients):
    task, anna = task_of(cast, person_of(cast)), clients("anna")
    undo = undo_in(anna.post(f"/activities/{task.id}/completion/", headers=HTMX))
    for state in ("to_do", "dropped"):
        complete_task(actor=cast.actors["vera"], at=BACK, activity_id=task.id, state=state)
    overwrites_nothing(anna, undo, by=cast.vera)


def test_of_a_call_that_was_dropped_has_it_to_be_made_again(cast, clients):
    call, anna = planned_call(cast, person_of(cast)), clients("anna")
    undo = undo_in(anna.post(f"/activities/{call.id}/completion/", {"state": "dropped"}, headers=HTMX))
    assert anna.post(undo, headers=HTMX).status_code == 200
    call.refresh_from_db()
    assert call.state == "to_do"
