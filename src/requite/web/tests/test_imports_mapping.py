"""What the page of a file says it understood, and the order in which its columns stand."""

from pathlib import Path

import pytest
from testing.asserts import text

from requite.people.models import Person
from requite.web.tests.importing import at, handed, land, mapped

pytestmark = pytest.mark.django_db
US = "last_name,first_name,phone\n" + "".join(
    f"{family},{given},202-224-{n}\n"
    for family, given, n in (
        ("Cantwell", "Maria", 3441),
        ("Klobuchar", "Amy", 3244),
        ("Sanders", "Bern", 5141),
    )
)
KR = "Family name,Phone\nSeo,010-8273-4615\nMoon,010-8273-4616\nLee,010-8273-4617\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def anna(clients):
    return clients("anna")


class TestCountry:
    def test_of_bare_numbers_is_told_by_the_file_and_said(self, anna):
        found = handed(anna, US)
        page = text(anna.get(at(found)))
        assert "Numbers without a code</dt><dd><b>United States" in page
        assert 'name="country" type="text" value="US"' in page
        anna.post(at(found, "import_run"), mapped(found, country="US"))
        land(found)
        assert found.owing == 0
        person = Person.objects.get(family_name="Klobuchar")
        assert person.points.get(kind="phone").value == "+12022243244"
        shown = text(anna.get(f"/people/{person.id}/"))
        assert "+1 202-224-3244" in shown

    def test_is_the_companys_where_the_numbers_fit_it(self, anna):
        assert "Numbers without a code</dt><dd><b>South Korea" in text(anna.get(at(handed(anna, KR))))

    def test_is_not_said_of_a_file_without_numbers(self, anna):
        assert "Numbers without a code" not in text(anna.get(at(handed(anna, "Family name\nSeo\nMoon\n"))))
