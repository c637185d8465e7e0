"""A person comes into the base: capture is never refused for what is missing."""

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import company_of
from testing.cast import NOW, entries

from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id
from requite.people.actions.archive import archive_record
from requite.people.actions.register_person import register_person
from requite.people.drafts import PersonDraft
from requite.people.models import Company, Person, Point

POINTS = [("phone", "010-2345-9876"), ("email", "Kim@Hanbit.KR")]


def register(cast, who="anna", once=None, **values):
    values = {"family_name": "김", "given_name": "민수", **values}
    return register_person(actor=cast.actors[who], at=NOW, draft=PersonDraft(**values), once=once)


def test_keeps_what_was_given(cast):
    person = register(
        cast, company_name="한빛상사", title=" Buyer ", note=" Likes tea ", tags=["vip", " vip ", ""],
        points=POINTS, source="card",
    )  # fmt: skip
    person.refresh_from_db()
    assert (person.family_name, person.given_name, person.name_fold) == ("김", "민수", "ㄱㅣㅁㅁㅣㄴㅅㅜ")
    assert (person.title, person.note, person.tags, person.source) == ("Buyer", "Likes tea", ["vip"], "card")
    assert (person.owner_id, person.made_by_id, person.made_at) == (cast.anna.id, cast.anna.id, NOW)
    assert person.company.name == "한빛상사"
    points = [(point.kind, point.value, point.state) for point in person.points.order_by("position")]
    assert points == [("phone", "+821023459876", "valid"), ("email", "kim@hanbit.kr", "valid")]
    assert (person.score, person.missing, person.owed_at) == (100, [], None)


def test_journals_the_person_and_the_company_that_came_along(cast):
    person = register(cast, company_name="한빛상사", points=POINTS)
    company, entry = entries("people.CompanyRegistered", "people.PersonRegistered")
    assert (company.subject_id, entry.subject_id) == (person.company_id, person.id)
    assert entry.changes == {
        "family_name": [None, "김"], "given_name": [None, "민수"], "company": [None, "한빛상사"],
        "phone": [None, "010-2345-9876"], "email": [None, "Kim@Hanbit.KR"],
    }  # fmt: skip
    assert set(entry.topics) == {
        "company", f"person:{person.id}", f"user:{cast.anna.id}", f"team:{cast.north.id}", f"team:{cast.sales.id}",
    }  # fmt: skip


def test_what_is_missing_is_owed_heaviest_first(cast):
    person = register(cast, given_name="", points=[("phone", "010-1234-5678"), ("email", "kim at hanbit")])
    assert person.missing == ["phone", "company", "email"]
    assert person.owed_at is not None
    assert person.score < 60
    states = set(person.points.values_list("kind", "state"))
    assert states == {("phone", "filler"), ("email", "invalid")}


def test_unreadable_points_keep_what_was_given(cast):
    person = register(
        cast, points=[("phone", "ask Lee"), ("email", "없음"), ("address", " Seoul,  Gangnam ")]
    )
    kept = set(person.points.values_list("raw", "value", "state"))
    assert kept == {
        ("ask Lee", "", "invalid"), ("없음", "", "filler"), ("Seoul,  Gangnam", "seoul, gangnam", "valid"),
    }  # fmt: skip


def test_several_numbers_in_one_field_become_several_points_and_doubles_one(cast):
    person = register(cast, points=[("phone", "02-551-5623, 010-2345-9876"), ("phone", "+82 10 2345 9876")])
    values = list(person.points.order_by("position").values_list("value", flat=True))
    assert values == ["+8225515623", "+821023459876"]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"family_name": " ", "given_name": ""}, {"family_name"}),
        ({"family_name": "x" * 121}, {"family_name"}),
        ({"given_name": "x" * 121, "middle_name": "y" * 121}, {"given_name", "middle_name"}),
        ({"company_name": "x" * 301}, {"company"}),
        ({"title": "x" * 201, "tags": ["buyer", "x" * 61]}, {"title", "tags"}),
    ],
)
def test_refuses(cast, values, fields):
    with untouched(), pytest.raises(Refused) as refused:
        register(cast, **values)
    assert set(refused.value.errors) == fields


@pytest.mark.parametrize(
    ("family", "given"), [("김", ""), ("", "Anna"), ("Нетребко-Ёлкина", "Ёж"), ("O'Neil", "<b>")]
)
def test_one_name_of_any_script_is_enough(cast, family, given):
    person = register(cast, family_name=family, given_name=given)
    assert Person.objects.get(id=person.id).family_name == family


def test_a_form_sent_twice_registers_once(cast):
    once = new_id()
    first, second = (register(cast, once=once, company_name="Hanbit", points=POINTS) for _n in "12")
    assert first.id == second.id
    assert (Person.objects.count(), Company.objects.count(), Point.objects.count()) == (1, 1, 2)
    assert len(entries("people.PersonRegistered")) == 1


class TestCompany:
    def test_is_found_by_name_letter_case_and_blanks_apart(self, cast):
        company = company_of(cast, "boris", "Hanbit Trading")
        assert register(cast, company_name=" hanbit   TRADING ").company_id == company.id
        assert Company.objects.count() == 1

    def test_of_strangers_is_neither_used_nor_told_of(self, cast):
        company = company_of(cast, "gleb", "Hanbit")
        assert register(cast, company_name="Hanbit").company_id != company.id

    def test_that_was_archived_isnt_used(self, cast):
        company = company_of(cast, "anna", "Hanbit")
        archive_record(actor=cast.actors["anna"], at=NOW, kind="company", record_id=company.id)
        assert register(cast, company_name="Hanbit").company_id != company.id

    def test_may_be_chosen_by_id(self, cast):
        company = company_of(cast, "boris", "Hanbit")
        assert register(cast, company_id=company.id).company_id == company.id

    def test_of_strangers_cant_be_chosen_by_id(self, cast):
        company = company_of(cast, "gleb", "Hanbit")
        with untouched(), pytest.raises(NotVisible):
            register(cast, company_id=company.id)


class TestOwner:
    @pytest.mark.parametrize(
        ("who", "owner"), [("vera", "anna"), ("oleg", "gleb"), ("dina", "dina"), ("anna", "anna")]
    )
    def test_may_be_one_in_reach(self, cast, who, owner):
        person = register(cast, who, owner_id=getattr(cast, owner).id, company_name="New")
        assert person.owner_id == person.company.owner_id == getattr(cast, owner).id
        assert last_entry("people.PersonRegistered").actor_id == getattr(cast, who).id

    @pytest.mark.parametrize(("who", "owner"), [("anna", "boris"), ("vera", "gleb"), ("dina", "anna")])
    def test_beyond_it_is_refused(self, cast, who, owner):
        with untouched(), pytest.raises(NotAllowed):
            register(cast, who, owner_id=getattr(cast, owner).id)

    def test_must_be_an_active_colleague(self, cast):
        cast.gleb.is_active, cast.gleb.deactivated_at = False, NOW
        cast.gleb.save()
        for owner_id in (new_id(), cast.gleb.id):
            with untouched(), pytest.raises(Refused) as refused:
                register(cast, "oleg", owner_id=owner_id)
            assert set(refused.value.errors) == {"owner"}

    def test_an_executive_registers_nobody(self, cast):
        with untouched(), pytest.raises(NotAllowed):
            register(cast, "emma")
