"""Forms of a person: a new one whom nobody has twice, and corrections of two people at once."""

import pytest
from django.urls import reverse
from testing.asserts import field_of, last_entry, text, untouched
from testing.builders import person_of

from requite.identity.tests.cast import entries
from requite.people.models import Company, Person
from requite.web.tests.cast import once

pytestmark = pytest.mark.django_db
NEW = "/people/new/"
PHONE = "010-1234-5670"


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def person(cast):
    return person_of(cast, title="Buyer", company_name="Sejong", note="One\nTwo")


def edit(person):
    return reverse("person_edit", kwargs={"id": person.id})


def shown(page):
    """What the form of a page would send back as it is."""
    names = ("family_name", "given_name", "middle_name", "company", "title", "tags")
    values = {name: value_of(page, name) for name in names}
    note = text(page).split('name="note"')[1].split(">", 1)[1].split("</textarea>")[0].removeprefix("\n")
    return {**values, "note": note.replace("\n", "\r\n"), "base": field_of(page, "base")}


def value_of(page, name):
    return text(page).split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


class TestNew:
    FORM = {
        "family_name": "Seo", "given_name": "Hana", "company": "Sejong", "title": "Buyer", "phone": PHONE,
        "email": "hana@sejong.kr", "address": "12 Jungang-ro", "tags": "key, spring", "note": "Tea",
    }  # fmt: skip

    def test_sent_twice_makes_one(self, cast, anna):
        form = {**self.FORM, "once": once()}
        answers = [anna.post(NEW, form) for _ in "12"]
        assert [answer.status_code for answer in answers] == [302, 200]  # the second is told of the first
        sure = [anna.post(NEW, {**form, "sure": "1"}) for _ in "12"]
        made = Person.objects.get()
        assert {answer.url for answer in (answers[0], *sure)} == {reverse("person", kwargs={"id": made.id})}
        assert (made.owner, made.company.name, made.tags) == (cast.anna, "Sejong", ["key", "spring"])
        assert sorted(point.kind for point in made.points.all()) == ["address", "email", "phone"]
        assert [entry.type for entry in entries()] == ["people.CompanyRegistered", "people.PersonRegistered"]

    def test_refuses_one_without_a_name_and_keeps_the_rest(self, anna):
        with untouched():
            answer = anna.post(NEW, {**self.FORM, "family_name": " ", "given_name": "\x00", "note": "<i>Tea"})
        assert answer.status_code == 422
        assert "Give at least a family name or a given name." in text(answer)
        assert "&lt;i&gt;Tea" in answer.content.decode()
        for value in (PHONE, "hana@sejong.kr", "Sejong", "12 Jungang-ro", "key, spring"):
            assert value in text(answer)

    @pytest.mark.parametrize("name", ["family_name", "given_name", "middle_name", "company"])
    def test_refuses_a_name_of_ten_thousand_letters_beside_it(self, anna, name):
        with untouched():
            answer = anna.post(NEW, {**self.FORM, name: "n" * 10_000, "sure": "1"})
        assert answer.status_code == 422
        assert f'id="f-{name}-error"' in text(answer)
        assert "n" * 10_000 in text(answer)

    def test_cannot_set_what_it_does_not_offer(self, cast, anna, person):
        hidden = {
            "owner": cast.gleb.id, "owner_id": cast.gleb.id, "id": person.id, "made_by": cast.oleg.id, "source": "x",
            "archived_at": "2026-01-01", "score": 100, "company_id": person.company_id,
        }  # fmt: skip
        answer = anna.post(NEW, {"family_name": "Other", "once": once(), **hidden})
        made = Person.objects.get(id=answer.url.split("/")[2])
        assert (made.owner, made.made_by, made.source) == (cast.anna, cast.anna, "typed")
        assert (made.company, made.archived_at) == (None, None)
        assert made.id != person.id

    def test_takes_a_company_of_that_name_or_makes_it(self, anna, person):
        for name in ("Sejong", "SEJONG ", "Hanil"):
            anna.post(NEW, {"family_name": f"Of {name}", "company": name, "sure": "1", "once": once()})
        assert sorted(Company.objects.values_list("name", flat=True)) == ["Hanil", "Sejong"]

    def test_fills_itself_from_the_address_as_text(self, anna):
        html = anna.get(f"{NEW}?family_name=%3Cscript%3E&phone=%2B82").content.decode()
        assert 'value="&lt;script&gt;"' in html
        assert 'value="+82"' in html


