"""A gate that asks more of a value than that it is there: what stands in the field is shown, and put right in place."""

import re

import pytest
from testing.asserts import text, untouched
from testing.builders import deal_of, meeting_of, person_of, stages
from testing.cast import DAY, HTMX

from requite.deals.actions.correct_deal import correct_deal
from requite.deals.models import Deal
from requite.identity.tests.cast import NOW
from requite.web.tests.own import actor, add
from requite.web.tests.test_gates import gate, state
from requite.work.actions.correct_activity import correct_activity

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


@pytest.mark.parametrize(
    ("type_", "old", "new", "limits"),
    [("number", "5", "15", {"lowest": ["10"]}), ("date", "2026-01-01", "2027-05-05", {"ahead": ["1"]}),
     ("text", "ab", "abcdefgh", {"letters": ["5"]})],
)  # fmt: skip
def test_a_value_of_the_companys_own_field_is_put_right(cast, clients, type_, old, new, limits):
    own, deal = add(cast, type_, "Own", kind="deal"), deal_of(cast, person_id=person_of(cast).id)
    correct_deal(actor=actor(cast), at=NOW, deal_id=deal.id, given={own.slug: old, "amount": "500"})
    gate(cast, "deal", "won", own.slug, limits=limits)
    anna, where = clients("anna"), f"/deals/{deal.id}/closure/"
    page = text(anna.post(where, {"state": "won"}, headers=HTMX))
    assert f'name="gated-{own.slug}" value="{old}"' in page
    sent = {"state": "won", "gate": f"deal:{deal.id}", f"gated-{own.slug}": old, f"gate-{own.slug}": new}
    anna.post(where, sent, headers=HTMX)
    assert state(deal) == "won"


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


def test_a_number_of_a_meeting_is_put_right(cast, clients):
    own = add(cast, "number", "Guests", kind="activity", kinds=("meeting",))
    meeting = meeting_of(cast, person_of(cast), at=NOW - DAY)
    correct_activity(actor=actor(cast), at=NOW, activity_id=meeting.id, given={own.slug: "5"})
    gate(cast, "meeting", "held", own.slug, limits={"lowest": ["10"]})
    anna, where = clients("anna"), f"/activities/{meeting.id}/holding/"
    assert f'name="gated-{own.slug}" value="5"' in text(anna.post(where, headers=HTMX))
    sent = {"gate": f"meeting:{meeting.id}", f"gated-{own.slug}": "5", f"gate-{own.slug}": "12"}
    anna.post(where, sent, headers=HTMX)
    assert state(meeting) == "held"


def test_a_cell_of_a_list_is_kept_with_what_was_missing(cast, clients):
    deal, found = deal_of(cast), stages()
    gate(cast, "deal", "offer", "amount")
    anna, path = clients("anna"), f"/lists/deal/{deal.id}/cells/stage/"
    sent = {"value": str(found["offer"].id), "base": str(deal.stage_id)}
    assert "This needs first: amount." in text(anna.post(path, sent, headers=HTMX))
    given = {**sent, "gate": f"deal:{deal.id}", "gate-amount": "900"}
    with untouched():
        stale = anna.post(path, {**given, "base": str(found["needs"].id)}, headers=HTMX)
    assert stale.status_code == 409
    done = anna.post(path, given, headers={**HTMX, "HX-Current-URL": "http://testserver/deals/list/?view=mine"})
    assert done["HX-Redirect"] == "/deals/list/?view=mine"
    deal.refresh_from_db()
    assert (deal.stage_id, deal.amount) == (found["offer"].id, 900)
