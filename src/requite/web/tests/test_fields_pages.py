"""Pages of custom fields: forms, records, histories, settings."""

from __future__ import annotations

import re

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import company_of, deal_of, person_of
from testing.cast import NOW, Cast, Clients

from requite.fields.actions.fields import (
    archive_field,
)
from requite.fields.models import Field, Option
from requite.identity.roles import ROLES
from requite.people.models import Person
from requite.web.tests.own import add, fill

pytestmark = pytest.mark.django_db


class TestHistory:
    def test_says_the_field_by_its_name(self, cast: Cast, clients: Clients) -> None:
        field, person = add(cast), person_of(cast)
        fill(cast, person, field, "Busan")
        assert "Branch" in history_of(clients, person, "anna")
        assert "Busan" in history_of(clients, person, "anna")

    @pytest.mark.parametrize("is_ended", [False, True])
    def test_masks_what_the_reader_sees_masked(self, cast: Cast, clients: Clients, is_ended: bool) -> None:
        field, person = add(cast, audience="contact"), person_of(cast)
        fill(cast, person, field, "Busan")
        if is_ended:
            archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
        said = history_of(clients, person, "emma")
        assert "Branch" in said
        assert "•••" in said
        assert "Busan" not in said

    @pytest.mark.parametrize("is_ended", [False, True])
    def test_leaves_out_what_the_reader_does_not_see(
        self, cast: Cast, clients: Clients, monkeypatch: pytest.MonkeyPatch, is_ended: bool
    ) -> None:
        field, person = add(cast, audience="contact"), person_of(cast)
        fill(cast, person, field, "Busan")
        if is_ended:
            archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
        monkeypatch.setitem(ROLES["executive"].fields, "contact", "hidden")
        said = history_of(clients, person, "emma")
        assert "Branch" not in said
        assert "Busan" not in said


def history_of(clients: Clients, person: Person, who: str) -> str:
    return clients(who).get(f"/history/person/{person.id}/").content.decode()


def test_pages_of_every_kind_take_and_show_it(cast: Cast, clients: Clients) -> None:
    browser = clients("anna")
    person, company, deal = person_of(cast), company_of(cast), deal_of(cast)
    for kind, record in (("person", person), ("company", company), ("deal", deal)):
        field = add(cast, "choice", f"Branch of {kind}", kind=kind, section="Sales", options="Seoul\nBusan")
        base = {"person": "people", "company": "companies", "deal": "deals"}[kind]
        page = browser.get(f"/{base}/{record.id}/edit/")
        assert f'name="{field.slug}"' in page.content.decode()
        option = Option.objects.get(field=field, label="Busan")
        form = {
            "family_name": "Seo",
            "given_name": "Hana",
            "name": "Sejong",
            "title": "Frames",
            field.slug: str(option.id),
        }
        assert browser.post(f"/{base}/{record.id}/edit/", form).status_code == 302
        shown = browser.get(f"/{base}/{record.id}/").content.decode()
        assert "Busan" in shown
        assert "Sales" in shown
        assert "Busan" in browser.get(f"/{base}/{record.id}/peek/").content.decode()


def test_the_administrator_adds_retypes_and_removes_by_the_pages(cast: Cast, clients: Clients) -> None:
    browser = clients("oleg")
    browser.post("/settings/fields/?kind=person", {"kind": "person", "type": "text", "name": "Size"})
    field = Field.objects.get()
    fill(cast, person_of(cast), field, "many")
    page = browser.post(f"/settings/fields/{field.id}/type/", {"type": "number", "version": "1"})
    assert "1 of 1 records hold a value; 1 don’t fit" in page.content.decode()
    other = browser.post(f"/settings/fields/{field.id}/type/", {"type": "date", "version": "1", "sure": "number"})
    assert 'name="sure" value="date"' in other.content.decode()  # another type than the one that was weighed is weighed too
    field.refresh_from_db()
    assert field.type == "text"
    browser.post(f"/settings/fields/{field.id}/type/", {"type": "number", "version": "1", "sure": "number"})
    field.refresh_from_db()
    assert field.type == "number"
    assert (
        "0 of 1 records hold a value" in browser.get(f"/settings/fields/{field.id}/ending/").content.decode()
    )
    browser.post(f"/settings/fields/{field.id}/ending/")
    browser.post(f"/settings/fields/{field.id}/restoration/")
    field.refresh_from_db()
    assert field.ended_at is None
    assert browser.get("/settings/fields/").status_code == 200
    refused = browser.post("/settings/fields/", {"kind": "person", "type": "choice", "name": "Size"})
    assert refused.status_code == 422


