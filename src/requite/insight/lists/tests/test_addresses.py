"""Addresses are asked for by what stands in them, their lots and houses too."""

from __future__ import annotations

import pytest
from testing.builders import person_of
from testing.cast import NOW, Cast

from requite.insight.lists.listed import shipped
from requite.insight.lists.listing import read_page
from requite.insight.lists.trees import make_filter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "is_there"), [("중앙로 7-2", True), ("7-2", True), ("중앙로 7", True), ("중앙로 7-3", False), ("д.12/3", True)]
)
def test_are_found_by_a_lot_and_by_a_house(cast: Cast, value: str, is_there: bool) -> None:
    person = person_of(cast, points=[("address", "대전 중앙로 7-2, ул. Пушкина, д.12/3")])
    for op, found in (("contains", is_there), ("without", not is_there)):
        query = shipped("person", "all", make_filter(cast.actors["anna"], "person", [("0", "address", op, value)]))
        assert read_page(actor=cast.actors["anna"], at=NOW, query=query).ids == [person.id] * found
