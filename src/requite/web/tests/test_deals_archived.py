"""An archived deal is restored before it is corrected: in its form, in a cell, among many."""

import pytest
from testing.asserts import untouched
from testing.builders import BACK, company_of, deal_of, person_of
from testing.cast import HTMX, NOW

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.correct_deal import correct_deal
from requite.deals.models import Deal
from requite.journal.models import Act
from requite.kernel.errors import Refused
from requite.web.tests.cast import browser
from requite.web.tests.own import add

pytestmark = pytest.mark.django_db
SAID = "This deal is archived. Restore it first."


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


@pytest.fixture
def deal(cast):
    made = deal_of(cast, title="Frames", amount="500000")
    archive_deal(actor=cast.actors["anna"], at=BACK, deal_id=made.id)
    return made


def text(response):
    return response.content.decode()


def test_the_action_refuses_it(cast, deal):
    with untouched(), pytest.raises(Refused, match=SAID):
        correct_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, given={"title": "Doors"})


def test_its_form_says_so_and_keeps_what_was_typed(anna, deal):
    page = text(anna.get(f"/deals/{deal.id}/"))
    assert f"/deals/{deal.id}/edit/" not in page
    assert "Restore" in page
    asked = anna.get(f"/deals/{deal.id}/edit/")
    assert asked.status_code == 422
    assert SAID in text(asked)
    with untouched():
        sent = anna.post(f"/deals/{deal.id}/edit/", {"title": "Doors", "note": "By phone", "base": "{}"})
    assert sent.status_code == 422
    assert SAID in text(sent)
    assert 'value="Doors"' in text(sent)
    assert "By phone" in text(sent)


def test_a_cell_says_so(cast, anna, deal):
    own = add(cast, "text", "Rival", kind="deal")
    for slug, value in (("name", "Doors"), ("amount", "600000"), ("close", "2027-01-31"), (own.slug, "Acme")):
        with untouched():
            answer = anna.post(f"/lists/deal/{deal.id}/cells/{slug}/", {"value": value, "base": ""}, headers=HTMX)
        assert answer.status_code == 422, slug
        assert SAID in text(answer), slug


def test_among_many_it_is_left_out_and_said(cast, anna, deal):
    other = deal_of(cast, title="Doors")
    given = {"way": "expect", "value": "2027-01-31", "pick": [str(deal.id), str(other.id)], "apply": "1"}
    anna.post("/lists/deal/change/", {**given, "list": "view=all&f=archived&o=yes&v=&g=0"})
    act = Act.objects.get()
    assert (act.changed, act.not_allowed) == (1, 1)
    assert Deal.objects.get(id=deal.id).expected_on is None
    assert "1 left out: not yours, closed or archived" in text(anna.get(f"/acts/{act.id}/"))


def test_what_is_archived_asks_nothing_of_what_it_owed(cast, anna):
    """The page asked why, and was told that it is no longer there."""
    person, company, deal = person_of(cast, points=[]), company_of(cast, name="Doors"), deal_of(cast)
    archives = {
        ("person", "people", person.id): f"/records/person/{person.id}/archive/",
        ("company", "companies", company.id): f"/records/company/{company.id}/archive/",
        ("deal", "deals", deal.id): f"/deals/{deal.id}/archive/",
    }
    for (kind, place, record), archive in archives.items():
        page, asks = f"/{place}/{record}/", f'hx-get="/debts/{kind}/{record}/" hx-trigger="load"'
        assert asks in text(anna.get(page)), kind
        assert anna.post(archive).status_code == 302
        assert asks not in text(anna.get(page)), kind
