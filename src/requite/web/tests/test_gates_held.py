"""A gate that asks more of a value than that it is there: what stands in the field is shown, and put right in place."""

import re

import pytest
from testing.asserts import text, untouched
from testing.builders import deal_of, meeting_of, person_of
from testing.cast import DAY, HTMX

from requite.deals.models import Deal
from requite.identity.tests.cast import NOW
from requite.web.tests.test_gates import gate, state

pytestmark = pytest.mark.django_db


def test_a_topic_that_is_too_short_is_made_longer(cast, clients):
    meeting = meeting_of(cast, person_of(cast), at=NOW - DAY, topic="Prices")
    gate(cast, "meeting", "held", "topic", limits={"words": ["3"]})
    anna, where = clients("anna"), f"/activities/{meeting.id}/holding/"
    page = text(anna.post(where, headers=HTMX))
    assert "This needs first: topic (at least 3 words)." in page
    assert 'name="gated-topic" value="Prices"' in page
    assert re.search('name="gate-topic"[^>]* value="Prices"', page)
    sent = {"gate": f"meeting:{meeting.id}", "gated-topic": "Prices", "gate-topic": "Prices"}
    with untouched():
        assert "This is asked for: at least 3 words." in text(anna.post(where, sent, headers=HTMX))
    anna.post(where, {**sent, "gate-topic": "Prices of frames"}, headers=HTMX)
    assert (state(meeting), meeting.topic) == ("held", "Prices of frames")


def test_what_somebody_wrote_meanwhile_stays(cast, clients):
    meeting = meeting_of(cast, person_of(cast), at=NOW - DAY, topic="Their own words here")
    gate(cast, "meeting", "held", "topic", limits={"words": ["3"]})
    sent = {"gate": f"meeting:{meeting.id}", "gated-topic": "Prices", "gate-topic": "Prices of frames"}
    with untouched():
        answer = clients("anna").post(f"/activities/{meeting.id}/holding/", sent, headers=HTMX)
    assert answer.status_code == 422
    assert "This is filled by now" in text(answer)


def test_an_amount_that_is_too_low_is_raised(cast, clients):
    deal = deal_of(cast, person_id=person_of(cast).id)
    Deal.objects.filter(id=deal.id).update(amount=700)
    gate(cast, "deal", "won", "amount", limits={"lowest": ["1000"]})
    anna, where = clients("anna"), f"/deals/{deal.id}/closure/"
    page = text(anna.post(where, {"state": "won"}, headers=HTMX))
    assert re.search('name="gate-amount"[^>]* value="700"', page)
    sent = {"state": "won", "gate": f"deal:{deal.id}", "gated-amount": "700", "gate-amount": "1500"}
    anna.post(where, sent, headers=HTMX)
    assert (state(deal), deal.amount) == ("won", 1500)
