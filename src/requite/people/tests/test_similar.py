"""Who may be the same: asked before one is registered, without telling of what the reader may not see."""

from dataclasses import replace

import pytest
from testing.builders import company_of, person_of
from testing.cast import NOW

from requite.people.actions.archive import archive_record
from requite.people.drafts import CompanyDraft, PersonDraft
from requite.people.queries.similar import list_similar
from requite.people.queries.similar_companies import list_similar_companies

PHONE, MAIL = ("phone", "010-2345-9876"), ("email", "seo@sejong.kr")


@pytest.fixture
def person(cast):
    return person_of(cast, "boris", "서", "하나", company_name="Sejong", points=[PHONE, MAIL])


def similar(cast, who="anna", **values):
    actor = cast.actors[who] if isinstance(who, str) else who
    return list_similar(actor=actor, draft=PersonDraft(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"points": [("phone", "+82 10 2345 9876")]},
        {"points": [("phone", "02-551-5623, 01023459876")]},
        {"points": [("email", " SEO@Sejong.kr ")]},
        {"family_name": " 서", "given_name": "하나 ", "company_name": "SEJONG "},
    ],
)
def test_finds_by_number_mail_and_name_at_a_company(cast, person, values):
    found = similar(cast, **values)
    assert [row.id for row in found.people] == [person.id]
    assert not found.elsewhere


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"family_name": "서", "given_name": "하나"},
        {"family_name": "서", "given_name": "하나", "company_name": "Hanbit"},
        {"points": [("phone", "010-2345-9877"), ("address", "Seoul")]},
        {"points": [("phone", "ask"), ("email", "없음"), ("phone", "  ")]},
    ],
)
def test_finds_nobody_else(cast, person, values):
    person_of(cast, "boris", "서", "다래", points=[("phone", "ask"), ("email", "없음"), ("address", "Seoul")])
    assert not similar(cast, **values)


def test_of_a_stranger_says_only_that_there_is_one(cast, person):
    found = similar(cast, "gleb", points=[PHONE])
    assert (found.people, found.elsewhere) == ([], True)
    assert found


def test_leaves_archived_ones_out(cast, person):
    archive_record(actor=cast.actors["boris"], at=NOW, kind="person", record_id=person.id)
    assert not similar(cast, points=[PHONE])
    assert not similar(cast, family_name="서", given_name="하나", company_name="Sejong")


def test_shows_at_most_five(cast):
    for n in range(7):
        person_of(cast, "anna", f"Seo{n}", points=[PHONE])
    assert len(similar(cast, points=[PHONE]).people) == 5


@pytest.mark.parametrize("access", ["masked", "hidden"])
def test_numbers_cant_be_found_out_by_who_may_not_see_them(cast, person, access):
    reader = replace(cast.actors["anna"], fields={"contact": access})
    assert not similar(cast, reader, points=[PHONE, MAIL])
    draft = CompanyDraft(name="Else", points=[("phone", "02-551-5620")])
    company_of(cast, "anna", "Hanbit")
    assert list_similar_companies(actor=reader, draft=draft) == []


class TestCompanies:
    def find(self, cast, who="anna", **values):
        draft = CompanyDraft(**{"name": "Else", **values})
        return list_similar_companies(actor=cast.actors[who], draft=draft)

    def test_are_found_by_name_registration_and_number(self, cast):
        company = company_of(cast, "boris", "Hanbit Trading", registration_number="124-81-00998")
        for values in (
            {"name": " hanbit  TRADING"},
            {"registration_number": " 124-81-00998"},
            {"points": [("phone", "+82 2 551 5620")]},
        ):
            assert self.find(cast, **values) == [company]
        assert self.find(cast, name="Hanbit") == []

    def test_of_strangers_and_archived_ones_arent(self, cast):
        company = company_of(cast, "boris", "Hanbit")
        assert self.find(cast, "gleb", name="Hanbit") == []
        archive_record(actor=cast.actors["boris"], at=NOW, kind="company", record_id=company.id)
        assert self.find(cast, name="Hanbit") == []
