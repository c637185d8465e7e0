"""Undo of what was moved in the calendar, and of a closed deal: nothing that was changed since is overwritten."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from testing.asserts import untouched
from testing.builders import BACK, deal_of, meeting_of, person_of, task_of
from testing.cast import HTMX, NOW

from requite.deals.actions.correct_deal import correct_deal
from requite.deals.models import Deal
from requite.web.tests.cast import browser
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.tasks import postpone_activity
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TEN = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def undo_in(response):
    page = response.content.decode()
    found = re.search(r'class="toast".*?<form method="post" action="([^"]+)"', page, re.DOTALL)
    assert found
    return found[1].replace("&amp;", "&")


def refused(client, address, name):
    with untouched():
        answer = client.post(address, headers=HTMX)
    assert answer.status_code == 409
    assert f"{name} changed this since. To undo would overwrite that, so it stays as it is." in answer.content.decode()
    assert answer.headers["HX-Reswap"] == "none"
    assert client.post(address).status_code == 409


@pytest.mark.parametrize(
    "sent", [{"day": "2026-11-25", "clock": "14:30"}, {"day": "2026-11-25", "clock": ""}, {"minutes": "45"}]
)
def test_what_a_colleague_moved_since_stays_where_they_put_it(cast, anna, sent):
    task = task_of(cast, person_of(cast), at=TEN)
    undo = undo_in(anna.post(f"/activities/{task.id}/time/", {**sent, "version": "1"}, headers=HTMX))
    postpone_activity(actor=cast.actors["vera"], at=NOW, activity_id=task.id, event_at=TEN + 5 * HOUR)
    refused(anna, undo, cast.vera.name)
    assert Activity.objects.get().at == TEN + 5 * HOUR


def test_a_meeting_that_went_on_stays(cast, anna):
    meeting = meeting_of(cast, person_of(cast), at=TEN)
    where = f"/activities/{meeting.id}/time/"
    undo = undo_in(anna.post(where, {"minutes": "90", "version": "1"}, headers=HTMX))
    correct_activity(actor=cast.actors["vera"], at=NOW, activity_id=meeting.id, given={"topic": "more"})
    refused(anna, undo, cast.vera.name)
    meeting.refresh_from_db()
    assert meeting.until == TEN + 1.5 * HOUR


def test_without_a_change_between_it_is_put_back_and_forth(cast, anna):
    task = task_of(cast, person_of(cast), at=TEN)
    first = anna.post(f"/activities/{task.id}/time/", {"day": "2026-11-25", "clock": "14:30"}, headers=HTMX)
    back = anna.post(undo_in(first), headers=HTMX)
    assert Activity.objects.get().at == TEN
    anna.post(undo_in(back), headers=HTMX)
    assert Activity.objects.get().at == datetime(2026, 11, 25, 5, 30, tzinfo=UTC)


def test_a_closed_deal_that_was_changed_since_stays_closed(cast, anna):
    deal = deal_of(cast, amount="500000")
    closed = anna.post(f"/deals/{deal.id}/closure/", {"state": "won"}, headers=HTMX)
    undo = undo_in(closed)
    correct_deal(actor=cast.actors["vera"], at=BACK, deal_id=deal.id, given={"note": "By phone"})
    refused(anna, undo, cast.vera.name)
    assert Deal.objects.get().state == "won"
    assert anna.post(f"/deals/{deal.id}/reopening/", headers=HTMX).status_code == 200
    again = anna.post(f"/deals/{deal.id}/closure/", {"state": "lost"}, headers=HTMX)
    assert anna.post(undo_in(again), headers=HTMX).status_code == 200
    assert Deal.objects.get().state == "open"


@pytest.mark.parametrize("version", ["x", "²", "-1", "99999999999", "%00"])
def test_a_version_that_is_none_is_none(cast, anna, version):
    deal = deal_of(cast, amount="500000")
    anna.post(f"/deals/{deal.id}/closure/", {"state": "won"}, headers=HTMX)
    assert anna.post(f"/deals/{deal.id}/reopening/?version={version}", headers=HTMX).status_code == 200
