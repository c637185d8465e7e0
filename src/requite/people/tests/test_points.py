"""Ways to reach somebody: added, corrected, marked and erased one by one, each judged and journaled."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.asserts import last_entry, untouched
from testing.builders import company_of, person_of
from testing.cast import NOW, entries

from requite.journal.models import Entry
from requite.journal.recording import recording
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id
from requite.people.actions.points import (
    correct_first_point,
    correct_point,
    correct_useless_point,
    erase_point,
    mark_point,
    register_point,
    return_point,
)
from requite.people.models import Company, Person, Point


@pytest.fixture
def person(cast):
    return person_of(cast, "anna", company_name="Sejong", points=[("email", "seo@sejong.kr")])


@pytest.fixture
def phone(cast, person):
    return add(cast, person)


def add(cast, person, raw="010-2345-9876", kind="phone", who="anna", once=None):
    return register_point(actor=cast.actors[who], at=NOW, kind=kind, raw=raw, person_id=person.id, once=once)


def correct(cast, point, raw, base=None, who="anna"):
    return correct_point(actor=cast.actors[who], at=NOW, point_id=point.id, raw=raw, base=base)


def fresh(record):
    return type(record).objects.get(id=record.id)


def put_right(cast, person, raw, once=None):
    return correct_useless_point(actor=cast.actors["anna"], at=NOW, kind="phone", raw=raw, person_id=person.id, once=once)


class TestCorrectUseless:
    def test_each_try_takes_the_place_of_the_last_useless_one(self, cast, person):
        for raw in ("12", "010-1234-5678", "551-5623"):
            assert not put_right(cast, person, raw).is_usable
        once = new_id()
        assert put_right(cast, person, "010-2345-9876", once).state == "valid"
        assert put_right(cast, person, "010-2345-9876", once).state == "valid"
        assert list(person.points.filter(kind="phone").values_list("raw", flat=True)) == ["010-2345-9876"]
        assert last_entry("people.PersonCorrected").changes == {"phone": ["551-5623", "010-2345-9876"]}
        assert fresh(person).missing == []

    def test_what_was_found_out_of_a_number_stays_beside_it(self, cast, person, phone):
        with recording(actor=cast.actors["anna"], at=NOW) as record:
            mark_point(record=record, point=phone, state="wrong")
        put_right(cast, person, "010-2345-9877")
        assert sorted(person.points.filter(kind="phone").values_list("state", flat=True)) == ["valid", "wrong"]


class TestRegister:
    def test_closes_the_debt_and_journals_it(self, cast, person):
        assert person.missing == ["phone"]
        point = add(cast, person, " 010-2345-9876 ")
        assert (point.raw, point.value, point.state) == ("010-2345-9876", "+821023459876", "valid")
        after = fresh(person)
        assert (after.missing, after.owed_at) == ([], None)
        assert after.score > person.score
        entry = last_entry("people.PersonCorrected")
        assert entry.changes == {"phone": [None, "010-2345-9876"]}
        assert {f"person:{person.id}", f"user:{cast.anna.id}"} <= set(entry.topics)

    def test_keeps_the_unreadable_and_says_so(self, cast, person):
        assert add(cast, person, "ask Lee").state == "invalid"
        assert fresh(person).missing == ["phone"]

    def test_a_local_number_takes_its_area_from_the_address(self, cast, person):
        add(cast, person, "서울 강남구 테헤란로 12", "address")
        assert add(cast, person, "551-5623").value == "+8225515623"

    def test_goes_to_a_company_too(self, cast):
        company = company_of(cast, country="RU")
        point = register_point(
            actor=cast.actors["anna"], at=NOW, kind="phone", raw="8 (495) 123-45-61", company_id=company.id
        )
        assert point.value == "+74951234561"
        assert last_entry("people.CompanyCorrected").subject_id == company.id
        register_point(
            actor=cast.actors["anna"], at=NOW, kind="address", raw="12 Jungang-ro", company_id=company.id
        )
        assert Company.objects.get(id=company.id).missing == []

    def test_a_form_sent_twice_adds_once(self, cast, person):
        once = new_id()
        assert add(cast, person, once=once).id == add(cast, person, once=once).id
        assert person.points.filter(kind="phone").count() == 1
        assert len(entries("people.PersonCorrected")) == 1

    @pytest.mark.parametrize("raw", ["", "  ", "9" * 501])
    def test_refuses_a_blank_and_what_is_too_long(self, cast, person, raw):
        with untouched(), pytest.raises(Refused) as refused:
            add(cast, person, raw)
        assert set(refused.value.errors) == {"phone"}

    def test_refuses_an_unknown_kind_and_nobody(self, cast, person):
        with untouched(), pytest.raises(NotAllowed):
            add(cast, person, kind="pigeon")
        with untouched(), pytest.raises(NotVisible):
            register_point(actor=cast.actors["anna"], at=NOW, kind="phone", raw="1")


class TestCorrect:
    def test_reads_anew_and_journals_both(self, cast, person, phone):
        correct(cast, phone, "02-551-5623", base="010-2345-9876")
        assert fresh(phone).value == "+8225515623"
        assert last_entry().changes == {"phone": ["010-2345-9876", "02-551-5623"]}

    def test_a_filler_opens_the_debt_again(self, cast, person, phone):
        correct(cast, phone, "010-1234-5678")
        assert fresh(person).missing == ["phone"]

    def test_the_second_saver_learns_of_the_first(self, cast, phone):
        correct(cast, phone, "02-551-5623", base=phone.raw, who="boris")
        with untouched(), pytest.raises(Stale) as stale:
            correct(cast, phone, "02-551-5699", base=phone.raw)
        assert stale.value.changes == {"phone": ("02-551-5623", "02-551-5699")}

    def test_the_same_text_is_no_change_and_no_pardon(self, cast, person, phone):
        mark(cast, phone, "wrong")
        with untouched():
            correct(cast, phone, " 010-2345-9876 ")
        assert fresh(phone).state == "wrong"

    def test_refuses_a_blank(self, cast, phone):
        with untouched(), pytest.raises(Refused):
            correct(cast, phone, " ")


def mark(cast, point, state):
    with recording(actor=cast.actors["anna"], at=NOW) as record:
        mark_point(record=record, point=fresh(point), state=state)


class TestMark:
    def test_a_wrong_number_is_owed_and_journaled_once(self, cast, person, phone):
        for _again in "12":
            mark(cast, phone, "wrong")
        assert fresh(person).missing == ["phone"]
        assert [entry.changes for entry in entries("people.PersonCorrected")][1:] == [
            {"phone 010-2345-9876": ["valid", "wrong"]}
        ]

    def test_another_good_number_is_enough(self, cast, person, phone):
        add(cast, person, "02-551-5623")
        mark(cast, phone, "wrong")
        assert fresh(person).missing == []

    def test_a_bounced_mail_is_owed(self, cast, person):
        mark(cast, person.points.get(kind="email"), "bounced")
        assert "email" in fresh(person).missing


class TestErase:
    def test_opens_the_debt_and_can_be_undone(self, cast, person, phone):
        raw, erased = erase_point(actor=cast.actors["anna"], at=NOW, point_id=phone.id)
        assert raw == "010-2345-9876"
        assert fresh(person).missing == ["phone"]
        assert last_entry().changes == {"phone": ["010-2345-9876", None]}
        back = return_point(actor=cast.actors["anna"], at=NOW, erased=erased, person_id=person.id)
        assert (back.id, back.raw, back.value) == (phone.id, phone.raw, phone.value)
        assert last_entry().changes == {"phone": [None, "010-2345-9876"]}
        assert fresh(person).missing == []

    def test_twice_isnt_visible(self, cast, phone):
        erase_point(actor=cast.actors["anna"], at=NOW, point_id=phone.id)
        with untouched(), pytest.raises(NotVisible):
            erase_point(actor=cast.actors["anna"], at=NOW, point_id=phone.id)


def acts(cast, who, point):
    actor = cast.actors[who]
    return (
        lambda: register_point(
            actor=actor, at=NOW, kind="phone", raw="02-551-5623", person_id=point.person_id
        ),
        lambda: correct_point(actor=actor, at=NOW, point_id=point.id, raw="02-551-5623"),
        lambda: erase_point(actor=actor, at=NOW, point_id=point.id),
    )


@pytest.mark.parametrize(("who", "error"), [("gleb", NotVisible), ("emma", NotAllowed)])
def test_refuses_strangers_and_mere_readers(cast, phone, who, error):
    for act in acts(cast, who, phone):
        with untouched(), pytest.raises(error):
            act()


@pytest.mark.parametrize("who", ["anna", "boris", "vera", "dina", "oleg"])
def test_those_with_the_right_do_all_of_it(cast, phone, who):
    for act in acts(cast, who, phone):
        act()
        assert last_entry().actor_id == getattr(cast, who).id


@pytest.mark.parametrize("access", ["read", "masked", "hidden"])
def test_refuses_those_whose_role_only_reads_contacts(cast, person, phone, access):
    reader = replace(cast.actors["anna"], fields={"contact": access})
    with untouched(), pytest.raises(NotAllowed):
        correct_point(actor=reader, at=NOW, point_id=phone.id, raw="02-551-5623")
    assert Person.objects.get(id=person.id).points.count() == Point.objects.filter(person=person).count() == 2


class TestFirst:
    """The first point of a kind as one text that is filled, changed and emptied."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["phone", "email"]), st.sampled_from(["", "1", "a@b.kr", "010-2345-9876"])
            )
        )
    )
    def test_holds_the_last_text_given_and_leaves_other_kinds_alone(self, cast, steps):
        person = person_of(cast, points=[("messenger", "hana")])
        now = {"phone": "", "email": ""}
        for kind, raw in steps:
            before = Entry.objects.count()
            gone = first(cast, person, kind, raw, now[kind])
            assert (gone and gone[0]) == (now[kind] if now[kind] and not raw else None)
            assert Entry.objects.count() - before == int(raw != now[kind])
            now[kind] = raw
        kept = {point.kind: point.raw for point in person.points.all()}
        assert kept == {"messenger": "hana", **{kind: raw for kind, raw in now.items() if raw}}

    def test_another_ones_text_is_never_overwritten(self, cast, person):
        first(cast, person, "email", "a@b.kr", "seo@sejong.kr")
        for base, raw in (("seo@sejong.kr", "c@d.kr"), ("seo@sejong.kr", ""), ("", "c@d.kr")):
            with untouched(), pytest.raises(Stale):
                first(cast, person, "email", raw, base)
        first(cast, person, "email", "a@b.kr", "seo@sejong.kr")

    def test_is_shut_to_who_may_not(self, cast, person):
        for who, error in (("gleb", NotVisible), ("emma", NotAllowed)):
            with untouched(), pytest.raises(error):
                first(cast, person, "email", "a@b.kr", "seo@sejong.kr", who)


def first(cast, person, kind, raw, base, who="anna"):
    actor = cast.actors[who]
    return correct_first_point(actor=actor, at=NOW, kind=kind, raw=raw, base=base, person_id=person.id)