def order(clients: Clients) -> list[tuple[str, str]]:
    """The fields as the page has them, with their groups."""
    page = clients("oleg").get("/settings/fields/").content.decode()
    found, section = [], ""
    for kind, text in re.findall(r'data-(section|item)="([^"]*)"', page):
        section = text if kind == "section" else section
        if kind == "item":
            found.append((section, Field.objects.get(id=text).name))
    return found


def test_fields_and_groups_are_put_in_order(cast: Cast, clients: Clients) -> None:
    oleg = clients("oleg")
    clients = {"oleg": oleg, "anna": clients("anna")}.__getitem__  # a log-in is a row, too
    made = {name: add(cast, name=name, section=group) for name, group in
            (("a", ""), ("b", ""), ("c", "Sales"), ("d", "Sales"), ("e", "Terms"))}  # fmt: skip
    version = Field.objects.get(name="a").version

    def put(name: str, section: str, before: str = "") -> int:
        values = {"kind": "person", "field": made[name].id if name else "", "section": section}
        values["before"] = str(made[before].id) if before in made else before
        return oleg.post("/settings/field-groups/place/", values).status_code

    assert put("b", "", "a") == 302
    assert order(clients)[:2] == [("", "b"), ("", "a")]
    assert last_entry().changes == {"place": [2, 1]}
    assert put("a", "Sales", "d") == 302
    assert order(clients) == [("", "b"), ("Sales", "c"), ("Sales", "a"), ("Sales", "d"), ("Terms", "e")]
    assert last_entry().changes == {"section": ["", "Sales"]}
    assert Field.objects.get(name="a").version == version + 1
    assert put("", "Terms", "Sales") == 302
    assert order(clients)[1:3] == [("Terms", "e"), ("Sales", "c")]
    assert last_entry().changes == {"section_place": [2, 1]}
    assert put("e", "") == 302
    assert order(clients)[:2] == [("", "b"), ("", "e")]
    oleg.post(f"/settings/fields/{made['e'].id}/place/", {"to": "up"})
    assert order(clients)[:2] == [("", "e"), ("", "b")]
    with untouched():
        assert put("e", "", "b") == 302
        assert put("", "Sales") == 302
        assert put("a", "Nowhere") == 404
        assert put("", "Nowhere") == 404
    rep = clients("anna").post("/settings/field-groups/place/", {"kind": "person", "section": "Sales"})
    assert rep.status_code == 403


def test_a_group_has_buttons_where_there_are_two(cast: Cast, clients: Clients) -> None:
    add(cast, name="a")
    add(cast, name="b", section="Sales")
    assert "Group up" not in clients("oleg").get("/settings/fields/").content.decode()
    add(cast, name="c", section="Terms & <b>")
    page = clients("oleg").get("/settings/fields/").content.decode()
    assert page.count("Group up: ") // 2 == 2
    assert "Terms &amp; &lt;b&gt;" in page


def test_a_refused_choice_keeps_what_was_typed(cast: Cast, clients: Clients) -> None:
    field, browser = add(cast, "choice", options="Seoul\nBusan"), clients("oleg")
    first = Option.objects.get(field=field, label="Seoul")
    answer = browser.post(f"/settings/options/{first.id}/", {"label": "Busan"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This choice is there already." in page
    assert page.count('value="Busan"') == 2
