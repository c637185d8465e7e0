"""What all who see the whole company read alike is read once, until somebody writes."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from requite.identity.models import User
from requite.kernel.ids import new_id
from requite.web import shared
from requite.web.screens import team


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    monkeypatch.setattr(shared, "SECONDS", 60.0)
    shared.forget()
    yield
    shared.forget()


def write(clients, who="anna"):
    """A call to a person of their own: whatever it is, it is in the journal."""
    form = {"family_name": "Kim", "given_name": "Min", "once": str(new_id())}
    response = clients(who).post(reverse("person_new"), form)
    assert response.status_code == 302, response.content[:500]


def test_is_read_once_until_somebody_writes(cast, clients):
    read = []

    def ask(question="a"):
        return shared.shared(question, lambda: read.append(1) or len(read), now=timezone.now())

    assert [ask(), ask(), ask("b"), ask()] == [1, 1, 2, 1]
    write(clients)
    assert [ask(), ask("b"), ask()] == [3, 4, 3]


def test_is_old_after_some_seconds(db, monkeypatch):
    assert shared.shared("a", lambda: 1, now=timezone.now()) == 1
    now = shared.monotonic()
    monkeypatch.setattr(shared, "monotonic", lambda: now + 61)
    assert shared.shared("a", lambda: 2, now=timezone.now()) == 2


def rows_of(page):
    return re.findall(r'<tr data-row><td><a class="name"[^>]*>([^<]*)', page.content.decode())


class TestTeam:
    def loads(self, client):
        with CaptureQueriesContext(connection, ) as asked:
            page = client.get(reverse("team_company"))
        return page, sum("standing s JOIN people_person" in one["sql"] for one in asked.captured_queries)

    def test_of_the_company_is_read_once_for_its_readers(self, cast, clients):
        emma, oleg = clients("emma"), clients("oleg")
        first, read = self.loads(emma)
        assert read == 2
        again, read = self.loads(oleg)
        assert read == 0
        assert rows_of(again) == rows_of(first)
        write(clients)
        fresh, read = self.loads(emma)
        assert read == 2
        assert 'href="/debts/?user=' in fresh.content.decode()

    def test_of_a_leader_is_read_each_time(self, cast, clients):
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                clients("vera").get(reverse("team"))
            assert any("standing s JOIN people_person" in one["sql"] for one in asked.captured_queries)

    def test_draws_the_first_and_all_when_asked(self, cast, clients, monkeypatch):
        monkeypatch.setattr(team, "FIRST", 2)
        client, address = clients("emma"), reverse("team_company")
        page = client.get(address)
        whole = client.get(address, {"reps": "all"})
        reps = User.objects.filter(role__in=("rep", "leader")).count()
        assert rows_of(page) == rows_of(whole)[:2]
        assert len(rows_of(whole)) == reps == 4
        assert "Show the other 2 reps" in page.content.decode()
        assert "Show the other" not in whole.content.decode()
        assert "reps=all" in whole.content.decode()  # live goes on with all of them
        assert "4 reps" in page.content.decode()

    def test_the_first_that_a_click_brings_takes_the_focus_and_live_takes_none(self, cast, clients, monkeypatch):
        monkeypatch.setattr(team, "FIRST", 2)
        client, address = clients("emma"), reverse("team_company")
        asked = re.search(r'hx-get="([^"]*from=2)"', client.get(address).content.decode())
        assert asked
        brought = client.get(asked[1].replace("&amp;", "&"), headers={"HX-Request": "true"})
        focused = re.findall(r'<a class="name"[^>]* autofocus>([^<]*)', brought.content.decode())
        assert focused == rows_of(brought)[2:3]
        live = re.search(r'id="reps"[^>]*hx-get="([^"]*)"', brought.content.decode())
        assert live
        assert "reps=all" in live[1]
        assert "autofocus" not in client.get(live[1].replace("&amp;", "&")).content.decode()
