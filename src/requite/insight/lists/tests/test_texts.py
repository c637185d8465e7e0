"""Parts of texts, found by their index and by leaps over the different ones."""

from __future__ import annotations

from typing import Any

import pytest
from testing.builders import note_of, person_of
from testing.cast import NOW, Cast

from requite.insight.lists import few
from requite.insight.lists.compiling import Texts
from requite.insight.lists.conditions import Query
from requite.insight.lists.listing import read_page
from requite.insight.lists.trees import make_filter
from requite.insight.lists.within import fetch_soon
from requite.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "is_found"),
    [("견적서", True), ("견적", True), ("강", True), ("견저", False), ("ALD", True), ("%", False), ("이 강", True)],
)
def test_a_part_of_a_note_is_whole_signs_of_it(cast: Cast, actors: Any, part: str, is_found: bool) -> None:
    """The index holds consonants and vowels; what begins another syllable is no part."""
    note = note_of(cast, person_of(cast, family="Kim"), body="이 강 견적서 – Donald")
    query = Query("activity", "all", make_filter(actors["anna"], "activity", [("0", "note", "contains", part)]), "when")
    found = read_page(actor=actors["anna"], at=NOW, query=query)
    assert (note.id in found.ids) == is_found


@pytest.mark.parametrize(("most", "known"), [(2, True), (1, False)])
@pytest.mark.parametrize(
    ("op", "value", "found"),
    [("contains", "DIR", ["Kim"]), ("is", "director", ["Kim"]), ("contains", "zq", []), ("without", "dir", ["Lee", "Park"]),
     ("is_not", "engineer", ["Kim", "Park"])],
)  # fmt: skip
def test_titles_are_looked_at_once_each(
    cast: Cast, actors: Any, monkeypatch: pytest.MonkeyPatch, most: int, known: bool, op: str, value: str, found: list[str]
) -> None:
    monkeypatch.setattr(few, "DIFFERENT", most)
    for name, title in (("Kim", "Director"), ("Lee", "Engineer"), ("Park", "")):
        person_of(cast, family=name, title=title)
    anna = actors["anna"]
    query = Query("person", "all", make_filter(anna, "person", [("0", "title", op, value)]))
    looked = few.find_few(actor=anna, at=NOW, query=query, read=fetch_soon)
    assert [type(one) for one in looked.values()] == [Texts] * known
    ids = read_page(actor=anna, at=NOW, query=query).ids
    assert [Person.objects.get(id=id_).family_name for id_ in ids] == found
