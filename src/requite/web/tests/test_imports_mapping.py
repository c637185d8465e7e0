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
        assert '<option value="US" selected>United States</option>' in page
        assert '<option value="KR">South Korea</option>' in page
        anna.post(at(found, "import_run"), mapped(found, country="US"))
        land(found)
        assert found.owing == 0
        person = Person.objects.get(family_name="Klobuchar")
        assert person.points.get(kind="phone").value == "+12022243244"
        shown = text(anna.get(f"/people/{person.id}/"))
        assert "+1 202-224-3244" in shown

    def test_that_is_none_is_refused_beside_its_field(self, anna):
        found = handed(anna, US)
        answer = anna.post(at(found, "import_run"), mapped(found, country="QQ"))
        assert answer.status_code == 422
        assert "Choose a country." in text(answer)

    def test_is_the_companys_where_the_numbers_fit_it(self, anna):
        assert "Numbers without a code</dt><dd><b>South Korea" in text(anna.get(at(handed(anna, KR))))

    def test_is_not_said_of_a_file_without_numbers(self, anna):
        assert "Numbers without a code" not in text(anna.get(at(handed(anna, "Family name\nSeo\nMoon\n"))))


def table_of(page: str) -> str:
    return page[page.index("<thead>") : page.index("</table>")]


class TestColumns:
    WIDE = (
        ",".join(["Note", *(f"c{n}" for n in range(52)), "Phone", "Family name"])
        + "\n"
        + ",".join(["likes tea", *(f"v{n}" for n in range(52)), "010-8273-4615", "Seo"])
    )

    def test_that_come_in_stand_first_in_the_order_of_the_fields(self, anna):
        table = table_of(text(anna.get(at(handed(anna, self.WIDE)))))
        places = [table.index(f'name="column-{n}"') for n in (54, 53, 0)]
        assert places == sorted(places)
        assert table.index(">Seo<") < table.index("010-8273-4615") < table.index("likes tea")
        assert 'name="column-1"' not in table

    def test_that_stay_out_are_folded_behind_with_some_values(self, anna):
        page = text(anna.get(at(handed(anna, self.WIDE))))
        assert '<details class="card others" id="others"><summary>' in page
        assert "52 columns stay out" in page
        assert 'id="column-1"' in page
        assert "<small>v51</small>" in page

    def test_that_stay_out_remain_unfolded_while_one_of_them_is_chosen(self, anna):
        found = handed(anna, self.WIDE)
        page = text(anna.post(at(found, "import_mapping") + "?others=unfolded", mapped(found)))
        assert 'id="others" open>' in page
        page = text(anna.post(at(found, "import_mapping"), mapped(found, **{"column-1": "title"})))
        assert 'id="others"><summary>' in page
        assert "51 columns stay out" in page

    def test_few_that_stay_out_are_shown_at_once(self, anna):
        assert 'id="others" open>' in text(anna.get(at(handed(anna, "Family name,x,y\nSeo,1,2\n"))))

    def test_none_that_comes_in_leaves_all_to_be_chosen(self, anna):
        found = handed(anna, "Family name,x\nSeo,1\n")
        answer = anna.post(at(found, "import_mapping"), mapped(found, **{"column-0": ""}))
        assert answer.status_code == 422
        assert "<thead>" not in text(answer)
        assert "2 columns stay out" in text(answer)
        assert 'id="others" open>' in text(answer)

    def test_refused_ones_stand_where_they_were_sent(self, anna):
        found = handed(anna, "Family name,x\nSeo,1\n")
        form = mapped(found, **{"column-1": "title", "country": "Korea"})
        answer = anna.post(at(found, "import_mapping"), form)
        assert answer.status_code == 422
        assert 'name="column-1"' in table_of(text(answer))

    def test_of_rows_with_more_cells_than_headings_are_shown(self, anna):
        page = text(anna.get(at(handed(anna, "Family name,Phone\n" + "Moon,2\n" * 5 + "Seo,1,2,3\n"))))
        assert "more cells than there are headings" in page
