"""The page behind "worked with your records": whose, of which week, and how it goes on."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from testing.asserts import told
from testing.builders import call_of, person_of
from testing.cast import DAY, HTMX, NOW

from requite.insight.adoption.models import Helped
from requite.people.actions.archive import assign_record
from requite.people.actions.correct_person import correct_person

PATH = "/digest/colleagues/"
WEEK = {"week": "2026-W47"}


@pytest.fixture
def person(cast, actors):
    """Of Anna's, corrected by Boris twice and by Vera once."""
    person = person_of(cast, points=[])
    for who, title in (("boris", "Buyer"), ("boris", "Head"), ("vera", "Chief")):
        correct_person(actor=actors[who], at=NOW - 2 * DAY, person_id=person.id, given={"title": title})
    return person


def test_names_the_record_the_colleague_and_how_many_entries(person, clients):
    page = clients("anna").get(PATH, WEEK).content.decode()
    assert f"/history/person/{person.id}/" in page
    rows = re.findall(r"<tr data-row>.*?</tr>", page, re.DOTALL)
    assert [("Boris Lee" in row, ">2<" in row) for row in sorted(rows, key=lambda row: "Boris" not in row)] == [
        (True, True), (False, False),
    ]  # fmt: skip


def test_one_colleague_alone(cast, person, clients):
    page = clients("anna").get(PATH, WEEK | {"by": str(cast.boris.id)}).content.decode()
    (row,) = re.findall(r"<tr data-row>.*?</tr>", page, re.DOTALL)
    assert "Boris Lee" in row


def test_what_is_ones_own_no_more_and_what_is_anothers_stays_out(cast, person, actors, clients):
    assert "Nobody in this week" in told(clients("boris").get(PATH, WEEK))
    assign_record(actor=actors["oleg"], at=NOW, kind="person", record_id=person.id, owner_id=cast.gleb.id)
    assert "Nobody in this week" in told(clients("anna").get(PATH, WEEK))


def test_without_a_week_it_is_the_last_whole_one(cast, person, clients):
    assert "Nobody in this week" in told(clients("anna").get(PATH, {"week": "2026-W30"}))
    Helped.objects.update(day=told_of(cast))
    assert "Boris Lee" in told(clients("anna").get(PATH))


def told_of(cast):
    today = cast.actors["anna"].day_of(NOW.now(NOW.tzinfo))
    return today - timedelta(days=today.weekday() + 3)


def test_goes_on_by_key(cast, actors, clients):
    for n in range(51):
        one = person_of(cast, family=f"Seo{n:02}", points=[])
        correct_person(actor=actors["boris"], at=NOW - 2 * DAY, person_id=one.id, given={"title": "Buyer"})
    page = clients("anna").get(PATH, WEEK).content.decode()
    address = unescape(re.search(r'href="([^"]*after=[^"]*)"', page)[1])
    more = clients("anna").get(address, headers=HTMX).content.decode()
    assert "<html" not in more
    assert (page.count("<tr data-row>"), more.count("<tr data-row>")) == (50, 1)
    again = clients("anna").get(PATH, WEEK | {"shown": "51"}, headers=HTMX | {"HX-Target": "helped"}).content.decode()
    assert again.count("<tr data-row>") == 51


def test_calls_of_colleagues_say_whom_they_were_with(cast, clients):
    person = person_of(cast, points=[])
    call_of(cast, person, who="boris")
    assert clients("anna").get(PATH, WEEK).status_code == 200


@pytest.mark.parametrize("query", [{"by": "x"}, {"week": "\0"}, {"after": "x"}, {"after": "9" * 30}, {"week": "9999-W53"}])
def test_takes_anything(person, clients, query):
    assert clients("anna").get(PATH, query).status_code == 200


def test_is_for_who_gets_a_digest(cast, clients):
    assert clients("dina").get(PATH).status_code == 403


def test_a_toast_waits_for_the_next_page_and_not_for_a_block_that_comes_anew(cast, clients):
    anna = clients("anna")
    anna.post("/digest/choice/", {"wants": ""})
    said = "You get no weekly digest any more."
    assert said not in told(anna.get("/digest/", headers=HTMX | {"HX-Target": "letter", "X-Anew": "1"}))
    assert said in told(anna.get("/digest/"))
    assert said not in told(anna.get("/digest/"))
