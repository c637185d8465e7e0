"""The figures of an import's result, each opened to the rows that it counts."""

import csv
import gc
import re
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.asserts import text
from testing.cast import HTMX

from requite.intake.models import LandedRow
from requite.people.models import Company, Person
from requite.web.tests.importing import ROWS, at, handed, land, mapped

pytestmark = pytest.mark.django_db
DOUBTFUL = ROWS + "Lee,Bora,Sejong,12\nHan,Gil,Hanil,010-8273-4618\n,,,010-8273-4619\n"
VIEWS = ("new", "matched", "companies", "doubtful")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def bring_in(anna):
    def run(content: str):
        found = handed(anna, content)
        assert anna.post(at(found, "import_run"), mapped(found)).status_code == 302
        return land(found)

    return run


def lines_of(page: str) -> int:
    return page.count("<tr data-row>")


def test_the_result_leads_to_as_many_rows_as_it_says(anna, bring_in):
    bring_in(ROWS)
    found = bring_in(DOUBTFUL)
    assert (found.made, found.matched, found.companies, found.owing) == (2, 2, 1, 1)
    page = text(anna.get(at(found)))
    said = {
        view: int(re.search(rf'href="{at(found, "import_rows")}\?view={view}">(\d+)<', page)[1])
        for view in VIEWS
    }
    assert said == {"new": 2, "matched": 2, "companies": 1, "doubtful": 1}
    for view, count in said.items():
        assert lines_of(text(anna.get(at(found, "import_rows"), {"view": view}))) == count
    assert at(found, "import_refused") in page
    assert f'href="{at(found, "import_rows")}?view=matched">2<' in text(anna.get("/imports/"))


def test_a_figure_of_nothing_leads_nowhere(anna, bring_in):
    found = bring_in(ROWS)
    assert "view=doubtful" not in text(anna.get(at(found)))
    page = text(anna.get(at(found, "import_rows"), {"view": "doubtful"}))
    assert "No row of this file belongs here." in page


def test_a_doubtful_row_says_its_number_its_fault_and_opens_its_records(anna, bring_in):
    found = bring_in(DOUBTFUL)
    page = text(anna.get(at(found, "import_rows")))
    person, company = Person.objects.get(family_name="Lee"), Company.objects.get(name="Sejong")
    assert ">3</td>" in page
    assert "<b>Phone</b> This number" in page or "<b>Phone</b> This is no valid telephone number" in page
    assert f'href="/people/{person.id}/"' in page
    assert f'href="/companies/{company.id}/"' in page


def test_the_file_of_doubtful_rows_ends_before_the_last_of_the_import(anna, bring_in, monkeypatch):
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda fault: told.append(fault.exc_value))
    found = bring_in(DOUBTFUL)
    written = b"".join(anna.get(at(found, "import_doubtful")).streaming_content).decode("utf-8-sig")
    assert [row[2] for row in csv.reader(written.splitlines()[1:])] == ["Lee"]
    gc.collect()
    assert told == []  # nothing reads on from a file that is closed


def test_rows_of_a_time_when_faults_were_not_kept_say_so(anna, bring_in):
    found = bring_in(DOUBTFUL)
    LandedRow.objects.update(faults=None)
    assert "not kept yet" in text(anna.get(at(found, "import_rows")))


@pytest.mark.parametrize("after", ["x", "-1", "1" * 30, "٣", "1.5"])
def test_a_key_that_is_none_begins_at_the_first(anna, bring_in, after):
    found = bring_in(DOUBTFUL)
    page = text(anna.get(at(found, "import_rows"), {"view": "nothing", "after": after}))
    assert lines_of(page) == 1


def test_pages_go_on_and_cost_the_same(anna, bring_in):
    costs = []
    for count in (4, 60):
        found = bring_in(
            "Family name,Company,Phone\n" + "".join(f"N{n},C{count}{n},{n}\n" for n in range(count))
        )
        with CaptureQueriesContext(connection) as asked:
            page = text(anna.get(at(found, "import_rows"), {"view": "doubtful"}))
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert lines_of(page) == 50
    rest = text(anna.get(at(found, "import_rows"), {"view": "doubtful", "after": "50"}, headers=HTMX))
    assert lines_of(rest) == 10
    assert "<html" not in rest


def test_of_somebody_elses_are_nothing(clients, anna, bring_in):
    found = bring_in(ROWS)
    for who, status in (("boris", 404), ("gleb", 404), ("emma", 403), ("vera", 200)):
        assert clients(who).get(at(found, "import_rows"), {"view": "new"}).status_code == status
