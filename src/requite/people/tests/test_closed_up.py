"""한빛 상사 and 한빛상사 are one name: blanks before Hangul are written or left out as one likes."""

from importlib import import_module

import pytest
from django.db import connection
from testing.builders import company_of, person_of

from requite.kernel.fold import close_up, fold
from requite.people.drafts import CompanyDraft, fold_company
from requite.people.models import Company
from requite.people.queries.search import search
from requite.people.queries.similar_companies import list_similar_companies

pytestmark = pytest.mark.django_db
CLOSE = import_module("requite.people.migrations.0027_companies_closed_up").CLOSE
NAMES = [
    ("한빛 상사", "한빛상사"), ("(주) 한빛", "(주)한빛"), ("LG 전자 서울", "LG전자서울"), ("한빛 Co Ltd", "한빛 co ltd"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), NAMES)
def test_is_one_name(one, other):
    assert fold_company(one) == fold_company(other)


@pytest.mark.parametrize("name", ["Frontier Optics", "ООО Ромашка", "한빛 Optics", "3M Korea"])
def test_blanks_before_other_letters_stay(name):
    assert " " in fold_company(name)


@pytest.mark.parametrize(("kept", "asked"), [*NAMES, *(pair[::-1] for pair in NAMES)])
def test_finds_it_and_who_works_there(cast, kept, asked):
    company = company_of(cast, name=kept)
    person = person_of(cast, company_id=company.id)
    hits = [hit.id for hit in search(actor=cast.actors["anna"], query=asked)]
    assert hits[0] == company.id
    assert person.id in hits


def test_is_the_same_when_it_is_entered_again(cast):
    anna = cast.actors["anna"]
    company = company_of(cast, name="한빛 상사")
    draft = CompanyDraft(name="한빛상사")
    assert [one.id for one in list_similar_companies(actor=anna, draft=draft)] == [company.id]
    assert person_of(cast, company_name="한빛상사").company_id == company.id
    assert Company.objects.count() == 1


def test_names_that_are_kept_are_closed_up_too(cast):
    names = [*(name for pair in NAMES for name in pair), "Frontier Optics", "ㄱ ㄴ 다"]
    for name in names:
        one = company_of(cast, name=name)
        Company.objects.filter(id=one.id).update(name_fold=fold(name))
    with connection.cursor() as cursor:
        cursor.execute(CLOSE)
    assert {one.name: one.name_fold for one in Company.objects.all()} == {name: close_up(fold(name)) for name in names}
