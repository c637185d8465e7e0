"""A company comes into the base."""

import pytest
from django.utils.translation import override
from testing.asserts import untouched
from testing.cast import NOW, entries

from requite.kernel.errors import NotAllowed, Refused
from requite.kernel.ids import new_id
from requite.people.actions.correct_company import correct_company
from requite.people.actions.register_company import register_company
from requite.people.drafts import CompanyDraft
from requite.people.models import Company
from requite.people.requirements import COMPANY, PERSON

POINTS = [("phone", "02-551-5623"), ("address", "12 Jungang-ro, Seoul")]


def register(cast, who="anna", once=None, name="Hanbit", **values):
    draft = CompanyDraft(name=name, **values)
    return register_company(actor=cast.actors[who], at=NOW, draft=draft, once=once)


def test_keeps_what_was_given_and_journals_it(cast):
    made = register(
        cast,
        name=" 한빛   상사 ",
        registration_number=" 124-81-00998 ",
        industry="Trade",
        tags=["a", "a"],
        points=POINTS,
    )
    made = Company.objects.get(id=made.id)
    assert (made.name, made.name_fold) == ("한빛 상사", "ㅎㅏㄴㅂㅣㅊㅅㅏㅇㅅㅏ")
    assert (made.registration_number, made.country, made.tags) == ("124-81-00998", "KR", ["a"])
    assert (made.owner_id, made.score, made.missing, made.owed_at) == (cast.anna.id, 100, [], None)
    [entry] = entries("people.CompanyRegistered")
    assert entry.subject_id == made.id
    assert entry.changes["name"] == [None, "한빛 상사"]
    assert entry.changes["phone"] == [None, "02-551-5623"]
    assert {f"company:{made.id}", f"user:{cast.anna.id}", "company"} <= set(entry.topics)


def test_what_is_missing_is_owed(cast):
    made = register(cast, points=[("phone", "010-1234-5678")])
    assert made.missing == ["phone", "address"]
    assert made.owed_at is not None


def test_numbers_are_read_by_the_companys_country(cast):
    made = register(cast, country="RU", points=[("phone", "8 (495) 123-45-61")])
    assert made.points.get().value == "+74951234561"


@pytest.mark.parametrize("name", ["", "   ", "x" * 301])
def test_refuses_a_name_that_is_none(cast, name):
    with untouched(), pytest.raises(Refused) as refused:
        register(cast, name=name)
    assert set(refused.value.errors) == {"name"}


LONG = {"registration_number": "1" * 21, "industry": "x" * 121, "website": "x" * 301}


def test_refuses_what_is_longer_than_its_field_and_cuts_nothing(cast):
    with untouched(), pytest.raises(Refused) as refused:
        register(cast, **LONG, tags=["x" * 61])
    assert set(refused.value.errors) == {*LONG, "tags"}
    made = register(cast)
    with untouched(), pytest.raises(Refused) as refused:
        correct_company(actor=cast.actors["anna"], at=NOW, company_id=made.id, given={**LONG, "tags": "x" * 61})
    assert set(refused.value.errors) == {*LONG, "tags"}


def test_a_form_sent_twice_registers_once(cast):
    once = new_id()
    assert register(cast, once=once).id == register(cast, once=once).id
    assert Company.objects.count() == len(entries()) == 1


@pytest.mark.parametrize(
    ("who", "owner"), [("anna", "boris"), ("vera", "gleb"), ("dina", "anna"), ("emma", "emma")]
)
def test_refuses_an_owner_beyond_the_right(cast, who, owner):
    with untouched(), pytest.raises(NotAllowed):
        register(cast, who, owner_id=getattr(cast, owner).id)


def test_refuses_an_owner_who_isnt_an_active_colleague(cast):
    cast.gleb.is_active, cast.gleb.deactivated_at = False, NOW
    cast.gleb.save()
    for owner_id in (new_id(), cast.gleb.id):
        with untouched(), pytest.raises(Refused) as refused:
            register(cast, "oleg", owner_id=owner_id)
        assert set(refused.value.errors) == {"owner"}


def test_the_leader_and_the_operator_register_too(cast):
    assert register(cast, "vera", owner_id=cast.anna.id).owner_id == cast.anna.id
    assert register(cast, "dina").owner_id == cast.dina.id


@pytest.mark.parametrize(("language", "company", "person"), [("ru", "Название", "Имя"), ("ko", "회사명", "이름")])
def test_a_companys_name_isnt_called_like_a_persons(language, company, person):
    with override(language):
        assert [str(kind.find_field("name").label) for kind in (COMPANY, PERSON)] == [company, person]
