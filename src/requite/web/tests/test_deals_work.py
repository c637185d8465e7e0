"""What is done about a deal, on its own page: logged, planned, refused, shown."""

import pytest
from testing.asserts import text
from testing.builders import company_of, deal_of, person_of, status
from testing.cast import HTMX

from requite.deals.models import Deal
from requite.web.tests.cast import once
from requite.work.models import Activity

pytestmark = pytest.mark.django_db


def test_logs_a_call_about_the_deal_on_its_own_page(cast, clients):
    anna = clients("anna")
    deal = deal_of(cast, person_id=person_of(cast, family="Kim", given="Minsu").id)
    page = text(anna.get(f"/deals/{deal.id}/"))
    assert f'action="/deals/{deal.id}/calls/"' in page
    sent = {"outcome": status("talked").id, "result": "Wants two", "once": once()}
    moved = text(anna.post(f"/deals/{deal.id}/calls/", sent, headers=HTMX))
    assert 'id="deal-timeline"' in moved
    assert "Wants two" in moved
    assert f'action="/deals/{deal.id}/calls/"' in moved
    call = Activity.objects.get(deal=deal)
    assert call.person_id == deal.person_id
    assert "Wants two" in text(anna.get(f"/deals/{deal.id}/timeline/"))
    assert "Frames" in text(anna.get(f"/people/{deal.person_id}/"))


def test_without_script_it_comes_back_to_the_deal(cast, clients):
    deal = deal_of(cast, person_id=person_of(cast).id)
    sent = {"topic": "Send the offer", "day": "2030-01-02", "once": once()}
    answer = clients("anna").post(f"/deals/{deal.id}/tasks/", sent)
    assert answer.headers["Location"] == f"/deals/{deal.id}/"


def test_what_is_refused_keeps_its_text_and_its_deal(cast, clients):
    deal = deal_of(cast, person_id=person_of(cast).id)
    sent = {"topic": "Prices", "day": "2030-13-40", "clock": "10:00", "once": once()}
    for headers in (HTMX, {}):
        answer = clients("anna").post(f"/deals/{deal.id}/meetings/", sent, headers=headers)
        assert answer.status_code == 422
        page = text(answer)
        assert 'value="Prices"' in page
        assert f'action="/deals/{deal.id}/meetings/"' in page


def test_a_deal_with_a_company_alone_takes_every_kind(cast, clients):
    anna = clients("anna")
    seo = person_of(cast, company_name="Sejong")
    deal = deal_of(cast, company_id=seo.company_id)
    page = text(anna.get(f"/deals/{deal.id}/"))
    assert page.count("nobody by name") == 4
    assert page.count(f'<option value="{seo.id}">') == 4
    later = {"day": "2030-01-02", "clock": "10:00"}
    forms = {
        "calls": {"outcome": status("talked").id},
        "meetings": {**later, "topic": "Prices"},
        "tasks": {**later, "topic": "Send it"},
        "notes": {"body": "Moves in spring"},
    }
    for kind, form in forms.items():
        answer = anna.post(f"/deals/{deal.id}/{kind}/", {**form, "once": once()}, headers=HTMX)
        assert answer.status_code == 200, kind
    made = Activity.objects.filter(deal=deal)
    assert {one.kind for one in made} == {"call", "meeting", "task", "note"}
    assert {(one.person_id, one.company_id) for one in made} == {(None, seo.company_id)}
    assert "Moves in spring" in text(anna.get(f"/companies/{seo.company_id}/timeline/"))


def test_whom_it_is_with_can_be_chosen_where_the_deal_names_nobody(cast, clients):
    seo = person_of(cast, company_name="Sejong")
    deal = deal_of(cast, company_id=seo.company_id)
    sent = {"outcome": status("talked").id, "person": seo.id, "once": once()}
    assert clients("anna").post(f"/deals/{deal.id}/calls/", sent, headers=HTMX).status_code == 200
    call = Activity.objects.get(deal=deal)
    assert (call.person_id, call.is_contact, call.missing) == (seo.id, True, [])


def test_a_deal_with_nobody_yet_takes_a_note(cast, clients):
    deal = deal_of(cast)
    sent = {"body": "Who decides?", "once": once()}
    answer = clients("anna").post(f"/deals/{deal.id}/notes/", sent)
    assert answer.headers["Location"] == f"/deals/{deal.id}/"
    note = Activity.objects.get(deal=deal)
    assert (note.person_id, note.company_id) == (None, None)


def test_who_else_takes_part_is_of_the_deals_company(cast, clients):
    seo = person_of(cast, company_name="Sejong")
    deal = deal_of(cast, company_id=seo.company_id)
    assert "Seo" in text(clients("anna").get(f"/deals/{deal.id}/companions/", headers=HTMX))
    sent = {"day": "2030-01-40", "clock": "10:00", "people": [str(seo.id)], "once": once()}
    answer = clients("anna").post(f"/deals/{deal.id}/meetings/", sent, headers=HTMX)
    assert answer.status_code == 422
    assert f'value="{seo.id}" checked' in text(answer)


def test_somebody_elses_deal_takes_nothing(cast, clients):
    deal = deal_of(cast, company_id=company_of(cast).id)
    for kind in ("calls", "meetings", "tasks", "notes"):
        sent = {"body": "x", "topic": "x", "day": "2030-01-02", "clock": "10:00", "once": once()}
        assert clients("gleb").post(f"/deals/{deal.id}/{kind}/", sent).status_code == 404
    assert not Activity.objects.filter(deal=deal).exists()


def test_the_next_step_is_asked_for_until_one_is_planned(cast, clients):
    anna = clients("anna")
    deal = deal_of(cast, person_id=person_of(cast).id)
    asked = "Nothing is planned for this deal."
    assert asked in text(anna.get(f"/deals/{deal.id}/"))
    called = {"outcome": status("no_answer").id, "once": once()}
    assert asked in text(anna.post(f"/deals/{deal.id}/calls/", called, headers=HTMX))
    planned = {"topic": "Send it", "day": "2030-01-02", "once": once()}
    assert asked not in text(anna.post(f"/deals/{deal.id}/tasks/", planned, headers=HTMX))
    assert asked not in text(clients("vera").get(f"/deals/{deal.id}/"))


def test_a_deal_that_its_reader_may_not_see_any_more_has_no_name(cast, clients):
    anna, person = clients("anna"), person_of(cast)
    deal = deal_of(cast, title="500 lenses", person_id=person.id)
    anna.post(f"/deals/{deal.id}/calls/", {"outcome": status("talked").id, "once": once()}, headers=HTMX)
    pages = (f"/activities/{Activity.objects.get(deal=deal).id}/", f"/people/{person.id}/")
    assert all("500 lenses" in text(anna.get(page)) for page in pages)
    Deal.objects.filter(id=deal.id).update(owner=cast.gleb, title="Secret")
    assert not any("Secret" in text(anna.get(page)) or str(deal.id) in text(anna.get(page)) for page in pages)
