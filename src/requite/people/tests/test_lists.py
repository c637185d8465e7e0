"""Lists page by key, complete and without doubles, and show what their reader may see."""

from dataclasses import replace

import pytest
from testing.asserts import told
from testing.builders import company_of, person_of
from testing.cast import NOW

from requite.kernel.ids import new_id
from requite.people.actions.archive import archive_record
from requite.people.models import Person
from requite.people.queries.lists import (
    ListFilter,
    count_records,
    estimate_records,
    filter_for,
    list_companies,
    list_people,
    list_people_by_id,
)
from requite.people.queries.pages import get_company, get_person, list_people_of

LISTS = {"person": list_people, "company": list_companies}


def make(cast, kind, who, name, **values):
    if kind == "person":
        return person_of(cast, who, name, "", **values)
    return company_of(cast, who, name, **values)


def show(cast, kind, view, who="anna", tag=""):
    actor = cast.actors[who]
    what = replace(filter_for(actor, view), tag=tag)
    rows = LISTS[kind](actor=actor, what=what)
    assert count_records(kind=kind, what=what) == len(rows)
    return [row.family_name if kind == "person" else row.name for row in rows]


def walk(cast, kind, what, limit):
    """Every page of a list, one after the other."""
    after, seen = None, []
    for _page in range(40):
        rows = LISTS[kind](actor=cast.actors["oleg"], what=what, after=after, limit=limit)
        seen += [row.id for row in rows[:limit]]
        if len(rows) <= limit:
            return seen
        after = (rows[limit - 1].name_fold, rows[limit - 1].id)
    raise AssertionError("the list has no end")


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("limit", [1, 3, 7, 50])
def test_pages_are_complete_and_without_doubles(cast, kind, limit):
    names = [
        "김",
        "Kim",
        "kim",
        "Ким",
        "Ёж",
        "ёж",
        "Zoë",
        "zoe",
        "100%",
        "가",
        "힣",
        "A",
        "same",
        "same",
        "same",
    ]
    made = {make(cast, kind, "anna", name).id for name in names}
    seen = walk(cast, kind, ListFilter(owners=None), limit)
    assert len(seen) == len(names)
    assert set(seen) == made


@pytest.mark.parametrize("kind", LISTS)
def test_are_in_the_order_of_folded_names(cast, kind):
    for name in ("b", "A", "가", "c", "Б", "а"):
        make(cast, kind, "anna", name)
    assert show(cast, kind, "all") == ["A", "b", "c", "а", "Б", "가"]


@pytest.mark.parametrize("kind", LISTS)
class TestViews:
    @pytest.fixture(autouse=True)
    def _base(self, cast, kind):
        for who in ("anna", "boris", "gleb"):
            make(cast, kind, who, who)
        old = make(cast, kind, "anna", "old")
        archive_record(actor=cast.actors["anna"], at=NOW, kind=kind, record_id=old.id)
        make(cast, kind, "anna", "whole", **self.whole(kind), tags=["vip"])

    def whole(self, kind):
        return {"company_name": "x"} if kind == "person" else {}

    def test_mine_are_mine(self, cast, kind):
        mine = [name for name in show(cast, kind, "mine") if name != "x"]
        assert mine == ["anna", "whole"]

    @pytest.mark.parametrize(
        ("who", "names"),
        [
            ("anna", {"anna", "boris", "whole"}),
            ("vera", {"anna", "boris", "whole"}),
            ("gleb", {"gleb"}),
            ("dina", {"anna", "boris", "gleb", "whole"}),
            ("emma", {"anna", "boris", "gleb", "whole"}),
        ],
    )
    def test_all_are_those_in_reach(self, cast, kind, who, names):
        assert set(show(cast, kind, "all", who)) - {"x"} == names
        assert set(show(cast, kind, "nonsense", who)) - {"x"} == names

    def test_archived_ones_are_apart(self, cast, kind):
        assert show(cast, kind, "archived") == ["old"]
        assert show(cast, kind, "archived", "gleb") == []

    def test_debts_are_mine_that_owe(self, cast, kind):
        names = show(cast, kind, "debt")
        assert "boris" not in names
        assert "anna" in names
        if kind == "person":
            assert "whole" not in names

    def test_a_tag_picks(self, cast, kind):
        assert show(cast, kind, "all", tag="vip") == ["whole"]
        assert show(cast, kind, "all", tag="' OR 1=1 --") == []
        assert show(cast, kind, "all", "gleb", tag="vip") == []

    def test_without_the_right_there_is_nothing(self, cast, kind):
        nobody = replace(cast.actors["anna"], rights={})
        assert LISTS[kind](actor=nobody, what=filter_for(nobody, "all")) == []


