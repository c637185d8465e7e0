"""Two people correct one person: different fields both stand, the same field is never overwritten silently."""

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import company_of, person_of
from testing.cast import NOW, entries

from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id
from requite.people.actions.correct_person import correct_person, fields_of
from requite.people.models import Company, Person


@pytest.fixture
def person(cast):
    return person_of(cast, "anna", title="Buyer", note="one\ntwo", company_name="Sejong")


def correct(cast, person, given, base=None, who="anna"):
    return correct_person(actor=cast.actors[who], at=NOW, person_id=person.id, given=given, base=base)


def seen(person):
    return fields_of(Person.objects.get(id=person.id))


def test_writes_and_journals_what_changed_alone(cast, person):
    base = seen(person)
    correct(cast, person, {**base, "title": " Chief buyer ", "tags": "vip, vip , new"}, base)
    after = Person.objects.get(id=person.id)
    assert (after.title, after.tags, after.version) == ("Chief buyer", ["vip", "new"], 2)
    entry = last_entry("people.PersonCorrected")
    assert entry.changes == {"title": ["Buyer", "Chief buyer"], "tags": ["", "vip, vip , new"]}
    assert {f"person:{person.id}", f"user:{cast.anna.id}", f"team:{cast.north.id}"} <= set(entry.topics)


def test_a_new_name_is_found_by_search_and_judged(cast, person):
    correct(cast, person, {"family_name": "없음", "given_name": ""})
    after = Person.objects.get(id=person.id)
    assert after.missing == ["name"]
    assert after.owed_at
    correct(cast, person, {"family_name": "서", "given_name": "하나"})
    after = Person.objects.get(id=person.id)
    assert (after.name_fold, after.missing, after.owed_at) == ("ㅅㅓㅎㅏㄴㅏ", [], None)


def test_nothing_changed_is_nothing_written(cast, person):
    with untouched():
        correct(cast, person, seen(person), seen(person))
        correct(cast, person, {"title": " Buyer "})


def test_fields_that_no_form_offers_cant_be_sent(cast, person):
    with untouched():
        correct(
            cast,
            person,
            {"owner": str(cast.gleb.id), "owner_id": str(cast.gleb.id), "version": "9", "score": "1"},
        )


class TestMerge:
    def test_changes_of_different_fields_both_stand(self, cast, person):
        base = seen(person)
        correct(cast, person, {**base, "title": "Chief"}, base, "boris")
        correct(cast, person, {**base, "note": "three"}, base, "anna")
        after = seen(person)
        assert (after["title"], after["note"]) == ("Chief", "three")
        assert [entry.actor_name for entry in entries("people.PersonCorrected")] == [
            cast.actors["boris"].name, cast.actors["anna"].name,
        ]  # fmt: skip

    def test_the_second_saver_of_a_field_learns_of_the_first(self, cast, person):
        base = seen(person)
        correct(cast, person, {**base, "title": "Chief"}, base, "boris")
        with untouched(), pytest.raises(Stale) as stale:
            correct(cast, person, {**base, "title": "Director", "note": "three"}, base, "anna")
        assert stale.value.changes == {"title": ("Chief", "Director")}
        assert stale.value.by == cast.actors["boris"].name

    def test_the_same_change_twice_is_no_clash(self, cast, person):
        base = seen(person)
        correct(cast, person, {**base, "title": "Chief"}, base, "boris")
        correct(cast, person, {**base, "title": "Chief"}, base, "anna")
        assert len(entries("people.PersonCorrected")) == 1

    def test_another_way_to_end_a_line_is_no_change(self, cast, person):
        base = {**seen(person), "note": "one\r\ntwo"}  # as a browser sends it back
        with untouched():
            correct(cast, person, base, base)
        correct(cast, person, {**base, "note": "one\r\ntwo\r\nthree"}, base)
        assert seen(person)["note"] == "one\ntwo\nthree"

    def test_a_field_that_the_reader_emptied_is_emptied(self, cast, person):
        base = seen(person)
        correct(cast, person, {**base, "title": "", "company": ""}, base)
        after = Person.objects.get(id=person.id)
        assert (after.title, after.company, after.missing) == ("", None, ["company"])


class TestCompany:
    def test_becomes_the_visible_one_of_that_name(self, cast, person):
        other = company_of(cast, "boris", "Hanbit")
        correct(cast, person, {"company": "hanbit"})
        assert Person.objects.get(id=person.id).company_id == other.id
        assert last_entry("people.PersonCorrected").changes == {"company": ["Sejong", "hanbit"]}

    def test_is_registered_for_the_persons_owner_when_it_isnt_there(self, cast, person):
        correct(cast, person, {"company": "Brand new"}, who="vera")
        made = Company.objects.get(name="Brand new")
        assert made.owner_id == cast.anna.id
        assert last_entry("people.CompanyRegistered").subject_id == made.id


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"family_name": "", "given_name": " "}, {"family_name"}),
        ({"given_name": "x" * 121}, {"given_name"}),
        ({"company": "x" * 301}, {"company"}),
        ({"title": "x" * 201, "tags": "buyer, " + "x" * 61}, {"title", "tags"}),
    ],
)
def test_refuses(cast, person, given, fields):
    with untouched(), pytest.raises(Refused) as refused:
        correct(cast, person, given)
    assert set(refused.value.errors) == fields


@pytest.mark.parametrize("who", ["anna", "boris", "vera", "dina", "oleg"])
def test_those_with_the_right_correct(cast, person, who):
    correct(cast, person, {"title": "Chief"}, who=who)
    assert last_entry().actor_id == getattr(cast, who).id


@pytest.mark.parametrize(("who", "error"), [("gleb", NotVisible), ("emma", NotAllowed)])
def test_refuses_strangers_and_mere_readers(cast, person, who, error):
    with untouched(), pytest.raises(error):
        correct(cast, person, {"title": "Chief"}, who=who)


def test_an_unknown_person_isnt_visible(cast):
    with untouched(), pytest.raises(NotVisible):
        correct_person(actor=cast.actors["oleg"], at=NOW, person_id=new_id(), given={"title": "x"})
