"""One button says that a field was asked and not told."""

import re

import pytest
from testing.asserts import text, untouched
from testing.builders import deal_of, meeting_of, person_of
from testing.cast import HTMX

from requite.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(cast):
    """Lacks an e-mail address."""
    return person_of(cast, family="Bare", points=[("phone", "010-8273-4615")], company_name="Sejong")


def where(record, kind="person", field="email"):
    return f"/debts/{kind}/{record.id}/{field}/asked/"


def test_stands_beside_each_debt_and_is_told_with_its_date(clients, person):
    anna = clients("anna")
    assert where(person) in text(anna.get("/debts/"))
    assert "asked on" not in text(anna.get(f"/people/{person.id}/"))
    answer = anna.post(where(person), headers=HTMX)
    assert answer.headers["HX-Trigger"] == "debt-closed"
    assert "Asked, not told" in text(answer)
    said = re.compile(r"asked on [^<]+, not told")
    for address in (f"/people/{person.id}/", f"/debts/person/{person.id}/"):
        assert said.search(text(anna.get(address))), address
    assert where(person) not in text(anna.get("/debts/"))
    assert "Asked, not told: E-mail" in text(anna.get(f"/history/person/{person.id}/"))


def test_undo_brings_the_debt_back_or_the_day_before(clients, person):
    anna = clients("anna")
    for earlier in (None, "2026-11-03"):
        Person.objects.filter(id=person.id).update(asked={"email": earlier} if earlier else {})
        page = text(anna.post(where(person), follow=True))
        undo = re.search(rf"{where(person)}undo/[^\"']*", page)[0]
        assert "Undone." in text(anna.post(undo, follow=True))
        assert Person.objects.get(id=person.id).asked == ({"email": earlier} if earlier else {})
    with untouched():
        assert anna.post(f"{undo}x").status_code == 404


def test_of_what_a_line_cant_close(clients, cast):
    meeting, deal = meeting_of(cast, person_of(cast, points=[])), deal_of(cast, stage="offer")
    anna = clients("anna")
    assert where(meeting, "meeting", "contact") in text(anna.get(f"/debts/meeting/{meeting.id}/"))
    for record, kind, field, page in (
        (meeting, "meeting", "contact", f"/activities/{meeting.id}/"), (deal, "deal", "amount", f"/deals/{deal.id}/"),
    ):  # fmt: skip
        assert anna.post(where(record, kind, field)).status_code == 302
        assert "asked on" in text(anna.get(f"/debts/{kind}/{record.id}/"))
        assert anna.get(page).status_code == 200


def test_what_is_refused_keeps_what_was_typed(clients, person):
    anna = clients("anna")
    anna.post(f"/debts/person/{person.id}/email/", {"value": "nonsense"})
    with untouched():
        answer = anna.post(where(person), {"value": "a@b"}, headers=HTMX)
    assert answer.status_code == 422
    assert "be used" in text(answer)
    assert "a@b" in text(answer)
