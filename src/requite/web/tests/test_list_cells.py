"""Cells of lists edited in place over HTTP."""

import re

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


def shown(answer):
    return re.findall(r'class="name"[^>]*>([^<]+)</a>', text(answer))


def send(client, record, field, value, base=""):
    return client.post(address(record, field), {"value": value, "base": base}, headers=HTMX)


def test_opens_with_what_it_holds_and_comes_back_as_the_list_shows_it(cast, anna):
    person = person_of(cast, title="CEO")
    form = anna.get(address(person, "title"), headers=HTMX)
    assert field_of(form, "base") == "CEO"
    answer = send(anna, person, "title", "Buyer <b>", "CEO")
    assert answer.content.decode() == ('<td data-label="Title" class="cut">Buyer &lt;b&gt;</td>')
    assert last_entry().changes == {"title": ["CEO", "Buyer <b>"]}
    page = text(anna.get(f"/people/?{COLUMNS}"))
    assert '<tr data-row data-cells="owner">' in page
    assert '<td data-label="Title" class="cut">Buyer <b></td>' in page
    assert re.findall(r'data-edit="(\w+)"', page) == ["name", "title", "tags"]


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
    [
        ("gleb", "title", 404),
        ("emma", "title", 403),
        ("anna", "score", 404),
        ("anna", "x", 404),
        ("gleb", "phone", 404),
        ("emma", "phone", 403),
        ("boris", "owner", 403),
        ("dina", "owner", 403),
        ("emma", "name", 403),
    ],
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


@pytest.mark.parametrize(
    "path", ["/people/?view=all", "/people/?view=all&sort=-score&col=phone&col=owner", "/companies/?view=all"]
)
def test_marks_which_records_may_be_edited_and_given_away(cast, path):
    for who in ("anna", "boris"):
        person_of(cast, who)
        company_of(cast, who, name=who)
    rows = re.findall(r"<tr data-row( data-cells[^>]*)?>", text(browser(cast.anna).get(path)))
    assert sorted(rows) == [" data-cells", ' data-cells="owner"']
    dina = text(browser(cast.dina).get(path))
    assert re.findall(r"<tr data-row( data-cells[^>]*)?>", dina) == [" data-cells"] * 2
    assert 'data-edit="owner"' not in dina
    assert 'data-edit="phone"' in dina


class TestName:
    def test_of_a_person_has_two_parts_as_the_form(self, cast, anna):
        person = person_of(cast, family="Seo", given="Hana")
        form = text(anna.get(address(person, "name"), headers=HTMX))
        assert re.findall(r'name="(?:base|value)" value="([^"]*)"', form) == ["Seo", "Hana", "Seo", "Hana"]
        answer = send(anna, person, "name", ["Seo", "Hani"], ["Seo", "Hana"])
        assert shown(answer) == ["Hani Seo"]
        assert f'href="/people/{person.id}/"' in text(answer)
        assert last_entry().changes == {"given_name": ["Hana", "Hani"]}

    def test_of_a_company(self, cast, anna):
        company = company_of(cast, name="Sejong")
        assert shown(send(anna, company, "name", "Sejong Optics", "Sejong")) == ["Sejong Optics"]
        with untouched():
            answer = send(anna, company, "name", "", "Sejong Optics")
        assert answer.status_code == 422

    def test_merges_by_part_and_clashes_in_the_same_one(self, cast, anna):
        person = person_of(cast, family="Seo", given="Hana")
        correct_person(actor=cast.actors["vera"], at=NOW, person_id=person.id, given={"family_name": "So"})
        assert send(anna, person, "name", ["Seo", "Hani"], ["Seo", "Hana"]).status_code == 200
        with untouched():
            answer = send(anna, person, "name", ["Sea", "Hani"], ["Seo", "Hana"])
        assert answer.status_code == 409
        assert "“So Hani” now" in text(answer)
        assert re.findall(r'name="(?:base|value)" value="([^"]*)"', text(answer)) == [
            "So",
            "Hani",
            "Sea",
            "Hani",
        ]

    def test_says_what_is_wrong_as_the_form_does(self, cast, anna):
        person = person_of(cast)
        with untouched():
            answer = send(anna, person, "name", ["", ""], ["Seo", "Hana"])
        assert answer.status_code == 422
        assert "Give at least a family name or a given name." in text(answer)


