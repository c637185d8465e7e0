"""Imports that never began, deleted from their list and from their own page."""

from pathlib import Path

import pytest
from testing.asserts import text, untouched

from requite.intake.models import Import
from requite.web.tests.importing import ROWS, at, handed, land

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def anna(clients):
    return clients("anna")


def test_is_offered_with_a_question_in_the_list_and_on_the_page(anna):
    found = handed(anna, ROWS)
    for address in ("/imports/", at(found)):
        page = text(anna.get(address))
        assert f'data-dialog="erase-{found.id}"' in page
        assert f'action="{at(found, "import_removal")}"' in page
    assert "never begun" in text(anna.get("/imports/"))
    asked = text(anna.get(at(found, "import_removal")))
    assert "Delete “list.csv”?" in asked
    assert Import.objects.exists()


def test_leads_back_to_the_list_and_says_so(anna, folder, django_capture_on_commit_callbacks):
    found = handed(anna, ROWS)
    with django_capture_on_commit_callbacks(execute=True):
        page = anna.post(at(found, "import_removal"), follow=True)
    assert page.redirect_chain == [("/imports/", 302)]
    assert "The import is deleted." in text(page)
    assert not Import.objects.exists()
    assert not any(path.is_file() for path in folder.rglob("*"))


def test_sent_twice_is_harmless(anna):
    found = handed(anna, ROWS)
    anna.post(at(found, "import_removal"))
    with untouched():
        again = anna.post(at(found, "import_removal"))
    assert (again.status_code, again.url) == (302, "/imports/")


def test_is_neither_offered_nor_done_once_it_began(anna):
    found = handed(anna, ROWS)
    anna.post(at(found, "import_run"))
    for _ in "12":
        for address in ("/imports/", at(found)):
            page = text(anna.get(address))
            assert at(found, "import_removal") not in page
            assert f"erase-{found.id}" not in page
        with untouched():
            assert anna.get(at(found, "import_removal")).url == at(found)
            refused = anna.post(at(found, "import_removal"), follow=True)
        assert "can't be deleted any more" in text(refused)
        found.refresh_from_db()
        if found.is_under_way:
            land(found)


def test_of_somebody_elses_is_nothing(clients, anna):
    found = handed(anna, ROWS)
    for who, status in (("boris", 404), ("gleb", 404), ("emma", 403)):
        client = clients(who)
        with untouched():
            assert client.get(at(found, "import_removal")).status_code == status
            assert client.post(at(found, "import_removal")).status_code == status
    assert clients("vera").post(at(found, "import_removal")).status_code == 302