class TestSimilar:
    def test_shows_who_has_the_number_the_mail_or_the_name_at_the_company(self, anna, person):
        for form in (
            {"family_name": "Other", "phone": "+82 10 1234 5670"},
            {"family_name": "Other", "email": "SEO@sejong.kr"},
            {"family_name": "Seo", "given_name": "Hana", "company": "sejong"},
        ):
            with untouched():
                answer = anna.post(NEW, form)
            assert "Somebody like this is in the base already." in text(answer)
            assert reverse("person", kwargs={"id": person.id}) in text(answer)
            assert 'name="sure" value="1"' in text(answer)

    def test_names_nobody_whom_one_may_not_see(self, clients, person):
        answer = clients("gleb").post(NEW, {"family_name": "Other", "phone": PHONE, "email": "seo@sejong.kr"})
        html = text(answer)
        for secret in ("Hana", "Seo", "Sejong", "Anna", "Buyer", str(person.id)):
            assert secret not in html.replace("seo@sejong.kr", "")
        assert Person.objects.count() == 1

    def test_is_asked_once(self, anna, person):
        first = anna.post(NEW, {"family_name": "Other", "phone": PHONE, "once": once()})
        form = {"family_name": "Other", "phone": PHONE, "once": field_of(first, "once"), "sure": "1"}
        assert [anna.post(NEW, form).status_code for _ in "12"] == [302, 302]
        assert Person.objects.count() == 2


class TestEdit:
    def test_writes_what_changed_and_nothing_else(self, anna, person):
        form = {**shown(anna.get(edit(person))), "title": "Head", "tags": "b, a"}
        assert anna.post(edit(person), form).status_code == 302
        person.refresh_from_db()
        assert (person.title, person.tags, person.note) == ("Head", ["b", "a"], "One\nTwo")
        assert last_entry().changes == {"title": ["Buyer", "Head"], "tags": ["", "b, a"]}

    def test_unchanged_writes_nothing(self, anna, person):
        form = shown(anna.get(edit(person)))
        with untouched():
            assert anna.post(edit(person), form).status_code == 302

    def test_changes_of_different_fields_both_stand(self, clients, anna, person):
        form = shown(anna.get(edit(person)))
        assert clients("boris").post(edit(person), {**form, "note": "Of Boris"}).status_code == 302
        assert anna.post(edit(person), {**form, "title": "Of Anna"}).status_code == 302
        person.refresh_from_db()
        assert (person.title, person.note) == ("Of Anna", "Of Boris")

    def test_shows_anothers_change_of_the_same_field_beside_ones_own(self, clients, anna, person):
        form = shown(anna.get(edit(person)))
        clients("boris").post(
            edit(person), {**form, "title": "Of Boris", "given_name": "Hani", "note": "Of Boris"}
        )
        with untouched():
            clash = anna.post(edit(person), {**form, "title": "Of Anna"})
        assert clash.status_code == 409
        for said in ("Boris Lee", "Of Boris", "Of Anna"):
            assert said in text(clash)
        again = shown(clash)  # a field that she left alone takes on his change
        assert (again["title"], again["given_name"], again["note"]) == ("Of Anna", "Hani", "Of Boris")
        assert anna.post(edit(person), again).status_code == 302
        person.refresh_from_db()
        assert (person.title, person.given_name, person.note) == ("Of Anna", "Hani", "Of Boris")
        assert last_entry().changes == {"title": ["Of Boris", "Of Anna"]}

    def test_the_same_change_of_two_is_no_clash(self, clients, anna, person):
        form = {**shown(anna.get(edit(person))), "title": "Head"}
        assert [client.post(edit(person), form).status_code for client in (clients("boris"), anna)] == [
            302,
            302,
        ]

    def test_refuses_no_name_and_a_long_one_and_keeps_the_text(self, anna, person):
        form = shown(anna.get(edit(person)))
        for wrong in (
            {"family_name": "", "given_name": ""},
            {"given_name": "n" * 121},
            {"company": "n" * 10_000},
        ):
            with untouched():
                answer = anna.post(edit(person), {**form, "note": "Kept <b>", **wrong})
            assert answer.status_code == 422
            assert "Kept <b>" in text(answer)
            assert 'aria-invalid="true"' in text(answer)

    def test_cannot_set_what_it_does_not_offer(self, cast, anna, person):
        form = {**shown(anna.get(edit(person))), "title": "Head"}
        anna.post(
            edit(person), {**form, "owner": cast.gleb.id, "archived_at": "x", "source": "x", "score": "100"}
        )
        person.refresh_from_db()
        assert (person.owner, person.archived_at, person.source) == (cast.anna, None, "typed")

    @pytest.mark.parametrize(
        "base", ["", "{", "[]", "null", '{"title": null}', '{"title": ["x"]}', "[" * 5000]
    )
    def test_reads_any_base(self, anna, person, base):
        assert anna.post(edit(person), {"title": "Head", "base": base}).status_code in (302, 409)

    def test_is_for_those_who_may_edit(self, clients, person):
        assert clients("gleb").get(edit(person)).status_code == 404
        assert clients("emma").get(edit(person)).status_code == 403
        assert clients("dina").get(edit(person)).status_code == 200
