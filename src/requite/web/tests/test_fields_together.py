"""Custom fields where several work at once: two editors, a field that goes while a form is open, debts closed in place."""

from __future__ import annotations

import json
from html import unescape

import pytest
from testing.builders import BACK, company_of, deal_of, person_of
from testing.cast import HTMX, NOW, Cast, Clients

from requite.fields.actions.fields import archive_field
from requite.fields.models import Field, Option
from requite.fields.values import texts_of
from requite.people.models import Person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.web.tests.own import actor, add, fill

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "base"), [("person", "people"), ("company", "companies"), ("deal", "deals")]
)
def test_a_clash_shows_choices_by_their_words(cast: Cast, clients: Clients, kind: str, base: str) -> None:
    field = add(cast, "choice", kind=kind, options="Seoul\nBusan\nJeju")
    made = {"person": person_of, "company": company_of, "deal": deal_of}[kind](cast)
    seoul, busan = (str(Option.objects.get(label=label).id) for label in ("Seoul", "Busan"))
    address = f"/{base}/{made.id}/edit/"
    assert clients("vera").post(address, {field.slug: busan, "base": "{}"}).status_code == 302
    answer = clients("anna").post(address, {field.slug: seoul, "base": json.dumps({field.slug: ""})})
    assert answer.status_code == 409
    page = unescape(answer.content.decode())
    banner = page[page.index("banner") :][:3000]
    assert "Busan" in banner
    assert busan not in banner[: banner.index("<form")]
    assert "Branch" in banner


@pytest.mark.parametrize(
    ("kind", "base"), [("person", "people"), ("company", "companies"), ("deal", "deals")]
)
def test_a_form_keeps_what_was_typed_when_its_field_went(
    cast: Cast, clients: Clients, kind: str, base: str
) -> None:
    field = add(cast, "text", kind=kind)
    made = {"person": person_of, "company": company_of, "deal": deal_of}[kind](cast)
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    typed = {field.slug: "Harbour 7", "note": "Other text", "title": "Buyer", "base": "{}"}
    answer = clients("anna").post(f"/{base}/{made.id}/edit/", typed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "A field was removed while this form was open." in page
    assert "Branch: “Harbour 7”" in page
    assert "Other text" in page
    del typed[field.slug]
    assert clients("anna").post(f"/{base}/{made.id}/edit/", typed).status_code == 302


def test_a_choice_that_was_made_is_said_by_its_word(cast: Cast, clients: Clients) -> None:
    field = add(cast, "choice", options="Seoul\nBusan")
    busan = str(Option.objects.get(label="Busan").id)
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    answer = clients("anna").post(f"/people/{person_of(cast).id}/edit/", {field.slug: busan, "base": "{}"})
    assert "Branch: “Busan”" in unescape(answer.content.decode())


def test_a_new_record_keeps_it_too(cast: Cast, clients: Clients) -> None:
    field = add(cast, "text")
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    answer = clients("anna").post(
        "/people/new/", {"family_name": "Han", "given_name": "Sol", field.slug: "Harbour 7"}
    )
    assert answer.status_code == 422
    assert "Harbour 7" in unescape(answer.content.decode())
    assert not Person.objects.exists()


def require(cast: Cast, field: Field) -> None:
    declare_requirement(
        actor=cast.actors["oleg"], at=BACK, kind="person", stage="", field=field.slug, weight=3, grace_hours=24
    )


class TestDebt:
    def test_a_choice_is_closed_by_one_of_its_options(self, cast: Cast, clients: Clients) -> None:
        field = add(cast, "choice", options="Seoul\nBusan")
        require(cast, field)
        person = person_of(cast)
        assert field.slug in Person.objects.get(id=person.id).missing
        page = clients("anna").get("/debts/").content.decode()
        assert "Branch" in page
        busan = Option.objects.get(label="Busan")
        assert f'<option value="{busan.id}">Busan</option>' in page
        answer = clients("anna").post(
            f"/debts/person/{person.id}/{field.slug}/", {"value": str(busan.id)}, headers=HTMX
        )
        assert answer.status_code == 200
        assert texts_of(actor(cast), "person", person.id) == {field.slug: str(busan.id)}
        assert field.slug not in Person.objects.get(id=person.id).missing

    def test_what_cannot_be_read_is_said_on_its_line(self, cast: Cast, clients: Clients) -> None:
        field = add(cast, "number", "Size")
        require(cast, field)
        person = person_of(cast)
        answer = clients("anna").post(
            f"/debts/person/{person.id}/{field.slug}/", {"value": "many"}, headers=HTMX
        )
        page = unescape(answer.content.decode())
        assert answer.status_code == 422
        assert "“many” is no number" in page
        assert 'value="many"' in page

    def test_what_names_a_record_leads_to_its_form(self, cast: Cast, clients: Clients) -> None:
        field = add(cast, "person", "Introduced by")
        require(cast, field)
        person_of(cast)
        page = clients("anna").get("/debts/").content.decode()
        assert "Introduced by" in page
        assert f'/{field.slug}/"' not in page  # no line closes it in place
        assert f"/{field.slug}/asked/" in page


def test_the_settings_say_what_goes_before_it_goes(cast: Cast, clients: Clients) -> None:
    field = add(cast, "choice", options="Seoul\nBusan")
    require(cast, field)
    fill(cast, person_of(cast), field, "Busan")
    person_of(cast, family="Two")
    page = clients("oleg").get(f"/settings/fields/{field.id}/ending/").content.decode()
    assert "1 of 2 records hold a value" in page
    assert "A minimum set asks for it" in page
    busan = Option.objects.get(label="Busan")
    asked = clients("oleg").get(f"/settings/options/{busan.id}/ending/").content.decode()
    assert "1 record holds “Busan”." in unescape(asked)


@pytest.mark.parametrize("how", ["", "asked/"])
def test_a_debt_of_a_field_that_went_is_over(cast: Cast, clients: Clients, how: str) -> None:
    field, person = add(cast, "text", name="Branch"), person_of(cast)
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    address = f"/debts/person/{person.id}/{field.slug}/{how}"
    answer = clients("anna").post(address, {"value": "Harbour 7"}, headers=HTMX)
    page = unescape(answer.content.decode())
    assert (answer.status_code, "owed" in page[: page.index("toast")]) == (200, False)  # nothing is left of the line
    assert "“Branch” was removed meanwhile: it is owed no longer. What you typed isn’t saved: “Harbour 7”." in page
    assert "Save again" not in page
    assert clients("anna").post(address).status_code == 302
    assert clients("gleb").post(address, {"value": "Harbour 7"}, headers=HTMX).status_code == 404
