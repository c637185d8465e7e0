"""The undo behind an act of a composer: its answer shows what the page shows otherwise, whether or not there is a stream."""

import re

import pytest
from django.urls import reverse
from testing.asserts import text
from testing.builders import company_of, deal_of, person_of, status
from testing.cast import HTMX

from requite.people.models import Company, Person
from requite.web.tests.cast import once
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
LAST = 'id="last-contact" hx-swap-oob="true">'
WHOLE = {
    "person": ('id="timeline-block"', 'id="person-aside"'), "company": ('id="timeline-block"', 'id="company-aside"'),
    "deal": ('id="deal-timeline"',),
}  # fmt: skip


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def pages(cast):
    company = company_of(cast)
    person = person_of(cast, company_id=company.id)
    return {"person": person, "company": company, "deal": deal_of(cast, person_id=person.id)}


def log(client, pages, about, kind, **form):
    """What the answer's toast takes it back by."""
    address = reverse(f"{about}_{kind}", kwargs={"id": pages[about].id})
    answer = text(client.post(address, {**form, "once": once()}, headers=HTMX))
    assert "&lt;" not in answer
    return re.search(r'hx-post="([^"]*/retraction/[^"]*)"', answer)[1].replace("&amp;", "&")


def take(client, address):
    """The answer of the undo, and what takes that back."""
    answer = text(client.post(address, headers=HTMX))
    again = re.search(r'hx-post="([^"]*/restoration/[^"]*)"', answer)
    return answer, again[1].replace("&amp;", "&") if again else ""


class TestOnAPerson:
    def test_of_a_call_takes_its_entry_and_the_last_contact_away_and_brings_them_back(self, anna, pages):
        undo = log(anna, pages, "person", "calls", outcome=status().id)
        [call] = Activity.objects.all()
        answer, again = take(anna, undo)
        assert f'<ol hx-swap-oob="beforeend:#timeline"><li id="entry-{call.id}" data-gone hidden></li></ol>' in answer
        assert f'{LAST}<span class="mute">—</span>' in answer
        assert 'id="timeline-block"' not in answer
        back, _ = take(anna, again)
        assert f'<ol hx-swap-oob="beforeend:#timeline"><li data-row id="entry-{call.id}">' in back
        assert re.search(LAST + r"\d\d:\d\d<", back)
        assert "It stands again." in back

    def test_of_a_call_after_another_gives_back_the_contact_before(self, anna, pages):
        log(anna, pages, "person", "calls", outcome=status().id, day="2026-11-02", clock="10:00")
        answer, _ = take(anna, log(anna, pages, "person", "calls", outcome=status().id))
        assert re.search(LAST + r"[^<—]*2[^<—]*</span>", answer)

    def test_of_a_note_takes_its_entry_alone(self, anna, pages):
        answer, _ = take(anna, log(anna, pages, "person", "notes", body="Likes tea"))
        assert "data-gone" in answer
        assert LAST not in answer

    def test_of_a_call_that_planned_another_shows_the_next_steps_too(self, anna, pages):
        form = {"outcome": status().id, "again_day": "2027-03-01"}
        answer, _ = take(anna, log(anna, pages, "person", "calls", **form))
        assert all(part in answer for part in WHOLE["person"])
        assert 'id="entry-' not in answer

    def test_without_script_leads_back(self, anna, pages):
        undo = log(anna, pages, "person", "calls", outcome=status().id)
        assert anna.post(undo).status_code == 302


@pytest.mark.parametrize("about", WHOLE)
def test_of_a_task_brings_the_page_as_the_task_did(anna, pages, about):
    answer, again = take(anna, log(anna, pages, about, "tasks", topic="Send it", day="2027-03-01"))
    assert all(part in answer for part in WHOLE[about])
    assert "Send it" not in answer
    assert 'id="composer' not in answer  # what is being typed stays
    back, _ = take(anna, again)
    assert all(part in back for part in (*WHOLE[about], "Send it"))


@pytest.mark.parametrize("about", WHOLE)
def test_on_a_page_that_is_theirs_no_longer_it_is_taken_back_all_the_same(cast, anna, pages, about):
    undo = log(anna, pages, about, "tasks", topic="Send it", day="2027-03-01")
    Person.objects.update(owner=cast.gleb)
    Company.objects.update(owner=cast.gleb)
    pages["deal"].__class__.objects.update(owner=cast.gleb)
    answer, _ = take(anna, undo)
    assert "Taken back." in answer
    assert Activity.objects.get().retracted_at


def test_of_one_who_is_theirs_no_longer_the_last_contact_is_not_told(cast, anna, pages):
    undo = log(anna, pages, "person", "calls", outcome=status().id)
    Person.objects.update(owner=cast.gleb)
    answer, _ = take(anna, undo)
    assert "Taken back." in answer
    assert LAST not in answer


@pytest.mark.parametrize("place", ["", "wall", "row", "entry", "%00"])
def test_elsewhere_nothing_comes_beside_it(anna, pages, place):
    undo = log(anna, pages, "person", "calls", outcome=status().id).split("?")[0]
    answer, again = take(anna, f"{undo}?in={place}")
    assert "Taken back." in answer
    assert "#timeline" not in answer
    assert "in=" not in again
