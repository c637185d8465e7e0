"""Numbers are asked for as they are written at home, and found as they are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from testing.builders import person_of
from testing.cast import NOW, Cast

from requite.insight.lists.listed import shipped
from requite.insight.lists.listing import read_page
from requite.insight.lists.trees import make_filter
from requite.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "country", "who"),
    [
        ("010-2345-9876", "KR", "Seo"), ("010-2345", "KR", "Seo"), ("010", "KR", "Seo"), ("2345", "KR", "Seo Iva"),
        ("+82 10 2345", "KR", "Seo"), ("0082 10-2345", "KR", "Seo"), ("03-234", "KR", ""), ("010-9876", "KR", ""),
        ("8 (495) 123-45-61", "RU", "Iva"), ("8 495", "RU", "Iva"), ("8 495", "KR", ""), ("+8 495", "RU", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("op", ["contains", "without"])
def test_a_number_is_found_as_it_is_written(cast: Cast, value: str, country: str, who: str, op: str) -> None:
    for family, number in (("Seo", "010-2345-9876"), ("Iva", "+7 (495) 123-45-61")):
        person_of(cast, family=family, points=[("phone", number)])
    actor = replace(cast.actors["anna"], country=country)
    query = shipped("person", "all", make_filter(actor, "person", [("0", "phone", op, value)]))
    people = {one.id: one.family_name for one in Person.objects.all()}
    found = {people[id_] for id_ in read_page(actor=actor, at=NOW, query=query).ids}
    assert found == (set(who.split()) if op == "contains" else set(people.values()) - set(who.split()))


@pytest.mark.parametrize(
    ("slug", "op", "value", "is_there"),
    [
        ("phone", "contains", "224-32", True), ("phone", "contains", "2243299", False), ("phone", "without", "3244", False),
        ("phone", "filled", "", True), ("phone", "empty", "", False), ("email", "contains", "amy@", True),
        ("email", "is", "AMY@", True), ("email", "empty", "", False), ("email", "contains", "bob", False),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_there_all_the_same(
    cast: Cast, slug: str, op: str, value: str, is_there: bool
) -> None:
    person = person_of(cast, family="Klobuchar", points=[("phone", "202-224-3244"), ("email", "amy@")])
    assert {one.value for one in person.points.all()} == {""}
    anna = cast.actors["anna"]
    query = shipped("person", "all", make_filter(anna, "person", [("0", slug, op, value)]))
    assert read_page(actor=anna, at=NOW, query=query).ids == [person.id] * is_there
