"""What is told of custom fields: to nobody the names of records or of fields that they don't see."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from testing.builders import BACK, person_of
from testing.cast import NOW, Cast, Clients, entries

from requite.fields.models import Field
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.people.actions.correct_person import correct_person
from requite.people.models import Person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.web.tests.own import actor, add, fill
from requite.work.queries.debts import count_debts, get_debt, list_debts

pytestmark = pytest.mark.django_db


def test_a_history_names_a_record_to_who_sees_it(cast: Cast, clients: Clients) -> None:
    field, person, other = add(cast, "person"), person_of(cast), person_of(cast, "gleb", "Farley", "Away")
    fill(cast, person, field, str(other.id), "oleg")
    address = f"/history/person/{person.id}/"
    assert "Away Farley" in clients("oleg").get(address).content.decode()
    told = clients("anna").get(address).content.decode()
    assert "Branch" in told
    assert "•••" in told
    assert "Farley" not in told
    assert str(other.id) not in told


@pytest.fixture
def wanted(cast: Cast) -> tuple[Field, Person]:
    """A field of the work group that persons lack, which operators don't know of."""
    field, person = add(cast, name="Wealth", audience="work"), person_of(cast)
    declare_requirement(
        actor=cast.actors["oleg"], at=BACK, kind="person", stage="", field=field.slug, weight=3, grace_hours=24
    )
    correct_person(actor=actor(cast), at=NOW, person_id=person.id, given={"title": "Head"})
    return field, person


@pytest.mark.parametrize(
    "address",
    ["/people/?view=all", "/people/?view=all&f=&col=missing", "/people/{id}/", "/people/{id}/peek/"],
)
def test_what_is_missing_is_named_to_who_may_know_of_it(
    cast: Cast, clients: Clients, wanted: tuple[Field, Person], address: str
) -> None:
    address = address.format(id=wanted[1].id)
    assert "wealth" in clients("anna").get(address).content.decode()
    assert "wealth" not in clients("dina").get(address).content.decode()


def test_nobody_asks_who_lacks_what_they_may_not_know_of(
    cast: Cast, clients: Clients, wanted: tuple[Field, Person]
) -> None:
    def found(who: str, op: str) -> bool:
        asked = f"/people/?view=all&g=0&f=missing&o={op}&v={wanted[0].slug}"
        return f'value="{wanted[1].id}"' in clients(who).get(asked).content.decode()

    assert [found("anna", op) for op in ("has", "has_not")] == [True, False]
    assert [found("dina", op) for op in ("has", "has_not")] == [True, True]


def test_a_refusal_does_not_name_a_field_that_is_hidden(
    cast: Cast, clients: Clients, wanted: tuple[Field, Person]
) -> None:
    field, person = wanted
    form = {"family_name": "Seo", "given_name": "Hana", field.slug: "much"}
    answer = clients("dina").post(f"/people/{person.id}/edit/", form)
    assert answer.status_code == 422
    assert "much" in answer.content.decode()
    assert "Wealth" not in answer.content.decode()


def test_a_field_whose_id_is_spelled_otherwise_is_none(cast: Cast, clients: Clients) -> None:
    field = add(cast)
    form = {"family_name": "Seo", "given_name": "Hana", f"x_{field.id}": "", "sure": "1"}
    assert clients("anna").post("/people/new/", form).status_code == 302


def test_the_same_value_in_other_words_is_no_change(cast: Cast) -> None:
    field, person = add(cast, "choice", options="Seoul\nBusan"), person_of(cast)
    fill(cast, person, field, "Busan")
    told = len(entries("people.PersonCorrected"))
    fill(cast, person, field, "busan")
    assert len(entries("people.PersonCorrected")) == told


def test_a_debt_is_named_to_who_may_know_of_its_field(cast: Cast, wanted: tuple[Field, Person]) -> None:
    field, bare = wanted
    points = [("phone", "010-2345-9876"), ("email", "nam@sejong.kr")]
    whole = person_of(cast, family="Nam", title="Head", company_name="Sejong", points=points)
    lacks = Person.objects.get(id=bare.id).missing
    assert Person.objects.get(id=whole.id).missing == [field.slug]
    lacks.remove(field.slug)
    anna = actor(cast)
    blind = replace(anna, fields={**anna.fields, "work": "hidden"})

    def owed(reader: Actor) -> dict[UUID, tuple[str, int]]:
        found = list_debts(actor=reader, user_id=cast.anna.id)
        assert len(found) == count_debts(actor=reader, user_id=cast.anna.id)
        return {one.record_id: (one.field, one.others) for one in found if one.kind == "person"}

    assert set(owed(anna)) == {bare.id, whole.id}
    assert owed(blind) == {bare.id: (lacks[0], len(lacks) - 1)}
    assert get_debt(actor=anna, kind="person", record_id=bare.id, field=field.slug).field == field.slug
    with pytest.raises(NotVisible):
        get_debt(actor=blind, kind="person", record_id=bare.id, field=field.slug)
