"""Names are asked for as lists show them."""

import pytest
from testing.builders import call_of, deal_of, person_of
from testing.cast import NOW

from requite.insight.lists.listed import shipped
from requite.insight.lists.listing import read_page
from requite.insight.lists.trees import make_filter
from requite.web.tests.own import actor, add, fill

pytestmark = pytest.mark.django_db
NAMES = [("Seo", "Hana"), ("김", "민수"), ("Иванов", "Пётр")]


def ids(reader, kind, *line):
    query = shipped(kind, "all", make_filter(reader, kind, [("0", *line)]))
    return read_page(actor=reader, at=NOW, query=query).ids


@pytest.mark.parametrize(
    ("value", "who"),
    [
        ("Hana Seo", 0), ("Seo Hana", 0), ("ana Se", 0), ("김 민수", 1), ("민수 김", 1), ("김민수", 1), ("Пётр Иванов", 2),
        ("петр иван", 2), ("Hana Иванов", None),
    ],
)  # fmt: skip
def test_a_person_is_found_in_either_order(cast, value, who):
    anna = actor(cast)
    people = [person_of(cast, family=family, given=given) for family, given in NAMES]
    found = [] if who is None else [people[who].id]
    assert ids(anna, "person", "name", "contains", value) == found
    rest = {one.id for one in people} - set(found)
    assert set(ids(anna, "person", "name", "without", value)) == rest


@pytest.mark.parametrize("value", ["한빛상사", "한빛 상사", "빛 상"])
@pytest.mark.parametrize("name", ["한빛 상사", "한빛상사"])
def test_a_company_is_found_with_its_blanks_and_without(cast, name, value):
    person = person_of(cast, company_name=name)
    other = person_of(cast, family="Han", company_name="Hanbit Trade")
    anna = actor(cast)
    assert ids(anna, "company", "name", "contains", value) == [person.company_id]
    assert ids(anna, "person", "company", "contains", value) == [person.id]
    assert ids(anna, "person", "company", "without", value) == [other.id]


def test_whole_names_too_and_of_other_records(cast):
    friend = add(cast, "person", "Friend")
    anna, seo, other = actor(cast), person_of(cast, family="Seo", given="Hana"), person_of(cast, family="Han")
    fill(cast, other, friend, str(seo.id))
    deal, call = deal_of(cast, person_id=seo.id), call_of(cast, seo)
    for line, kind, found in (
        (("name", "is", "Hana Seo"), "person", seo), (("name", "is", "Hana Se"), "person", None),
        ((friend.slug, "contains", "Hana Seo"), "person", other), (("person", "is", "hana seo"), "deal", deal),
        (("person", "contains", "Hana Seo"), "activity", call),
    ):  # fmt: skip
        assert ids(anna, kind, *line) == ([found.id] if found else []), line
