"""Cells of lists edited in place over HTTP."""

import pytest
from testing.asserts import field_of, last_entry, text, untouched
from testing.builders import company_of, person_of
from testing.cast import HTMX, NOW

from requite.people.actions.correct_person import correct_person
from requite.people.models import Company, Person
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db
COLUMNS = "view=all&f=&sort=name&col=title&col=tags&col=score"


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def address(record, field):
    kind = "person" if isinstance(record, Person) else "company"
    return f"/lists/{kind}/{record.id}/cells/{field}/"


def send(client, record, field, value, base=""):
    return client.post(address(record, field), {"value": value, "base": base}, headers=HTMX)


def test_opens_with_what_it_holds_and_comes_back_as_the_list_shows_it(cast, anna):
    person = person_of(cast, title="CEO")
    form = anna.get(address(person, "title"), headers=HTMX)
    assert field_of(form, "base") == "CEO"
    answer = send(anna, person, "title", "Buyer <b>", "CEO")
    assert answer.content.decode() == (
        '<td data-label="Title" data-edit="title" tabindex="-1" class="cut">Buyer &lt;b&gt;</td>'
    )
    assert last_entry().changes == {"title": ["CEO", "Buyer <b>"]}
    page = text(anna.get(f"/people/?{COLUMNS}"))
    assert f'data-cells="/lists/person/{person.id}/cells/"' in page
    assert '<td data-label="Title" data-edit="title" tabindex="-1" class="cut">Buyer <b></td>' in page
    assert 'data-edit="score"' not in page


@pytest.mark.parametrize(
    ("field", "value", "kept"), [("tags", "a, b,a", ["a", "b"]), ("note", "two\nlines", "two\nlines"), ("title", "", "")]
)
def test_keeps_values_as_the_form_does(cast, anna, field, value, kept):
    person = person_of(cast, title="CEO")
    send(anna, person, field, value, "CEO" if field == "title" else "")
    assert getattr(Person.objects.get(), field) == kept


def test_shows_another_ones_change_and_keeps_the_own_text(cast, anna):
    person = person_of(cast, title="CEO")
    correct_person(actor=cast.actors["vera"], at=NOW, person_id=person.id, given={"title": "Boss"})
    with untouched():
        answer = send(anna, person, "title", "Buyer", "CEO")
    assert answer.status_code == 409
    assert "changed meanwhile by Vera Park" in text(answer)
    assert "it is “Boss” now" in text(answer)
    assert 'value="Buyer"' in text(answer)
    assert send(anna, person, "title", "Buyer", field_of(answer, "base")).status_code == 200
    assert Person.objects.get().title == "Buyer"


def test_says_beside_the_cell_what_is_wrong_and_keeps_the_text(cast, anna):
    person = person_of(cast)
    with untouched():
        answer = send(anna, person, "company", "x" * 301)
    assert answer.status_code == 422
    assert "at most 300 letters" in text(answer)
    assert "x" * 301 in text(answer)


def test_companies_too_and_without_script_the_form_opens(cast, anna):
    company = company_of(cast)
    assert send(anna, company, "industry", "Optics").status_code == 200
    assert Company.objects.get().industry == "Optics"
    assert anna.get(address(company, "industry")).url == f"/companies/{company.id}/edit/"


@pytest.mark.parametrize(
    ("who", "field", "status"),
    [("gleb", "title", 404), ("emma", "title", 403), ("anna", "score", 404), ("anna", "owner", 404), ("anna", "x", 404)],
)
def test_is_shut_to_others_and_to_other_fields(cast, who, field, status):
    person = person_of(cast)
    client = browser(getattr(cast, who))
    with untouched():
        assert client.get(address(person, field), headers=HTMX).status_code == status
        assert send(client, person, field, "x").status_code == status


def test_offers_no_cell_to_one_who_only_reads(cast):
    person_of(cast)
    page = text(browser(cast.emma).get(f"/people/?{COLUMNS}"))
    assert "data-edit" not in page
    assert "data-cells" not in page