class TestPoint:
    @pytest.mark.parametrize("make", [person_of, company_of])
    def test_is_added_corrected_and_erased_with_an_undo(self, cast, anna, make):
        record = make(cast)
        record.points.all().delete()
        kind = "people" if isinstance(record, Person) else "companies"
        assert "010-2345-9876" not in text(anna.get(address(record, "phone"), headers=HTMX))
        answer = send(anna, record, "phone", "010-2345-9876")
        assert "+82 10-2345-9876" in text(answer)
        assert "02-345-6789" not in text(answer)
        assert send(anna, record, "phone", "010-2345-9877", "010-2345-9876").status_code == 200
        gone = send(anna, record, "phone", "", "010-2345-9877")
        assert not record.points.exists()
        undo = re.search(r'hx-post="([^"]+removed=[^"]+)"', text(gone))[1]
        back = anna.post(undo, headers={**HTMX, "HX-Current-URL": f"http://x/{kind}/?view=all&sort=name"})
        assert back.headers["HX-Redirect"] == f"/{kind}/?view=all&sort=name"
        assert [point.raw for point in record.points.all()] == ["010-2345-9877"]

    def test_moves_quality_and_what_is_missing_where_they_are_shown(self, cast, anna):
        person = person_of(cast, company_name="Sejong", points=[("email", "seo@sejong.kr")])
        answer = anna.post(
            address(person, "phone"),
            {"value": "010-2345-9876", "base": "", "with": ["missing", "x"]},
            headers=HTMX,
        )
        oob = re.findall(r'<td hx-swap-oob="innerHTML:([^"]+)">(.*?)</td>', text(answer))
        assert oob == [(f"[data-record='{person.id}'] > [data-label='Missing']", "")]

    def test_two_editors_clash_as_in_the_form(self, cast, anna):
        person = person_of(cast, points=[("phone", "010-2345-9876")])
        assert send(browser(cast.vera), person, "phone", "010-1111-2222", "010-2345-9876").status_code == 200
        with untouched():
            answer = send(anna, person, "phone", "010-3333-4444", "010-2345-9876")
        assert answer.status_code == 409
        assert "changed meanwhile by Vera Park: it is “010-1111-2222” now" in text(answer)
        assert send(anna, person, "phone", "010-3333-4444", field_of(answer, "base")).status_code == 200

    def test_says_what_is_too_long_and_keeps_it(self, cast, anna):
        person = person_of(cast, points=[])
        with untouched():
            answer = send(anna, person, "email", "x" * 501)
        assert answer.status_code == 422
        assert "at most 500 letters" in text(answer)
        assert "x" * 501 in text(answer)

    def test_without_script_its_page_opens(self, cast, anna):
        assert anna.get(address(company_of(cast), "phone")).url.startswith("/companies/")
        assert anna.get(address(person_of(cast), "owner")).url == f"/people/{Person.objects.get().id}/"


class TestOwner:
    def test_is_given_to_a_colleague_and_back(self, cast, anna):
        person = person_of(cast)
        form = text(anna.get(address(person, "owner"), headers=HTMX))
        assert f'<option value="{cast.anna.id}" selected>' in form
        answer = send(anna, person, "owner", cast.boris.id, cast.anna.id)
        assert "Given to" in text(answer)
        assert Person.objects.get().owner == cast.boris
        undo = re.search(r'hx-post="(/acts/[^"]+)"', text(answer))[1]
        assert anna.post(undo, headers=HTMX).status_code == 204
        assert Person.objects.get().owner == cast.anna

    def test_clashes_with_another_giver_and_refuses_who_is_no_colleague(self, cast, anna):
        person = person_of(cast)
        assert send(anna, person, "owner", cast.boris.id, cast.anna.id).status_code == 200
        vera = browser(cast.vera)
        with untouched():
            answer = send(vera, person, "owner", cast.vera.id, cast.anna.id)
            assert answer.status_code == 409
            assert "it is “Boris" in text(answer)
            assert send(vera, person, "owner", "", cast.boris.id).status_code == 422
            assert send(vera, person, "owner", "nobody", cast.boris.id).status_code == 422
            assert send(vera, person, "owner", cast.gleb.id, cast.boris.id).status_code == 403
            assert send(vera, person, "owner", cast.boris.id, cast.boris.id).status_code == 200
