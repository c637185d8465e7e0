""" "Asked, not told" beside the fields of forms that the minimum sets ask for: kept by the action of the debts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.asserts import last_entry, text
from testing.builders import DAY, call_of, deal_of, meeting_of, person_of, stages, status
from testing.cast import HTMX, NOW, Cast, Clients, entries

from requite.deals.models import Deal
from requite.people.models import Company, Person
from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.models import Requirement
from requite.quality.terms import Terms
from requite.web import asked_inputs
from requite.web.doors import fresh_key
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity

pytestmark = pytest.mark.django_db


def boxes(page: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="asked" value="([^"]+)"', page)


def ticked(page: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="asked" value="([^"]+)" checked', page)


def require(cast: Cast, kind: str, field: str, **values: Any) -> Requirement:
    values = {"stage": "", "weight": 2, "grace_hours": 24, **values}
    return declare_requirement(actor=cast.actors["oleg"], at=NOW - 10 * DAY, kind=kind, field=field, **values)


def test_a_new_person_is_noted_as_asked_where_nothing_was_typed(cast: Cast, clients: Clients) -> None:
    anna, address = clients("anna"), "/people/new/"
    assert boxes(text(anna.get(address))) == ["company", "phone", "email"]
    once = fresh_key()
    sent = {"family_name": "Moon", "phone": "010-2345-9876", "asked": ["phone", "email", "owner"], "once": once, "sure": "1"}
    for _time in range(2):
        assert anna.post(address, sent).status_code == 302
    person = Person.objects.get(family_name="Moon")
    assert set(person.asked) == {"email"}
    assert "email" not in person.missing
    [noted] = entries("people.PersonAsked")
    assert noted.changes == {"asked email": [None, person.asked["email"]]}
    assert date.fromisoformat(person.asked["email"])


def test_what_is_asked_for_is_read_once_and_again_when_the_sets_change(cast: Cast, clients: Clients) -> None:
    anna = clients("anna")

    def read(address: str) -> int:
        with CaptureQueriesContext(connection) as told:
            assert anna.get(address).status_code == 200
        return sum("FROM quality_requirement" in each["sql"] for each in told)

    asked_inputs._known.clear()
    pages = ("/people/new/", "/companies/new/", "/deals/new/")
    assert [read(page) for page in pages] == [1, 1, 1]  # a statement for each kind, in a process, on a day
    assert [read(page) for page in pages] == [0, 0, 0]
    require(cast, "person", "title")
    assert [read("/people/new/") for _time in range(2)] == [1, 0]


def test_a_refused_form_keeps_the_tick(cast: Cast, clients: Clients) -> None:
    answer = clients("anna").post("/people/new/", {"family_name": "", "asked": ["email"], "sure": "1"})
    assert (answer.status_code, ticked(text(answer))) == (422, ["email"])


def test_the_edit_form_offers_what_the_record_lacks(cast: Cast, clients: Clients) -> None:
    require(cast, "person", "title")
    person, anna = person_of(cast), clients("anna")
    address = f"/people/{person.id}/edit/"
    assert boxes(text(anna.get(address))) == ["company", "title"]
    form = {"family_name": "Seo", "given_name": "Hana", "title": "Buyer", "asked": ["company", "title"], "base": "{}"}
    assert anna.post(address, form).status_code == 302
    person = Person.objects.get(id=person.id)
    assert (set(person.asked), person.title) == ({"company"}, "Buyer")
    assert boxes(text(anna.get(address))) == []


def test_a_company_and_a_deal_have_it_too(cast: Cast, clients: Clients) -> None:
    anna = clients("anna")
    assert boxes(text(anna.get("/companies/new/"))) == ["phone", "address"]
    anna.post("/companies/new/", {"name": "Daehan", "asked": ["address"], "sure": "1"})
    assert set(Company.objects.get(name="Daehan").asked) == {"address"}
    assert boxes(text(anna.get("/deals/new/"))) == ["contact", "amount", "expected_on"]
    offer = stages()["offer"].id
    anna.post("/deals/new/", {"title": "Frames", "stage": str(offer), "asked": ["amount", "contact"]})
    deal = Deal.objects.get(title="Frames")
    assert (set(deal.asked), deal.missing) == ({"amount", "contact"}, ["expected_on"])
    other = deal_of(cast, title="Lenses", stage="offer")
    address = f"/deals/{other.id}/edit/"
    assert boxes(text(anna.get(address))) == ["contact", "amount", "expected_on"]
    anna.post(address, {"title": "Lenses", "expected_on": "2026-12-24", "asked": ["expected_on", "amount"], "base": "{}"})
    assert set(Deal.objects.get(id=other.id).asked) == {"amount"}


def test_the_composer_notes_it_of_what_it_makes(cast: Cast, clients: Clients) -> None:
    rule = require(cast, "call", "result", stage="done")
    person, anna = person_of(cast), clients("anna")
    page = text(anna.get(f"/people/{person.id}/?compose=call"))
    assert boxes(page) == ["result", "topic"]
    outcome = {"outcome": str(status().id), "asked": ["result"]}
    assert anna.post(f"/people/{person.id}/calls/", outcome, headers=HTMX).status_code == 200
    call = Activity.objects.get(kind="call")
    assert (set(call.asked), call.missing) == ({"result"}, [])
    assert last_entry("work.ActivityAsked").subject_id == call.id
    meeting = {"day": "2026-11-20", "clock": "10:00", "held": "1", "asked": ["topic"]}
    assert anna.post(f"/people/{person.id}/meetings/", meeting, headers=HTMX).status_code == 200
    held = Activity.objects.get(kind="meeting")
    assert (set(held.asked), held.state) == ({"topic"}, "held")
    close_requirement(actor=cast.actors["oleg"], at=NOW, requirement_id=rule.id)
    assert boxes(text(anna.get(f"/people/{person.id}/?compose=call"))) == ["topic"], "read anew once it changed"


def test_an_activitys_own_forms_note_it(cast: Cast, clients: Clients) -> None:
    require(cast, "call", "result", stage="done")
    person, anna = person_of(cast), clients("anna")
    meeting = meeting_of(cast, person)
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id)
    assert boxes(text(anna.get(f"/activities/{meeting.id}/"))) == ["result"]
    anna.post(f"/activities/{meeting.id}/", {"topic": "prices", "result": " ", "asked": ["result"]}, headers=HTMX)
    assert set(Activity.objects.get(id=meeting.id).asked) == {"result"}
    call = call_of(cast, person, outcome=None)
    assert "result" in boxes(text(anna.get(f"/activities/{call.id}/")))
    anna.post(f"/activities/{call.id}/outcome/", {"outcome": str(status().id), "result": "", "asked": ["result"]})
    assert set(Activity.objects.get(id=call.id).asked) == {"result"}


def test_a_meeting_planned_in_the_calendar_notes_it(cast: Cast, clients: Clients) -> None:
    anna = clients("anna")
    assert boxes(text(anna.get("/calendar/new/"))) == ["topic"]
    sent = {"person": str(person_of(cast).id), "day": "2026-11-20", "clock": "10:00", "minutes": "60", "asked": ["topic"]}
    assert anna.post("/calendar/new/", sent).status_code == 302
    assert set(Activity.objects.get(kind="meeting").asked) == {"topic"}


@pytest.mark.parametrize(
    ("kind", "topic", "noted"), [("meeting", "", {"topic"}), ("meeting", "Prices", set()), ("task", "Call", set())]
)
def test_a_deals_next_step_notes_it_of_a_meeting_alone(
    cast: Cast, clients: Clients, kind: str, topic: str, noted: set[str]
) -> None:
    """The box is shown while a meeting is chosen; what a task was sent with is left."""
    require(cast, "meeting", "place", stage="held")
    anna, deal = clients("anna"), deal_of(cast, person_id=person_of(cast).id)
    assert boxes(text(anna.get(f"/deals/{deal.id}/step/"))) == ["topic"]
    sent = {"kind": kind, "topic": topic, "day": "2027-11-22", "clock": "10:00", "asked": ["topic", "result"]}
    sent["once"] = fresh_key()
    refused = anna.post(f"/deals/{deal.id}/step/", {**sent, "day": ""})
    assert (refused.status_code, ticked(refused.content.decode())) == (422, ["topic"])
    for _twice in range(2):
        assert anna.post(f"/deals/{deal.id}/step/", sent).status_code == 302
    assert [set(one.asked) for one in Activity.objects.filter(kind=kind)] == [noted]


def test_whom_a_line_isnt_for_isnt_offered_it(cast: Cast, clients: Clients) -> None:
    require(cast, "company", "industry", terms=Terms(teams=[str(cast.south.id)]))
    assert "industry" not in boxes(text(clients("anna").get("/companies/new/")))
    assert "industry" in boxes(text(clients("gleb").get("/companies/new/")))
