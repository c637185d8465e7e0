"""What is done about a deal, on its own page: logged, planned, refused, shown."""

import pytest
from testing.asserts import text
from testing.builders import deal_of, person_of, status
from testing.cast import HTMX

from requite.web.tests.cast import once
from requite.work.models import Activity

pytestmark = pytest.mark.django_db


def test_logs_a_call_about_the_deal_on_its_own_page(cast, clients):
    anna = clients("anna")
    deal = deal_of(cast, person_id=person_of(cast, family="Kim", given="Minsu").id)
    page = text(anna.get(f"/deals/{deal.id}/"))
    assert f'name="deal" value="{deal.id}"' in page
    sent = {"deal": deal.id, "outcome": status("talked").id, "result": "Wants two", "once": once()}
    moved = text(anna.post(f"/people/{deal.person_id}/calls/", sent, headers=HTMX))
    assert 'id="deal-timeline"' in moved
    assert "Wants two" in moved
    assert f'name="deal" value="{deal.id}"' in moved
    call = Activity.objects.get(deal=deal)
    assert call.person_id == deal.person_id
    assert "Wants two" in text(anna.get(f"/deals/{deal.id}/timeline/"))
    assert "Frames" in text(anna.get(f"/people/{deal.person_id}/"))


def test_without_script_it_comes_back_to_the_deal(cast, clients):
    deal = deal_of(cast, person_id=person_of(cast).id)
    sent = {"deal": deal.id, "topic": "Send the offer", "day": "2030-01-02", "once": once()}
    answer = clients("anna").post(f"/people/{deal.person_id}/tasks/", sent)
    assert answer.headers["Location"] == f"/deals/{deal.id}/"


def test_what_is_refused_keeps_its_text_and_its_deal(cast, clients):
    deal = deal_of(cast, person_id=person_of(cast).id)
    sent = {"deal": deal.id, "topic": "Prices", "day": "2030-13-40", "clock": "10:00", "once": once()}
    for headers in (HTMX, {}):
        answer = clients("anna").post(f"/people/{deal.person_id}/meetings/", sent, headers=headers)
        assert answer.status_code == 422
        page = text(answer)
        assert 'value="Prices"' in page
        assert f'name="deal" value="{deal.id}"' in page


def test_a_deal_without_a_person_says_what_is_missing(cast, clients):
    page = text(clients("anna").get(f"/deals/{deal_of(cast).id}/"))
    assert "Say who it is with" in page
    assert 'id="composer"' not in page


def test_somebody_elses_deal_takes_nothing(cast, clients):
    deal = deal_of(cast, person_id=person_of(cast).id)
    mine = person_of(cast, "gleb", family="Own")
    sent = {"deal": deal.id, "body": "x", "once": once()}
    assert clients("gleb").post(f"/people/{mine.id}/notes/", sent).status_code == 404
    assert not Activity.objects.filter(deal=deal).exists()


def test_the_next_step_is_asked_for_until_one_is_planned(cast, clients):
    anna = clients("anna")
    deal = deal_of(cast, person_id=person_of(cast).id)
    asked = "Nothing is planned for this deal."
    assert asked in text(anna.get(f"/deals/{deal.id}/"))
    called = {"deal": deal.id, "outcome": status("no_answer").id, "once": once()}
    assert asked in text(anna.post(f"/people/{deal.person_id}/calls/", called, headers=HTMX))
    planned = {"deal": deal.id, "topic": "Send it", "day": "2030-01-02", "once": once()}
    assert asked not in text(anna.post(f"/people/{deal.person_id}/tasks/", planned, headers=HTMX))
    assert asked not in text(clients("vera").get(f"/deals/{deal.id}/"))
