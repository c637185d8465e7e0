"""The screens of plans: list, form, one plan, leave."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requite.insight.plans.actions.close_periods import close_periods
from requite.insight.plans.models import Close, Leave, Plan
from requite.insight.plans.tests.stage import LONG_AGO, Cast, make_cast, make_meeting, make_person
from requite.journal.models import Entry
from requite.web.tests.cast import browser, once

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def form(cast: Cast, **values) -> dict[str, str]:
    given = {
        "holder": f"user:{cast.user('anna').id}", "metric": "meetings_held", "span": "month", "target": "10",
        "counts": "complete", "starts_on": "", "last_on": "", "once": once(), "seen": "", "version": "0",
    }  # fmt: skip
    return {**given, **values}


def set_plan(cast: Cast, name: str = "anna", **values) -> Plan:
    given = {
        "metric": "meetings_held", "span": "month", "starts_on": date(2026, 1, 1), "target": 10, "made_at": LONG_AGO,
        "user": cast.user(name), "made_by": cast.user("oleg"), **values,
    }  # fmt: skip
    return Plan.objects.create(**given)


def test_sets_a_target_and_shows_its_plan(cast):
    client = browser(cast.user("vera"))
    assert "Whose" in client.get("/plans/new/").content.decode()
    response = client.post("/plans/new/", form(cast), follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Meetings held" in html
    assert "of 10" in html
    assert 'value="1"' in html


def test_makes_one_plan_of_a_form_sent_twice(cast):
    client, sent = browser(cast.user("vera")), form(cast)
    pages = [client.post("/plans/new/", sent)["Location"] for _n in range(2)]
    assert pages[0] == pages[1]
    assert Plan.objects.count() == 1


def test_asks_before_it_replaces(cast):
    plan = set_plan(cast)
    client = browser(cast.user("vera"))
    response = client.post("/plans/new/", form(cast, target="12"))
    html = response.content.decode()
    assert response.status_code == 409
    assert "There is a target of 10 already, set by Oleg" in html
    assert f'name="seen" value="{plan.id}"' in html
    assert 'value="12"' in html
    again = form(cast, target="12", seen=str(plan.id), version="1")
    assert client.post("/plans/new/", again).status_code == 302
    assert Plan.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("target", "0"), ("target", "-1"), ("target", "lots"), ("target", "9" * 50), ("metric", "gold"), ("span", "aeon"),
     ("starts_on", "yesterday"), ("starts_on", "0001-01-01"), ("starts_on", "9999-12-31"), ("holder", "")],
)  # fmt: skip
def test_refuses_beside_the_field_with_the_text(cast, field, value):
    response = browser(cast.user("vera")).post("/plans/new/", form(cast, **{field: value}))
    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="f-{field}-error"' in html
    assert not Plan.objects.exists()
    assert not Entry.objects.exists()


def test_refuses_the_last_day_before_the_first(cast):
    days = {"span": "custom", "starts_on": "2027-02-10", "last_on": "2027-02-01"}
    response = browser(cast.user("vera")).post("/plans/new/", form(cast, **days))
    assert response.status_code == 422
    assert 'id="f-last_on-error"' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("anna", 403), ("boris", 403), ("elena", 403), ("dina", 403), ("vera", 404), (None, 401)],
)
def test_sets_nothing_for_a_strangers_team(cast, name, status):
    client = browser(cast.user(name) if name else None)
    response = client.post("/plans/new/", form(cast, holder=f"team:{cast.north.id}"))
    assert response.status_code == status
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    "holder", ["user:1", "team:", "nobody", "user:0197f2a5-c130-77b8-a262-1f5bdc9e0000", "\x00", "company:x"]
)
def test_knows_no_holder_that_there_is_not(cast, holder):
    response = browser(cast.user("oleg")).post("/plans/new/", form(cast, holder=holder))
    assert response.status_code in (404, 422)
    assert not Plan.objects.exists()


def test_lists_what_the_reader_may_see(cast):
    for name in ("anna", "boris", "gleb"):
        set_plan(cast, name)
    set_plan(cast, user=None, team=cast.south)
    set_plan(cast, user=None)
    seen = {"anna": 1, "boris": 1, "vera": 3, "gleb": 1, "oleg": 5, "elena": 5}
    for name, count in seen.items():
        html = browser(cast.user(name)).get("/plans/").content.decode()
        assert html.count('class="name"') == count, name
    assert browser(cast.user("dina")).get("/plans/").status_code == 403


@pytest.mark.parametrize("path", ["", "edit/", "retraction/"])
def test_hides_the_plan_of_a_stranger(cast, path):
    plan = set_plan(cast, "gleb")
    client = browser(cast.user("vera"))
    response = (
        client.post(f"/plans/{plan.id}/{path}")
        if path == "retraction/"
        else client.get(f"/plans/{plan.id}/{path}")
    )
    assert response.status_code == 404
    plan.refresh_from_db()
    assert plan.version == 1


def test_changes_a_target_and_tells_who_was_slower(cast):
    plan = set_plan(cast)
    client, address = browser(cast.user("vera")), f"/plans/{plan.id}/edit/"
    html = client.get(address).content.decode()
    assert f'name="seen" value="{plan.id}"' in html
    sent = {
        "target": "12",
        "counts": "always",
        "seen": str(plan.id),
        "version": "1",
        "once": once(),
        "starts_on": "",
    }
    assert client.post(address, sent).status_code == 302
    late = browser(cast.user("oleg")).post(address, {**sent, "target": "14", "once": once()})
    assert late.status_code == 409
    assert "There is a target of 12 already, set by Vera" in late.content.decode()
    assert Plan.objects.count() == 2


def test_takes_a_plan_back(cast):
    plan = set_plan(cast)
    response = browser(cast.user("vera")).post(f"/plans/{plan.id}/retraction/", {"version": "1"}, follow=True)
    plan.refresh_from_db()
    assert response.status_code == 200
    assert plan.ends_on is not None
    assert browser(cast.user("anna")).post(f"/plans/{plan.id}/retraction/").status_code == 403


def test_shows_closed_periods_with_late_changes(cast):
    plan = set_plan(cast, starts_on=date(2026, 8, 1))
    now = datetime.now(UTC)
    close_periods(actor=cast.actor("oleg"), at=now)
    make_meeting(cast.user("anna"), date(2026, 8, 3), make_person(None))
    assert Close.objects.count() >= 3
    html = browser(cast.user("anna")).get(f"/plans/{plan.id}/").content.decode()
    assert "August 2026" in html
    assert "+1" in html


def test_enters_leave_and_takes_it_back(cast):
    client, day = browser(cast.user("vera")), (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    wrong = client.post("/plans/leaves/", {"user": "", "starts_on": day, "last_on": day, "once": once()})
    assert wrong.status_code == 422
    assert 'id="f-user-error"' in wrong.content.decode()
    sent = {"user": str(cast.user("anna").id), "starts_on": day, "last_on": day, "once": once()}
    assert client.post("/plans/leaves/", sent).status_code == 302
    assert "Anna" in browser(cast.user("anna")).get("/plans/").content.decode()
    leave = Leave.objects.get()
    assert browser(cast.user("oleg")).post(f"/plans/leaves/{leave.id}/retraction/").status_code == 302
    assert not Leave.objects.exists()


def test_enters_no_leave_of_a_stranger(cast):
    sent = {
        "user": str(cast.user("gleb").id),
        "starts_on": "2027-01-04",
        "last_on": "2027-01-04",
        "once": once(),
    }
    assert browser(cast.user("vera")).post("/plans/leaves/", sent).status_code == 404
    assert browser(cast.user("anna")).post("/plans/leaves/", sent).status_code == 403
    assert not Leave.objects.exists()


def test_asks_the_same_statements_however_long_the_list(cast):
    client = browser(cast.user("vera"))
    counts = []
    for n in (1, 9):
        for _n in range(n):
            set_plan(cast, starts_on=date(2026, 1, 1))
        client.get("/plans/")
        with CaptureQueriesContext(connection) as caught:
            client.get("/plans/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_pages_by_key_without_loss(cast, monkeypatch):
    for name in ("anna", "boris", "gleb"):
        for metric in ("contacts", "meetings_held", "calls_made"):
            set_plan(cast, name, metric=metric)
    monkeypatch.setattr("requite.insight.plans.queries.PAGE", 4)
    monkeypatch.setattr("requite.web.screens.plans.PAGE", 4)
    client, address, seen = browser(cast.user("oleg")), "/plans/", []
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r'class="name" href="([^"]+)"', html)
        found = re.search(r'<tr class="table__more">.*?href="([^"]+)"', html, re.DOTALL)
        address = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 9