def test_by_id_gives_the_visible_ones_in_the_order_asked(cast):
    one, two, stranger = (person_of(cast, who, who) for who in ("anna", "boris", "gleb"))
    ids = [two.id, new_id(), stranger.id, one.id]
    assert [row.id for row in list_people_by_id(actor=cast.actors["anna"], ids=ids)] == [two.id, one.id]
    assert list_people_by_id(actor=cast.actors["anna"], ids=[]) == []


def test_a_companys_people_are_those_whom_the_reader_may_see(cast):
    company = company_of(cast, "anna", "Hanbit")
    seen = [person_of(cast, who, who, company_id=company.id) for who in ("anna", "boris")]
    stranger = person_of(cast, "gleb", "gleb")
    Person.objects.filter(id=stranger.id).update(company=company)
    found = list_people_of(actor=cast.actors["anna"], company_id=company.id)
    assert [row.id for row in found] == [person.id for person in seen]
    assert len(get_company(actor=cast.actors["oleg"], company_id=company.id).people) == 3


class TestMasked:
    POINTS = (("phone", "010-2345-9876"), ("email", "seo@sejong.kr"))

    def rows(self, cast, access):
        person = person_of(cast, "anna", points=self.POINTS)
        actor = replace(cast.actors["anna"], fields={"contact": access})
        [row] = list_people(actor=actor, what=filter_for(actor, "all"))
        return row, get_person(actor=actor, person_id=person.id)

    def test_shows_the_outline_alone(self, cast):
        row, page = self.rows(cast, "masked")
        assert (row.phone.raw, row.phone.value, row.email.raw) == ("•••76", "", "s•••@sejong.kr")
        assert {point.raw for point in page.points} == {"•••76", "s•••@sejong.kr"}
        assert "9876" not in told(repr(page) + repr(row))

    def test_hidden_shows_nothing(self, cast):
        row, page = self.rows(cast, "hidden")
        assert (row.phone, row.email, page.points) == (None, None, ())

    def test_reading_shows_all(self, cast):
        row, page = self.rows(cast, "read")
        assert (row.phone.value, row.email.raw, len(page.points)) == ("+821023459876", "seo@sejong.kr", 2)


@pytest.mark.parametrize("many", [1, 12])
def test_reads_a_page_in_one_statement(cast, many, django_assert_num_queries):
    company = company_of(cast, "anna", "Hanbit")
    people = [person_of(cast, "anna", f"Kim{n}", company_id=company.id) for n in range(many)]
    actor = cast.actors["anna"]
    with django_assert_num_queries(1):
        assert len(list_people(actor=actor, what=filter_for(actor, "all"))) == many
    with django_assert_num_queries(1):
        assert len(list_companies(actor=actor, what=filter_for(actor, "all"))) == 1
    with django_assert_num_queries(1):
        get_person(actor=actor, person_id=people[0].id)
    with django_assert_num_queries(2):
        get_company(actor=actor, company_id=company.id)


def test_the_estimate_is_never_below_zero(cast):
    assert estimate_records("person") >= 0
    assert estimate_records("company") >= 0
