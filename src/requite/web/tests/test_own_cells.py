"""Cells of custom fields edited in place over HTTP: all types, by the rules of the record's form."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from testing.asserts import field_of, last_entry, text, untouched
from testing.builders import company_of, deal_of, person_of
from testing.cast import HTMX, NOW, Cast, Clients

from requite.fields.actions.fields import archive_field
from requite.fields.models import Field, Option, Value
from requite.fields.values import texts_of
from requite.identity.roles import ROLES
from requite.people.models import Person
from requite.web.tests.own import actor, add, fill

pytestmark = pytest.mark.django_db
CASES = [
    ("text", " Mapo  branch ", "Mapo branch", "Mapo branch"),
    ("long", "one\r\ntwo", "one\ntwo", "one\ntwo"),
    ("number", "1,234.5", "1234.5", "1,234.5 m²"),
    ("money", "1200000", "1200000", "₩1,200,000"),
    ("date", "2026-12-01", "2026-12-01", "1 Dec 2026"),
    ("time", "2026-03-02T14:30", "2026-03-02T14:30", "2 Mar"),
    ("flag", "yes", "yes", "yes"),
    ("link", "sejong.kr", "https://sejong.kr", 'href="https://sejong.kr"'),
]


@pytest.fixture
def anna(clients: Clients) -> Client:
    return clients("anna")


def address(record: object, slug: str, kind: str = "person") -> str:
    return f"/lists/{kind}/{record.id}/cells/{slug}/"  # type: ignore[attr-defined]


def send(client: Client, where: str, value: object, base: str = "", **more: object) -> HttpResponse:
    return client.post(where, {"value": value, "base": base, **more}, headers=HTMX)


def held(cast: Cast, person: Person, field: Field) -> str:
    return texts_of(actor(cast), "person", person.id)[field.slug]


@pytest.mark.parametrize(("type_", "typed", "kept", "shown"), CASES)
def test_keeps_what_its_form_would_and_shows_it_as_the_list_does(
    cast: Cast, anna: Client, type_: str, typed: str, kept: str, shown: str
) -> None:
    field, person = add(cast, type_, unit="m²" if type_ == "number" else ""), person_of(cast)
    where = address(person, field.slug)
    assert field_of(anna.get(where, headers=HTMX), "base") == ""
    answer = send(anna, where, typed)
    assert answer.status_code == 200
    assert answer.content.decode().startswith('<td data-label="Branch"')
    assert shown in text(answer)
    assert held(cast, person, field) == kept
    assert field.slug in last_entry().changes
    with untouched():
        assert send(anna, where, kept, kept).status_code == 200
    assert send(anna, where, "", kept).content.decode().endswith("></td>")
    assert not Value.objects.exists()


def test_a_choice_and_several_are_chosen_from_their_answers(cast: Cast, anna: Client) -> None:
    one, many = add(cast, "choice", options="Seoul\nBusan"), add(cast, "choices", "Days", options="Mon\nTue\nWed")
    person = person_of(cast)
    ids = {option.label: str(option.id) for option in Option.objects.all()}
    form = text(anna.get(address(person, one.slug), headers=HTMX))
    assert re.findall(r"<option[^>]*>([^<]+)", form) == ["—", "Seoul", "Busan"]
    assert ">Busan<" in text(send(anna, address(person, one.slug), ids["Busan"]))
    where = address(person, many.slug)
    assert ">Mon, Wed<" in text(send(anna, where, ["", ids["Wed"], ids["Mon"]]))
    form = text(anna.get(where, headers=HTMX))
    assert re.findall(r'value="([^"]+)" checked', form) == [ids["Mon"], ids["Wed"]]
    assert send(anna, where, [""], f"{ids['Mon']},{ids['Wed']}").status_code == 200
    assert held(cast, person, many) == ""


def test_records_are_chosen_and_a_name_alone_is_asked_about(cast: Cast, anna: Client) -> None:
    person, friend, company = person_of(cast, family="Seo"), person_of(cast, family="Han"), company_of(cast)
    for type_, chosen, said in (("person", friend.id, "Hana Han"), ("company", company.id, company.name),
                                ("user", cast.boris.id, "Boris")):  # fmt: skip
        field = add(cast, type_, f"By {type_}")
        where = address(person, field.slug)
        assert said in text(send(anna, where, str(chosen)))
        form = text(anna.get(where, headers=HTMX))
        assert f'value="{chosen}"' in form
        if type_ != "user":
            with untouched():
                answer = send(anna, where, "", str(chosen), value_text="Nobody of note")
            assert answer.status_code == 422
            assert "Choose one of the list." in text(answer)
            assert 'value="Nobody of note"' in text(answer)
    gleb_has = person_of(cast, "gleb")
    with untouched():
        answer = send(anna, address(person, Field.objects.get(type="person").slug), str(gleb_has.id), str(friend.id))
    assert answer.status_code == 422


def test_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast, anna: Client) -> None:
    person = person_of(cast)
    for type_, typed in (("number", "twelve"), ("date", "2026-13-45"), ("link", "not an address")):
        where = address(person, add(cast, type_, f"A {type_}").slug)
        with untouched():
            answer = send(anna, where, typed)
        assert answer.status_code == 422
        assert f'value="{typed}" type="text"' in text(answer)
        assert 'role="alert"' in text(answer)


def test_two_editors_clash_in_words(cast: Cast, anna: Client) -> None:
    field, person = add(cast, "choice", options="Seoul\nBusan\nMasan"), person_of(cast)
    ids = {option.label: str(option.id) for option in Option.objects.all()}
    fill(cast, person, field, ids["Seoul"], who="vera")
    with untouched():
        answer = send(anna, address(person, field.slug), ids["Masan"])
    assert answer.status_code == 409
    assert "changed meanwhile by Vera Park: it is “Seoul” now" in text(answer)
    assert f'value="{ids["Masan"]}" selected' in text(answer)
    again = send(anna, address(person, field.slug), ids["Masan"], field_of(answer, "base"))
    assert again.status_code == 200
    assert held(cast, person, field) == ids["Masan"]


@pytest.mark.parametrize(
    ("who", "status"), [("anna", 200), ("boris", 200), ("dina", 200), ("emma", 403), ("gleb", 404)]
)
def test_only_who_may_correct_the_record_edits_it(cast: Cast, clients: Clients, who: str, status: int) -> None:
    where = address(person_of(cast), add(cast).slug)
    client = clients(who)
    assert client.get(where, headers=HTMX).status_code == status
    assert send(client, where, "Seoul").status_code == status


@pytest.mark.parametrize(("level", "status"), [("masked", 403), ("read", 403), ("hidden", 404)])
def test_a_group_that_isnt_the_readers_to_fill_is_shut(
    cast: Cast, anna: Client, monkeypatch: pytest.MonkeyPatch, level: str, status: int
) -> None:
    field, person = add(cast, audience="contact"), person_of(cast)
    monkeypatch.setitem(ROLES["rep"].fields, "contact", level)
    with untouched():
        assert send(anna, address(person, field.slug), "Seoul").status_code == status
    page = text(anna.get(f"/people/?view=all&f=&sort=name&col=title&col={field.slug}"))
    assert re.findall(r'data-edit="(\w+)"', page) == ["name", "title"]


def test_what_was_typed_in_a_field_that_went_is_told(cast: Cast, anna: Client) -> None:
    field, person = add(cast), person_of(cast)
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    where = address(person, field.slug)
    assert anna.get(where, headers=HTMX).status_code == 404
    with untouched():
        answer = send(anna, where, "Seoul")
    assert answer.status_code == 422
    assert "Seoul" in text(answer)


def test_columns_of_people_companies_and_deals_are_edited(cast: Cast, anna: Client) -> None:
    records = {"person": person_of(cast), "company": company_of(cast), "deal": deal_of(cast)}
    lists = {"person": "/people/", "company": "/companies/", "deal": "/deals/list/"}
    for kind, record in records.items():
        field = add(cast, name=f"Of {kind}", kind=kind)
        page = text(anna.get(f"{lists[kind]}?view=all&f=&sort=name&col={field.slug}"))
        assert f'data-edit="{field.slug}"' in page
        assert ">Busan<" in text(send(anna, address(record, field.slug, kind), "Busan"))
        plain = anna.get(address(record, field.slug, kind))
        assert plain.status_code == 302
        assert plain.headers["Location"].endswith(f"/{record.id}/edit/")
        other = "company" if kind == "person" else "person"
        assert anna.get(address(records[other], field.slug, other), headers=HTMX).status_code == 404
